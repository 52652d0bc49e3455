/** Each hostile letter by itself: how long it keeps its thread, what memory it takes, what the others notice of it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inDigits } from '../figures.js';
import type { Outcome, RunOptions } from '../scenario.js';
import { openChild } from './child.js';
import { hostile } from './hostile.js';
import type { Judged, JudgingOrder, ToJudging } from './judging-process.js';

/** Seconds and megabytes within which each has to end. */
const within = { seconds: 2, megabytes: 256 };

export interface HostileLetter {
  name: string;
  file: string;
  bytes: number;
}

/** Makes them, each as a file. */
export function makeHostile(folder: string): HostileLetter[] {
  return Object.entries(hostile).map(([name, make], i) => {
    const made = Buffer.from(make());
    const file = join(folder, `hostile-${i}.eml`);
    writeFileSync(file, made);
    return { name, file, bytes: made.length };
  });
}

interface Tried extends HostileLetter {
  runs: Judged[];
}

export async function measureHostile(
  { runs, folder, say }: RunOptions,
  letters: readonly HostileLetter[],
): Promise<Outcome> {
  const tried: Tried[] = [];
  for (const letter of letters) {
    const { name, file } = letter;
    const each: Tried = { ...letter, runs: [] };
    for (let run = 0; run < runs; run += 1) {
      const home = join(folder, `judging-${tried.length}-${run}`);
      mkdirSync(home, { recursive: true });
      // in a process of its own, so that nothing is counted that another one left
      const child = await openChild<undefined, ToJudging>('judging-process.js', {
        home,
      } satisfies JudgingOrder);
      try {
        each.runs.push(await child.ask<Judged>({ file }));
      } finally {
        await child.close();
      }
    }
    tried.push(each);
    const { seconds, processor, memory, stall, worked } = worst(each);
    say(
      `${name}: ${inDigits(seconds)} s (${inDigits(processor)} of the processor), ${Math.round(memory)} MB, stall ${Math.round(stall)} ms (${Math.round(worked)})`,
    );
  }
  const mostOf = (pick: (judged: Judged) => number): number[] =>
    Array.from({ length: runs }, (_, run) => Math.max(...tried.map((each) => pick(each.runs[run]!))));
  return {
    figures: [
      {
        what: `the slowest of ${tried.length} hostile letters`,
        unit: 's',
        values: mostOf(({ seconds }) => seconds),
        aim: { atMost: within.seconds },
      },
      {
        what: 'the most memory that one of them takes',
        unit: 'MB',
        values: mostOf(({ memory }) => memory),
        aim: { atMost: within.megabytes },
      },
      {
        what: 'the longest stall of the event loop beside the thread that reads one of them',
        unit: 'ms',
        values: mostOf(({ stalls }) => stalls.longest),
        aim: { atMost: 100 },
      },
    ],
    tables: [
      {
        title: 'Hostile letters, each by itself; the worst of the runs',
        columns: ['Letter', 'Size', 'Time', 'Processor time', 'Memory', 'Stall', 'Became'],
        rows: tried.map((each) => {
          const { seconds, processor, memory, stall, worked } = worst(each);
          return [
            each.name,
            `${inDigits(each.bytes / 1e6)} MB`,
            `${inDigits(seconds)} s`,
            `${inDigits(processor)} s`,
            `${Math.round(memory)} MB`,
            `${Math.round(stall)} ms (${Math.round(worked)})`,
            each.runs[0]!.became,
          ];
        }),
      },
    ],
    notes: [
      'Of a stall of the event loop, the number in brackets is what its own thread worked; for the rest the machine gave it no time, as one with two cores does when two threads read.',
      'The memory of a hostile letter is the most that a process of its own held, less what it held before it had begun to read: so the thread with all its words (some 60 MB) counts, and the message twice, as it came and as the thread has it.',
    ],
  };
}

const worst = ({ runs }: Tried) => ({
  seconds: Math.max(...runs.map(({ seconds }) => seconds)),
  processor: Math.max(...runs.map(({ processor }) => processor)),
  memory: Math.max(...runs.map(({ memory }) => memory)),
  stall: Math.max(...runs.map(({ stalls }) => stalls.longest)),
  worked: Math.max(...runs.map(({ stalls }) => stalls.worked)),
});
