/**
 * Reminders that meet: those to one office for the same instant of the same morning become one letter
 * (docs/decisions/019-one-letter-a-day.md).
 */
import type { LetterOrder } from './letter.js';
import type { Instant } from './time.js';

/** Ledger of the reminders that are planned for an office; one entry for each request and each time it was planned. */
export const remindersLedger = (network: string, office: string): string => `reminders/${network}/${office}`;

/** An entry of that ledger. What was planned anew or answered since then stands there too. */
export interface RemindersPlanned {
  request: string;
  at: Instant[];
}

/** A reminder whose instant has come, and that meets others. */
export interface DueReminder {
  /** The letter that its request would send by itself. */
  order: LetterOrder;
  /** When the answer is due. */
  due: Instant;
}

/** The request that a reminder is about. */
export const requestOf = ({ answers = [] }: LetterOrder): string => answers[0]?.request ?? '';

/** The most urgent first. */
export const byDueDate = (a: DueReminder, b: DueReminder): number =>
  a.due === b.due ? (a.order.number < b.order.number ? -1 : 1) : a.due < b.due ? -1 : 1;

/**
 * The one letter of several reminders to one office: under the number and in the thread of the first. It has the copies
 * of all of them; where it lists what somebody answered, only those who would get each of them.
 *
 * @param orders at least one, of one network document
 */
export function oneLetter(orders: readonly [LetterOrder, ...LetterOrder[]]): LetterOrder {
  const [first] = orders;
  const { network, cycle, number, at, to, from, inReplyTo, networkDocument } = first;
  const copies = [...new Set(orders.flatMap(({ copy = [] }) => copy))];
  const showsAnswers = orders.some(({ submissions = [] }) => submissions.length > 0);
  return {
    ...{ network, cycle, number, at, template: 'reminders', to, from, networkDocument },
    copy: showsAnswers
      ? copies.filter((office) => orders.every(({ copy = [] }) => copy.includes(office)))
      : copies,
    values: { reminders: orders.length },
    answers: orders.flatMap(({ answers = [] }) => answers),
    withholdIfArrived: orders.flatMap(({ withholdIfArrived = [] }) => withholdIfArrived),
    together: [...orders],
    ...(inReplyTo !== undefined && { inReplyTo }),
  };
}
