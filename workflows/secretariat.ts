/** What is put before the chair's secretariat: a line on its desk's list, and a notice by e-mail. */
import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { ErrorType } from '../domain/errors.js';
import type { Address } from '../domain/document.js';
import { deskId, letterNumber } from '../domain/ids.js';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import type { Cycle } from './cycle.js';
import { calendarNow, deskOf } from './cycle.js';
import type { Waiting } from './desk-messages.js';
import { noLongerWaitingSignal, waitingSignal } from './desk-messages.js';
import { tell } from './tell.js';
import { sendLetter } from './work.js';

/**
 * Puts a matter before the secretariat: on its list at once, and as a notice by e-mail, which the desk sends, so
 * that a mail server that is away stops nobody.
 */
export const tellSecretariat = (cycle: Cycle, matter: Omit<Waiting, 'since'>): Promise<boolean> =>
  tell(deskId(cycle.network, cycle.year), waitingSignal, { ...matter, since: calendarNow(cycle) });

/** The notice about a matter. A matter may come up again: each notice has its own number. */
export const noticeOf = (cycle: Cycle, networkDocument: Address, matter: Waiting): LetterOrder => ({
  network: cycle.network,
  cycle: cycle.year,
  number: letterNumber(cycle.year, `notice/${matter.id}`, matter.since.replace(/\D/g, '')),
  at: matter.since,
  template: 'notice',
  to: [deskOf(cycle)],
  from: deskOf(cycle),
  values: {
    about: matter.id,
    what: matter.what,
    command: matter.command,
    // within an ICU message no hyphen stands in a word to select by
    ...(matter.notReached && { notReached: matter.notReached.replaceAll('-', '_') }),
  },
  automaticAnswer: true,
  networkDocument,
});

/**
 * Sends a letter. One that cannot be set or sent for good is put before the secretariat, and what sent it goes on.
 *
 * @returns undefined when it could not be sent
 */
export async function sendOrTell(cycle: Cycle, order: LetterOrder): Promise<LetterSent | undefined> {
  try {
    return await sendLetter(order);
  } catch (error) {
    if (isCancellation(error)) throw error;
    await tellSecretariat(cycle, {
      id: `not-sent/${order.number}`,
      what: `The letter ${order.number} could not be sent: ${reasonOf(error)}`,
      command: `ascn letter show ${order.number}`,
    });
    return undefined;
  }
}

/** The innermost sentence of a failure: what the activity said. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? reasonOf(cause) : error instanceof Error ? error.message : String(error);
}

/** Whether an activity failed with an error of this type. */
export const hasType = (error: unknown, type: ErrorType): boolean =>
  error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === type;

/** Takes everything about a matter from the desk's list. */
export const noLongerWaiting = (cycle: Cycle, about: string): Promise<boolean> =>
  tell(deskId(cycle.network, cycle.year), noLongerWaitingSignal, { about });
