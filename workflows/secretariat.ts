/** What waits for a person of the chair's secretariat: a notice by e-mail, and a line on the cycle's list. */
import { defineSignal, isCancellation } from '@temporalio/workflow';
import type { Address } from '../domain/document.js';
import { cycleId, letterNumber } from '../domain/ids.js';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import type { Instant } from '../domain/time.js';
import type { Cycle } from './cycle.js';
import { calendarNow, deskOf } from './cycle.js';
import { tell } from './tell.js';
import { sendLetter } from './work.js';

/** One thing that waits for the secretariat. */
export interface Waiting {
  /** What it is about, and which step: `nomination/my/exception/1`. */
  id: string;
  what: string;
  /** The command with which the secretariat acts. */
  command: string;
  since: Instant;
}

export const waitingSignal = defineSignal<[Waiting]>('waiting');
export const noLongerWaitingSignal = defineSignal<[{ about: string }]>('noLongerWaiting');

/**
 * Puts a matter before the secretariat: on the cycle's list at once, and as a notice by e-mail, which the cycle
 * sends, so that a mail server that is away stops nobody.
 */
export const tellSecretariat = (cycle: Cycle, matter: Omit<Waiting, 'since'>): Promise<boolean> =>
  tell(cycleId(cycle.network, cycle.year), waitingSignal, { ...matter, since: calendarNow(cycle) });

/** The notice about a matter. A matter may come up again: each notice has its own number. */
export const noticeOf = (cycle: Cycle, networkDocument: Address, matter: Waiting): LetterOrder => ({
  network: cycle.network,
  cycle: cycle.year,
  number: letterNumber(cycle.year, `notice/${matter.id}`, matter.since.replace(/\D/g, '')),
  at: matter.since,
  template: 'notice',
  to: [deskOf(cycle)],
  from: deskOf(cycle),
  values: { about: matter.id, what: matter.what, command: matter.command },
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

/** Takes everything about a matter from the cycle's list. */
export const noLongerWaiting = (cycle: Cycle, about: string): Promise<boolean> =>
  tell(cycleId(cycle.network, cycle.year), noLongerWaitingSignal, { about });
