/** Carries a plan of kills out. */
import type { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation, Part } from './installation.js';
import type { Kill, Sight } from './kill-plan.js';
import { inWords } from './kill-plan.js';

/** What the test sees, as events by the sight's own name. */
export type Sights = EventEmitter<Record<Sight | 'death', [part?: Part]>>;

/** How long a kill waits for its moment at least; it waits until the next one is due, and then comes by the clock. */
const patienceMs = 8000;

/**
 * Kills what is due, in order, until the plan is done.
 *
 * @param begunAt when the year began, in milliseconds since 1970
 * @param say told of each kill
 * @returns how many came at the moment that the plan names
 */
export async function carryOut(
  kills: readonly Kill[],
  installation: Installation,
  sights: Sights,
  { begunAt, seconds, say }: { begunAt: number; seconds: number; say: (line: string) => void },
): Promise<number> {
  let exact = 0;
  const untilDue = (kill: Kill | undefined): number =>
    kill ? Math.max(0, begunAt + kill.share * seconds * 1000 - Date.now()) : 0;
  for (const [i, kill] of kills.entries()) {
    await pause(untilDue(kill));
    const patience = Math.max(patienceMs, untilDue(kills[i + 1]));
    const came = await atItsMoment(kill, patience, installation, sights);
    if (came) exact += 1;
    say(
      `${String(Math.round((Date.now() - begunAt) / 1000)).padStart(4)} s  ${inWords(kill)}${came ? '' : ' (which did not come)'}`,
    );
  }
  return exact;
}

/** Waits for the moment of a kill, and kills. @returns false when the moment did not come */
function atItsMoment(
  { moment, parts }: Kill,
  patience: number,
  installation: Installation,
  sights: Sights,
): Promise<boolean> {
  // at the moment itself: what is seen has not been answered yet, and must not be
  const strike = () => parts.forEach((part) => installation.kill(part));
  if (moment.is === 'the clock') {
    strike();
    return Promise.resolve(true);
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
    const tooLate = setTimeout(() => end(false), patience);
    sights.on(sight, see);
    if (moment.is === 'inside') installation.arm(moment.of, moment.point);
  });
}
