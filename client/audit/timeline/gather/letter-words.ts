/** What one letter was, in a sentence. */
import type { LetterOrder } from '../../../../domain/letter.js';
import type { NotReachedInWords, WhyNotReached } from '../../../../domain/not-reached.js';
import type { WhatNext } from '../../../../domain/receipt.js';
import type { Entry, HeldAccount, LetterIn, LetterOut } from '../account.js';
import type { Names } from '../names.js';
import { counted, ordinal, sentence } from '../names.js';
import { dayOf } from '../times.js';

type Order = Omit<LetterOrder, 'at'>;

const next: Record<WhatNext, string> = {
  accepted: 'it is accepted',
  incomplete: 'it is not complete yet',
  'incomplete-after-accepted': 'it is not complete yet, and what was accepted before counts until then',
  'national-clearance': 'it waits for national clearance',
  decision: 'it departs from a rule, and the secretariat decides',
  confirmation: 'it waits to be confirmed',
  'to-be-read': 'a person of the secretariat reads it',
  cleared: 'the answer is cleared nationally',
  returned: 'the answer is returned for correction',
  noted: 'it is noted',
};

/** What a letter of ours was. Reminders that left as one letter are told for the request that is looked at. */
export function outWords(
  { before, requests }: LetterOut,
  names: Names,
  about?: string,
): { what: string; chase?: Entry['chase'] } {
  const whole = before.order;
  const own =
    whole.together?.find(({ answers = [] }) => answers.some(({ request }) => request === about)) ?? whole;
  const others = whole.together && about !== undefined ? whole.together.length - 1 : 0;
  const to = names.offices(before.to);
  const copy = before.copy.length > 0 ? `, with a copy to ${names.offices(before.copy)}` : '';
  const { what, asks } = told(own, to, names, requests.length);
  const together = others > 0 ? `, in one letter with ${counted(others, 'other')}` : '';
  return { what: `${sentence(what)}${together}${copy}.`, ...(asks && { chase: 'asks' as const }) };
}

function told(order: Order, to: string, names: Names, requests: number): { what: string; asks?: boolean } {
  const { template, values = {}, received = [] } = order;
  const day = dueOf(order);
  const due = day === undefined ? '' : `, due ${day}`;
  const count = Number(values.count ?? 0);
  const nth = count > 0 ? `${ordinal(count)} reminder` : 'reminder';
  const outcome = [...new Set(received.map((each) => next[each.next]))].join('; ');
  if (template.startsWith('ask/')) return { what: asking(template, to, due), asks: true };
  switch (template) {
    case 'reminder':
      return { what: `${nth} to ${to}`, asks: true };
    case 'reminder-after-due':
      return { what: `${nth} to ${to}, after the due day`, asks: true };
    case 'reminders':
      return { what: `reminder of ${counted(requests, 'answer')} to ${to}`, asks: true };
    case 'still-missing':
      return { what: `${nth} to ${to}: a part of the answer is still missing`, asks: true };
    case 'escalation-nr':
      return { what: `escalation to ${to}`, asks: true };
    case 'asked-instead':
      return {
        what: `asked of ${to} while ${names.office(String(values.office))} is away`,
        asks: true,
      };
    case 'reassigned':
      return { what: `asked of ${to} now`, asks: true };
    case 'returned':
      return { what: `the answer is returned to ${to} for correction`, asks: true };
    case 'national-clearance':
      return { what: `${to} is asked to clear the answer nationally`, asks: true };
    case 'extended':
      return { what: `${to} is told of more time${due}` };
    case 'passed-on':
      return { what: `${to} is told that ${names.office(String(values.office))} is asked now` };
    case 'date-moved':
      return { what: `${to} is told that the day has moved${due}` };
    case 'meeting-moved':
      return { what: `${to} is told that the meeting has moved` };
    case 'receipt':
      return { what: `receipt to ${to}${outcome && `: ${outcome}`}` };
    case 'receipt-incomplete':
      return { what: `receipt to ${to}, which says what is missing` };
    case 'receipt-to-be-read':
      return { what: `receipt to ${to}: a person of the secretariat reads the answer` };
    case 'receipt-acknowledged':
      return { what: `receipt to ${to}: the answer is expected on the day that it promised` };
    case 'receipt-unconfirmed':
      return { what: `${to} is asked whether an answer is its own` };
    case 'disowned':
      return { what: `receipt to ${to}: the answer that is not its own is set aside` };
    case 'closed':
      return { what: `${to} is told that the year is closed` };
    case 'notice':
      return { what: `notice to ${to}` };
    case 'sealed':
      return { what: `seal ${String(values.seal ?? '')} of the record, told to ${to}` };
    case 'documents':
      return { what: `documents of the meeting, sent to ${to}` };
    case 'reading':
      return { what: `reading for the meeting, sent to ${to}` };
    case 'announcement':
      return { what: `announcement to ${to}` };
    case 'launch':
      return { what: `the launch, told to ${to}` };
    case 'twinning-result':
      return { what: `the twinning that was agreed, told to ${to}` };
    case 'handover':
      return { what: `handover to ${to}` };
    default:
      return { what: `letter to ${to}` };
  }
}

const asking = (template: string, to: string, due: string): string =>
  template === 'ask/body-record'
    ? `the paper is transmitted to ${to}, which is asked for the record of the decisions${due}`
    : template === 'ask/clearance'
      ? `the text is put before ${to}, for clearance${due}`
      : `asked of ${to}${due}`;

/** A letter words its day in the language of its reader; what is not English is left to the letter. */
function dueOf({ values = {} }: Order): string | undefined {
  const day = String(values.dueDate ?? '');
  if (/^\d{4}-\d{2}-\d{2}$/.test(day)) return dayOf(day);
  return /^[A-Z][a-z]+day, \d/.test(day) ? day : undefined;
}

const why: Partial<Record<WhyNotReached, string>> = {
  address: 'there is no such mailbox',
  host: 'there is no such mail domain',
  disabled: 'the mailbox was closed',
  'mailbox-full': 'the mailbox was full',
  policy: 'the receiving mail server takes no such mail',
  unknown: 'the mail server did not say why',
  suppressed: 'an earlier letter showed that the address does not work, so no mail server was asked',
  'no-address': 'the office has no mail address on record',
};

/** Why a letter did not reach an office. */
export const notReachedWords = (
  { office, code, why: kind }: Pick<NotReachedInWords, 'office' | 'code' | 'why'>,
  names: Names,
): string =>
  `It did not reach ${names.office(office)}: ${why[kind] ?? kind.replaceAll('-', ' ')}${code === undefined ? '' : ` (${code})`}.`;

/** What became of a letter of ours, where that is not simply that it left. */
export function outcomeWords(
  { after, putOff, before }: LetterOut,
  names: Names,
  release: HeldAccount | undefined,
): string[] {
  return [...releaseWords(release, names), ...whatBecame({ after, putOff, before }, names)];
}

/** Who let it go, where it waited for two persons. */
function releaseWords(release: HeldAccount | undefined, names: Names): string[] {
  const { prepared, ended, state } = release ?? {};
  if (!ended || state !== 'released') return [];
  const second = names.office(ended.office);
  return [
    prepared
      ? `Released by two: ${names.office(prepared.office)}, then ${second}.`
      : `Released by one: ${second}.`,
  ];
}

function whatBecame(
  { after, putOff, before }: Pick<LetterOut, 'after' | 'putOff' | 'before'>,
  names: Names,
): string[] {
  if (!after)
    return [
      putOff.length > 0
        ? 'The mail server had not taken it when the record was sealed.'
        : 'The record holds no answer of the mail server to it.',
    ];
  if (after.sent.outcome === 'withheld')
    return [
      'It was not sent: a letter of the office had come in and was being read, or it left as part of another.',
    ];
  return [
    ...after.refused.map((each) => notReachedWords(each, names)),
    ...(putOff.length > 0 ? ['The mail server took it only at a later attempt.'] : []),
    ...(before.order.edited ? ['Its words were edited by a person before it was released.'] : []),
  ];
}

const verdicts: Record<string, string> = {
  answer: 'an answer',
  acknowledgement: 'word that the answer comes later',
  'auto-reply': 'an automatic reply',
  bounce: 'a report that mail was not delivered',
  delay: 'a report that mail is delayed',
  complaint: 'a complaint that mail is unwanted',
  'read-receipt': 'a note that our letter was read',
  'calendar-reply': 'the answer to an invitation',
  challenge: 'a mail system’s question whether a person wrote',
  empty: 'a letter without words',
  'not-ours': 'a letter that answers none of ours',
};

const outcomes: Record<string, string> = {
  submitted: 'It was taken as an answer.',
  confirmed: 'It confirmed an answer that had come from elsewhere.',
  disowned: 'It said that an answer which had come from elsewhere is not the office’s own.',
  acknowledged: 'Reminders waited until the day that it named.',
  noted: 'It was noted.',
  'kept-aside': 'It was kept aside for a person.',
  closed: 'The year was closed: the writer was told, and the letter was kept aside.',
};

/** A letter that came in, and what became of it. */
export function inWords({ verdict, from, outcome, reason }: LetterIn, names: Names): string[] {
  const writer = from === undefined ? 'an address that belongs to no office' : names.office(from);
  return [
    `${sentence(verdicts[verdict] ?? verdict)} from ${writer}.`,
    ...(reason ? [reason] : []),
    ...(outcome === 'submitted' ? [] : [outcomes[outcome] ?? outcome]),
  ];
}

/** True where it brings the office's word: an answer, or when it comes. */
export const isWord = ({ outcome }: LetterIn): boolean =>
  outcome === 'submitted' || outcome === 'acknowledged' || outcome === 'confirmed' || outcome === 'disowned';
