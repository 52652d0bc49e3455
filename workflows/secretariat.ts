/** What waits for a person of the chair's secretariat: a notice by e-mail, and a line on the cycle's list. */
import { defineSignal } from '@temporalio/workflow';
import { cycleId, letterNumber } from '../domain/ids.js';
import type { Instant } from '../domain/time.js';
import type { Cycle, Grounds } from './cycle.js';
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

/** Puts a matter before the secretariat: on the cycle's list at once, and as a notice by e-mail. */
export async function tellSecretariat(
  cycle: Cycle,
  grounds: Pick<Grounds, 'networkDocument'>,
  matter: Omit<Waiting, 'since'>,
): Promise<void> {
  const at = calendarNow(cycle);
  await tell(cycleId(cycle.network, cycle.year), waitingSignal, { ...matter, since: at });
  await sendLetter({
    network: cycle.network,
    cycle: cycle.year,
    number: letterNumber(cycle.year, 'notice', matter.id),
    at,
    template: 'notice',
    to: [deskOf(cycle)],
    from: deskOf(cycle),
    values: { about: matter.id, what: matter.what, command: matter.command },
    automaticAnswer: true,
    networkDocument: grounds.networkDocument,
  });
}

/** Takes everything about a matter from the cycle's list. */
export const noLongerWaiting = (cycle: Cycle, about: string): Promise<boolean> =>
  tell(cycleId(cycle.network, cycle.year), noLongerWaitingSignal, { about });
