/** A year left alone, and beside it the same year on other installations, each killed by a plan of its own. */
import { join } from 'node:path';
import { faultsOf } from './invariants.js';
import { planKills } from './kill-plan.js';
import type { Year } from './year.js';
import { runYear } from './year.js';

export interface TrialOptions {
  /** A new folder. */
  folder: string;
  /** Of what the officers say, and of the plans. */
  seed: number;
  /** How many kills each killed year has. */
  kills: number[];
  slower: number;
  say: (line: string) => void;
}

export interface Trial {
  alone: Year;
  killed: (Year & { faults: string[] })[];
}

export async function runTrial({ folder, seed, kills, slower, say }: TrialOptions): Promise<Trial> {
  // all are ended when this ends, also when one of them failed
  const ends = await Promise.allSettled(
    [0, ...kills].map((count, n) =>
      runYear({
        home: join(folder, `seed-${seed}-year-${n}`),
        seed,
        slower,
        kills: planKills(seed + n, count),
        say: (line) => say(`year ${n}  ${line}`),
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  const [alone, ...killed] = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  return { alone: alone!, killed: killed.map((year) => ({ ...year, faults: faultsOf(year, alone!) })) };
}
