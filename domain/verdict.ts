/**
 * What a letter that came in is. One table, read from the top: the first rule that has a reason decides. A letter
 * is called automatic by what its sender's system says of it (RFC 3834), never by its wording; one that holds
 * answers is not thrown away for a weak sign, since list servers and case systems mark what people wrote.
 */
import { firstDayIn } from './dates-in-words.js';
import { foldWords } from './fold.js';
import type { Verdict } from './letter.js';
import type { IsoDate } from './time.js';

/** One recipient of a delivery report (RFC 3464). */
export interface DeliveryReport {
  /** The mail address that was not reached, or was reached late. */
  recipient: string;
  action: string;
  /** e.g. `5.1.1` */
  status: string;
  /** The words of the mail server. */
  diagnostic: string;
}

/** What the verdict rests on. */
export interface LetterFacts {
  /** Why the letter is not about one of ours; absent when it is. */
  notOurs?: string;
  /** Header names in small letters. */
  headers: ReadonlyMap<string, string>;
  /** The writer's mail address. */
  from?: string;
  reports: readonly DeliveryReport[];
  /** What the person wrote, quote and signature removed. */
  text: string;
  /** How many fields of the form were given, usable or not. */
  answered: number;
  /** Documents that came with it; not the pictures of a signature. */
  attachments: number;
  /** The day on which the letter came in. */
  received: IsoDate;
}

export interface Judgement {
  verdict: Verdict;
  /** A sentence for the secretariat. */
  reason: string;
  /** The day promised in an acknowledgement, when it names one. */
  promised?: IsoDate;
}

interface Rule {
  verdict: Verdict;
  /** A sentence when the rule applies. */
  because: (facts: LetterFacts) => string | undefined;
}

const rules: readonly Rule[] = [
  { verdict: 'not-ours', because: ({ notOurs }) => notOurs },
  { verdict: 'bounce', because: undelivered },
  { verdict: 'automatic-reply', because: automatic },
  { verdict: 'answer', because: answersFields },
  { verdict: 'automatic-reply', because: perhapsAutomatic },
  { verdict: 'acknowledgement', because: acknowledges },
  { verdict: 'empty', because: saysNothing },
  {
    verdict: 'answer',
    because: () => 'It answers in words of its own; no line of the form was found, so a person reads it.',
  },
];

/** Judges a letter by its facts. */
export function verdictOf(facts: LetterFacts): Judgement {
  for (const { verdict, because } of rules) {
    const reason = because(facts);
    if (reason === undefined) continue;
    const promised = verdict === 'acknowledgement' ? promisedDay(facts) : undefined;
    return { verdict, reason, ...(promised !== undefined && { promised }) };
  }
  throw new Error('The last rule of the table always applies.');
}

/** The report that matters: a failure before a delay. Reports of success are none. */
export const failureIn = (reports: readonly DeliveryReport[]): DeliveryReport | undefined =>
  reports.find(({ action }) => action === 'failed') ?? reports.find(({ action }) => action === 'delayed');

/** Failures that say nothing about the address: a full mailbox, a letter too large, a policy (RFC 3463). */
const notForGood = /^5\.(?:2\.[234]|3\.\d+|4\.[1567]|7\.\d+)$/;

/** True when the address will not be reached by trying again: failed, with a status of class 5 about the address. */
export const isPermanent = ({ action, status }: DeliveryReport): boolean =>
  action === 'failed' && status.startsWith('5.') && !notForGood.test(status);

function undelivered({ reports, headers, from }: LetterFacts): string | undefined {
  const failure = failureIn(reports);
  if (failure) {
    const how = isPermanent(failure)
      ? 'was not reached'
      : failure.action === 'delayed'
        ? 'is not reached yet'
        : 'was not reached this time';
    return `The mail server reports that ${failure.recipient} ${how} (${failure.status}): ${failure.diagnostic || 'no reason given'}.`;
  }
  const daemon = /^(?:mailer-daemon|mail-daemon|postmaster)@/i.test(from ?? '');
  return daemon && headers.get('return-path')?.trim() === '<>' && reports.length === 0
    ? 'A mail server writes that a letter was not delivered, in words only; a person reads it.'
    : undefined;
}

function automatic({ headers, reports }: LetterFacts): string | undefined {
  if (reports.length > 0) return 'The mail server reports that a letter was delivered.';
  if (/report-type="?disposition-notification/i.test(headers.get('content-type') ?? ''))
    return 'It is a notice that a letter was opened.';
  const submitted = headers.get('auto-submitted')?.split(';')[0]?.trim().toLowerCase();
  if (submitted && submitted !== 'no')
    return `Its sender’s system says that it is automatic (Auto-Submitted: ${submitted}).`;
  const sure = [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponder',
    'x-auto-reply',
    'x-mdautoresponder-from',
    'x-autoreply-from',
  ];
  const header = sure.find((name) => headers.has(name) && !/^(?:no|false)$/i.test(headers.get(name) ?? ''));
  if (header) return `Its sender’s system says that it is automatic (${header}).`;
  if (/auto[_-]?reply/i.test(headers.get('precedence') ?? ''))
    return 'Its sender’s system says that it is automatic (Precedence: auto_reply).';
  return headers.get('return-path')?.trim() === '<>'
    ? 'It names no address that an error could go back to, as automatic letters do.'
    : undefined;
}

function answersFields({ answered }: LetterFacts): string | undefined {
  if (answered === 0) return undefined;
  return answered === 1 ? 'It gives one answer of the form.' : `It gives ${answered} answers of the form.`;
}

/** Signs that automatic letters share with some that people wrote. */
function perhapsAutomatic({ headers }: LetterFacts): string | undefined {
  const precedence = headers.get('precedence')?.trim().toLowerCase();
  if (precedence && ['bulk', 'junk', 'list'].includes(precedence))
    return `It is marked as sent to many (Precedence: ${precedence}) and answers no question of the form.`;
  const weak = [
    'x-auto-response-suppress',
    'list-id',
    'x-ms-exchange-inbox-rules-loop',
    'x-loop',
    'feedback-id',
  ];
  const header = weak.find((name) => headers.has(name));
  return header && `It is marked as automatic (${header}) and answers no question of the form.`;
}

/** Words of one who will answer later, without case and accents. */
const promises =
  /\b(?:under (?:approval|review|consideration|preparation)|(?:pending|awaiting|subject to|waiting for|submitted for) (?:internal |final |higher )?(?:approval|clearance|signature|review)|(?:will|shall|hope to|intend to|expect to|aim to) (?:\w+ ){0,2}(?:answer|reply|respond|revert|submit|send|provide|return|come back)|(?:answer|reply|response|submission) (?:will|to) follow|dang (?:trinh|cho (?:phe )?duyet|cho y kien|cho ky|xin y kien|xem xet|chuan bi|hoan thien)|cho (?:phe )?duyet|se (?:\w+ ){0,2}(?:tra loi|phuc dap|gui|bao cao|phan hoi|nop|cung cap)|xin (?:phep )?(?:duoc )?(?:gia han|tra loi sau|gui sau))\b/;

/** Words of one who only says that the letter came. */
const receipts =
  /\b(?:(?:well )?received with thanks|(?:we |i )?(?:hereby )?(?:acknowledge|confirm) (?:the )?receipt|noted with thanks|thank you for (?:your|the) (?:letter|message|mail|e mail|email|invitation|reminder)|da nhan (?:duoc )?(?:thu|cong van|van ban|email)|xac nhan (?:da )?nhan)\b/;

/** Characters; what is longer says more than that. */
const longestPromise = 1500;
const longestReceipt = 300;

function acknowledges(facts: LetterFacts): string | undefined {
  if (facts.attachments > 0 || facts.text.length > longestPromise) return undefined;
  const words = foldWords(facts.text);
  const says = promises.exec(words)?.[0];
  if (says) {
    const day = promisedDay(facts);
    return `It says that an answer will follow (“${says}”)${day === undefined ? ', without a date' : `, on ${day}`}.`;
  }
  return facts.text.length <= longestReceipt && receipts.test(words)
    ? 'It says that our letter was received, and no more.'
    : undefined;
}

/** The first day to come after the words that promise; else the first in the text. */
function promisedDay({ text, received }: LetterFacts): IsoDate | undefined {
  const words = foldWords(text);
  const at = promises.exec(words)?.index;
  return at === undefined
    ? undefined
    : (firstDayIn(words.slice(at), received) ?? firstDayIn(words, received));
}

function saysNothing({ text, attachments }: LetterFacts): string | undefined {
  return foldWords(text) === '' && attachments === 0 ? 'It holds no text of its own.' : undefined;
}
