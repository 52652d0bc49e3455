/** How long looking into one message takes, by its size, beside a library that only parses it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { createReader } from '../../activities/mail/in/reading/reader.js';
import { dataDir } from '../../workers/installation.js';
import { inDigits } from '../figures.js';
import type { Figure, RunOptions } from '../scenario.js';
import { letterOfSize } from './letters.js';

const sizes: readonly [string, number][] = [
  ['4 KB', 4_000],
  ['100 KB', 100_000],
  ['1 MB', 1_000_000],
  ['5 MB', 5_000_000],
  ['25 MB', 25_000_000],
];

/** Each is looked into so often, one after the other; the library reads it a tenth as often. */
const times = 100;

/** The value below which so many of a hundred lie. */
function percentile(values: readonly number[], of: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((of / 100) * sorted.length) - 1)]!;
}

export async function measureInspecting({ runs, folder, say }: RunOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  const reader = createReader(dataDir);
  try {
    for (const [size, bytes] of sizes) {
      const raw = letterOfSize(bytes);
      const path = join(folder, `${bytes}.eml`);
      writeFileSync(path, raw);
      const [p50, p99, floor]: number[][] = [[], [], []];
      for (let run = 0; run < runs; run += 1) {
        // what a thread loads with its first message is not counted
        await timesOf(5, () => reader.inspectFile(path));
        const ms = await timesOf(times, () => reader.inspectFile(path));
        p50!.push(percentile(ms, 50));
        p99!.push(percentile(ms, 99));
        floor!.push(percentile(await timesOf(times / 10, () => PostalMime.parse(raw)), 50));
      }
      const what = `looking into a letter of ${size}`;
      figures.push(
        { what: `${what}, p50`, unit: 'ms', values: p50!, floor: floor! },
        { what: `${what}, p99`, unit: 'ms', values: p99!, floor: floor! },
      );
      say(`${what}: ${inDigits(p50![0]!)} ms, p99 ${inDigits(p99![0]!)} ms`);
    }
  } finally {
    await reader.close();
  }
  return figures;
}

/** Milliseconds of each of so many times. */
async function timesOf(number: number, work: () => Promise<unknown>): Promise<number[]> {
  const ms: number[] = [];
  for (let i = 0; i < number; i += 1) {
    const begun = performance.now();
    await work();
    ms.push(performance.now() - begun);
  }
  return ms;
}
