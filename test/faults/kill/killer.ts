/** Carries a plan of kills out. */
import type { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation, Part } from './installation.js';
import type { Kill, Sight } from './kill-plan.js';
import { inWords } from './kill-plan.js';

/** What the test sees, as events by the sight's own name. */
export type Sights = EventEmitter<Record<Sight | 'death', [part?: Part]>>;

/** How long a kill waits for its moment; then it comes as it is. */
const patienceMs = 20_000;

export interface Killing {
  installation: Installation;
  sights: Sights;
  /** How many letters have come in. */
  letters: () => number;
  /** Tells that the year is over. */
  over: AbortSignal;
  /** Told of each kill, in words. */
  say: (line: string) => void;
}

/**
 * Kills what is due, in order, until the plan is done or the year is over.
 *
 * @returns how many came at the moment that the plan names
 */
export async function carryOut(kills: readonly Kill[], killing: Killing): Promise<number> {
  const { letters, over, say } = killing;
  const begun = Date.now();
  let exact = 0;
  for (const kill of kills) {
    while (letters() < kill.letters && !over.aborted) await pause(20);
    if (over.aborted) break;
    const came = await atItsMoment(kill, killing);
    if (came) exact += 1;
    const second = String(Math.round((Date.now() - begun) / 1000)).padStart(4);
    say(`${second} s  ${inWords(kill)}${came ? '' : ' (which did not come)'}`);
  }
  return exact;
}

/** Waits for the moment of a kill, and kills. @returns false when the moment did not come */
async function atItsMoment({ moment, parts }: Kill, { installation, sights }: Killing): Promise<boolean> {
  // at the moment itself: what is seen has not been answered yet, and must not be
  const strike = () => parts.forEach((part) => installation.kill(part));
  if (moment.is === 'the clock') {
    await pause(moment.ms);
    strike();
    return true;
  }
  return new Promise((done) => {
    let left = moment.is === 'seen' ? moment.nth : 1;
    const sight = moment.is === 'seen' ? moment.sight : 'death';
    const end = (came: boolean): void => {
      clearTimeout(tooLate);
      sights.off(sight, see);
      strike();
      done(came);
    };
    const see = (part?: Part): void => {
      if (moment.is === 'inside' && part !== moment.of) return;
      left -= 1;
      if (left !== 0) return;
      if (moment.is === 'seen' && moment.ms > 0) setTimeout(() => end(true), moment.ms);
      else end(true);
    };
    const tooLate = setTimeout(() => end(false), patienceMs);
    sights.on(sight, see);
    if (moment.is === 'inside') installation.arm(moment.of, moment.point);
  });
}
