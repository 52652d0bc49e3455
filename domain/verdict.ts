/**
 * What a letter that came in is. One table, read from the top: the first rule that has a reason decides. What a
 * program says of its letter stands before what the letter says; what a person filled in stands before signs that
 * programs share with people, since list servers, gateways and case systems mark what people wrote.
 */
import type { IsoDate } from './time.js';
import type { Verdict } from './letter.js';
import { acknowledgementIn } from './verdict/acknowledgement.js';
import {
  automaticByHeader,
  automaticByHints,
  automaticByWords,
  automaticSubject,
  looksFilled,
  namesNoReturn,
  ownWords,
  saidIn,
  weakSign,
} from './verdict/automatic.js';
import { askInstead, awayUntil } from './verdict/away.js';
import type { Bounce, Undelivered } from './verdict/bounce.js';
import { undeliveredByReport, undeliveredInWords } from './verdict/bounce.js';
import type { CalendarReply, LetterFacts } from './verdict/facts.js';
import { bounded, wholeOf } from './verdict/facts.js';
import type { Phrases } from './verdict/phrases.js';
import type { Spoken } from './verdict/wording.js';
import { beginsWith, spoken, spokenIn } from './verdict/wording.js';

export type { Bounce } from './verdict/bounce.js';
export type { DeliveryReport, LetterFacts } from './verdict/facts.js';
export type { Phrases } from './verdict/phrases.js';

export interface Judgement {
  verdict: Verdict;
  /** A sentence for the secretariat. */
  reason: string;
  /**
   * How often letters with the sign that decided are what it says, from 0 to 1: 1 where a program says it in the form
   * of a standard, about 0.9 for well-known words, 0.6 and less where a person should look.
   */
  confidence: number;
  /** The day promised in an acknowledgement, when it names one. */
  promised?: IsoDate;
  /** The day until which the writer of an automatic reply is away, or on which it is back. */
  awayUntil?: IsoDate;
  /** The mail address that an automatic reply names for what is urgent. */
  instead?: string;
  /** Of a bounce or a delay. */
  bounce?: Bounce;
  /** Of the answer to an invitation. */
  reply?: CalendarReply['reply'];
}

type Decided = Omit<Judgement, 'verdict'> & { verdict?: Verdict };

interface Rule {
  verdict: Verdict;
  /** What is said when the rule applies. */
  because: (facts: LetterFacts, phrases: Phrases) => Decided | undefined;
}

/** The table. A rule for two verdicts says which in what it returns. */
const rules: readonly Rule[] = [
  { verdict: 'not-ours', because: ({ notOurs }) => sure(notOurs) },
  { verdict: 'complaint', because: complains },
  { verdict: 'calendar-reply', because: answersInvitation },
  { verdict: 'challenge', because: challenges },
  { verdict: 'bounce', because: reportsFailure },
  { verdict: 'bounce', because: tellsOfFailure },
  { verdict: 'read-receipt', because: wasRead },
  { verdict: 'auto-reply', because: wasDelivered },
  { verdict: 'auto-reply', because: saysAutomatic },
  { verdict: 'answer', because: answersFields },
  { verdict: 'auto-reply', because: readsAutomatic },
  { verdict: 'acknowledgement', because: acknowledges },
  { verdict: 'empty', because: saysNothing },
  { verdict: 'auto-reply', because: namesNoSender },
  { verdict: 'answer', because: answersInWords },
];

/** Judges a letter by its facts. The same facts give the same judgement; none makes it throw. */
export function verdictOf(given: LetterFacts, phrases: Phrases): Judgement {
  const facts = bounded(given);
  for (const { verdict, because } of rules) {
    const decided = because(facts, phrases);
    if (decided) return { verdict, ...decided };
  }
  throw new Error('The last rule of the table always applies.');
}

const sure = (reason: string | undefined): Decided | undefined =>
  reason === undefined ? undefined : { reason, confidence: 1 };

function complains({ complaint, headers, subject = '' }: LetterFacts): Decided | undefined {
  if (complaint) return sure(`It is a complaint about one of our letters (${complaint.feedback}).`);
  if (
    /report-type="?feedback-report/i.test(headers.get('content-type') ?? '') ||
    headers.has('x-arf') ||
    headers.has('x-xarf')
  )
    return { reason: 'It is a complaint about one of our letters, without its details.', confidence: 0.95 };
  return /^complaint about message from /i.test(subject)
    ? { reason: 'A mail provider passes on a reader’s complaint about one of our letters.', confidence: 0.9 }
    : undefined;
}

const replied: Readonly<Record<CalendarReply['reply'], string>> = {
  accepted: 'accepts',
  declined: 'declines',
  tentative: 'accepts tentatively',
  counter: 'proposes another time for',
};

function answersInvitation(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  const { calendar, headers } = facts;
  if (calendar)
    return {
      reason: `It ${replied[calendar.reply]} the invitation.`,
      confidence: 1,
      reply: calendar.reply,
    };
  if (!/calendarmessage/i.test(headers.get('content-class') ?? '')) return undefined;
  const subject = spoken(facts.subject ?? '');
  for (const { calendar: words } of phrases.automatic)
    for (const reply of ['accepted', 'declined', 'tentative', 'counter'] as const)
      if (beginsWith(subject, words[reply]) !== undefined)
        return {
          reason: `Its calendar program says in the subject that it ${replied[reply]} the invitation.`,
          confidence: 0.9,
          reply,
        };
  return undefined;
}

function challenges(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  if (facts.answered > 0 || facts.text.length > 5000) return undefined;
  const text = spoken(`${facts.subject ?? ''}\n${wholeOf(facts).slice(0, 3000)}`);
  const said = saidIn(text, phrases, 'challenges') ?? stepToConfirm(facts, text, phrases);
  if (!said) return undefined;
  const failure = undeliveredByReport(facts, phrases.bounces);
  if (failure?.bounce.permanent) return undefined;
  return {
    reason: `The writer’s mail system asks for a confirmation that a person wrote (“${said.wording}”).`,
    confidence: 0.9,
  };
}

/** To confirm, by a step, that its writer is genuine: all three are asked by no officer. */
function stepToConfirm(facts: LetterFacts, text: string, phrases: Phrases): Spoken | undefined {
  if (text.length > 1200 || facts.attachments > 0 || looksFilled(facts.text)) return undefined;
  for (const { genuine, confirm, click } of phrases.automatic) {
    const said = spokenIn(text, genuine);
    if (said && spokenIn(text, confirm) && spokenIn(text, click)) return said;
  }
  return undefined;
}

function reportsFailure(facts: LetterFacts, { bounces }: Phrases): Decided | undefined {
  return told(undeliveredByReport(facts, bounces), 1);
}

function tellsOfFailure(facts: LetterFacts, { bounces }: Phrases): Decided | undefined {
  return told(undeliveredInWords(facts, bounces), 0.9);
}

function told(undelivered: Undelivered | undefined, confidence: number): Decided | undefined {
  if (!undelivered) return undefined;
  const { kind, bounce } = undelivered;
  const how =
    kind === 'delay'
      ? 'has not been delivered yet, and that it goes on trying'
      : bounce.permanent
        ? 'cannot be delivered'
        : 'was not delivered this time';
  return {
    verdict: kind,
    // whom it names, and its words, are in the message alone: the reason goes into histories
    reason: `A mail server reports that a letter ${how} (${bounce.status}, ${bounce.why}).`,
    confidence: bounce.recipient === '' ? Math.min(confidence, 0.7) : confidence,
    bounce,
  };
}

function wasRead(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  const { notice, headers } = facts;
  if (notice)
    return sure(
      `It is a notice of what became of our letter on the screen (${notice.disposition})${notice.byItself ? ', made by a program alone' : ''}.`,
    );
  if (/report-type="?disposition-notification/i.test(headers.get('content-type') ?? ''))
    return { reason: 'It is a notice that a letter was opened.', confidence: 0.95 };
  if (facts.answered > 0 || facts.text.length > 1200) return undefined;
  const subject = spoken(facts.subject ?? '');
  const said = beginsWith(
    subject,
    phrases.automatic.flatMap(({ readSubjects }) => readSubjects),
  );
  const body = ownWords(facts);
  const tells =
    /\b(?:was|were) (?:read|displayed|opened)\b|\breceipt for the (?:mail|message)\b/.test(body) ||
    /[:：]/.test(facts.subject ?? '');
  return said !== undefined && tells && facts.text.length < 600 && facts.attachments === 0
    ? {
        reason: `It is a notice that a letter was read (“${said.trim().normalize('NFC')}”).`,
        confidence: 0.8,
      }
    : undefined;
}

/** A report that a letter was delivered, relayed or expanded is no bounce, and says nothing that was asked. */
function wasDelivered({ reports }: LetterFacts): Decided | undefined {
  const [first] = reports;
  return first && sure(`The mail server reports that a letter was ${first.action || 'delivered'}.`);
}

function saysAutomatic(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  const reason = automaticByHeader(facts);
  return reason === undefined ? undefined : { reason, confidence: 0.98, ...absence(facts, phrases) };
}

/** Until when the writer is away, and who is asked instead. */
function absence(facts: LetterFacts, phrases: Phrases): Pick<Judgement, 'awayUntil' | 'instead'> {
  const until = awayUntil(facts, phrases);
  const instead = askInstead(facts, phrases);
  return { ...(until !== undefined && { awayUntil: until }), ...(instead !== undefined && { instead }) };
}

function answersFields({ answered }: LetterFacts): Decided | undefined {
  if (answered === 0) return undefined;
  return sure(
    answered === 1 ? 'It gives one answer of the form.' : `It gives ${answered} answers of the form.`,
  );
}

function readsAutomatic(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  const subject = automaticSubject(facts, phrases);
  if (subject !== undefined)
    return {
      reason: `Its subject says that it is automatic (“${subject}”).`,
      confidence: 0.95,
      ...absence(facts, phrases),
    };
  if (looksFilled(facts.text)) return undefined;
  const said = automaticByWords(facts, phrases);
  if (!said) return hintsAutomatic(facts, phrases);
  // Under our letter, “I am away until the 20th and will answer then” is a person's promise.
  const acknowledged = acknowledgementIn(facts, phrases);
  if (said.is === 'away' && acknowledged?.promises && (facts.quoted ?? '').trim() !== '') return undefined;
  const says = {
    away: 'It says that its writer is away',
    ticket: 'It is the receipt of a ticket system',
    automatic: 'It says that it is automatic',
  }[said.is];
  const confidence =
    said.is === 'automatic' ? 0.9 : weakSign(facts) !== undefined || namesNoReturn(facts) ? 0.9 : 0.8;
  return { reason: `${says} (“${said.wording}”).`, confidence, ...absence(facts, phrases) };
}

function hintsAutomatic(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  if ((facts.quoted ?? '').trim() !== '') return undefined;
  const is = automaticByHints(facts, phrases, () => awayUntil(facts, phrases) !== undefined);
  if (is === undefined) return undefined;
  const says = {
    away: 'It seems to say that its writer is away',
    ticket: 'It seems to be the receipt of a ticket system',
  }[is];
  return { reason: `${says}; a person may look.`, confidence: 0.65, ...absence(facts, phrases) };
}

function acknowledges(facts: LetterFacts, phrases: Phrases): Decided | undefined {
  const said = acknowledgementIn(facts, phrases);
  if (!said) return undefined;
  const { promised } = said;
  const sign = namesNoReturn(facts) ? 'Return-Path: <>' : weakSign(facts);
  if (promised === undefined && sign !== undefined && !(facts.quoted ?? '').trim())
    return {
      verdict: 'auto-reply',
      reason: `It thanks and promises without a date (“${said.wording}”), and is marked as programs mark their letters (${sign}).`,
      confidence: 0.7,
    };
  if (!said.promises)
    return {
      reason: `It says that our letter was received, and no more (“${said.wording}”).`,
      confidence: 0.8,
    };
  const when = promised === undefined ? ', without a date' : `, on ${promised}`;
  return {
    reason: `It says that an answer will follow (“${said.wording}”)${when}.`,
    confidence: promised === undefined ? 0.8 : 0.9,
    ...(promised !== undefined && { promised }),
  };
}

function saysNothing({ text, attachments }: LetterFacts): Decided | undefined {
  return spoken(text).trim() === '' && attachments === 0
    ? { reason: 'It holds no text of its own.', confidence: 0.95 }
    : undefined;
}

function namesNoSender(facts: LetterFacts): Decided | undefined {
  const junk = facts.headers.get('precedence')?.trim().toLowerCase() === 'junk';
  if (
    (!namesNoReturn(facts) && !junk) ||
    facts.attachments > 0 ||
    (facts.quoted ?? '').trim() ||
    looksFilled(facts.text)
  )
    return undefined;
  return {
    reason: junk
      ? 'It is marked as vacation programs mark their letters (Precedence: junk), and answers no question of the form.'
      : 'It names no address that an error could go back to, as automatic letters do, and answers no question of the form.',
    confidence: 0.6,
  };
}

function answersInWords(facts: LetterFacts): Decided {
  const sign = weakSign(facts);
  if (sign !== undefined)
    return {
      reason: `It answers in words of its own and is marked as letters to many are (${sign}), so a person reads it.`,
      confidence: 0.5,
    };
  const filled = looksFilled(facts.text);
  return {
    reason: filled
      ? 'It answers in lines of its own; no line of the form was found, so a person reads it.'
      : 'It answers in words of its own; no line of the form was found, so a person reads it.',
    confidence: filled || facts.attachments > 0 ? 0.9 : 0.75,
  };
}
