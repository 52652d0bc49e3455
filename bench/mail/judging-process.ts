/** Judges one letter of unknown origin, as the worker does, and tells what that took. Started by `hostile-letters.ts`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDiskStore } from '../../activities/documents/disk-store.js';
import { createJudge } from '../../activities/mail/in/judge.js';
import { createReader } from '../../activities/mail/in/reading/reader.js';
import { loadNetwork } from '../../activities/network/load.js';
import { toInstant } from '../../domain/time.js';
import { projectRoot } from '../../workers/project.js';
import { withCities, year } from '../cities.js';
import { answerParent, orderOf } from './child.js';
import { letter } from './letters.js';
import type { Stalls } from './stalls.js';
import { watchStalls } from './stalls.js';
import { enterTokens } from './tokens.js';

export interface JudgingOrder {
  /** A folder of its own. */
  home: string;
}

/** The file of a message. */
export interface ToJudging {
  file: string;
}

export interface Judged {
  seconds: number;
  /** Processor time of all its threads, in seconds. */
  processor: number;
  /** The most memory that the process held, less what it held before it had a thread, in MB. */
  memory: number;
  /** Of the event loop beside the thread. */
  stalls: Stalls;
  became: string;
}

const network = 'measured';
const { home } = orderOf<JudgingOrder>();
const dataDir = join(projectRoot(), 'data');
const store = createDiskStore(home);
const data = withCities(await loadNetwork(dataDir, `${year}-01-01`), 1);
const [to] = (await enterTokens(store, network, data, 1)) as [string];
const judge = createJudge({ store, dataDir, reader: createReader(dataDir) });
const judgeOne = async (raw: Uint8Array, digest: string) =>
  judge({
    ...{ network, digest, recipients: [to] },
    document: await store.put(raw),
    receivedAt: toInstant(Date.now()),
  });

const before = process.memoryUsage.rss();
// what is loaded with the first letter is not counted in the time; its memory is
await judgeOne(letter(0, { from: 'csco@city-0001.ph.example', to }), 'ordinary');

answerParent(undefined, async ({ file }: ToJudging): Promise<Judged> => {
  const raw = await readFile(file);
  const stopWatching = watchStalls();
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const { verdict, reason } = await judgeOne(raw, 'hostile');
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await new Promise((turn) => setTimeout(turn, 5));
  return {
    seconds,
    processor: (user + system) / 1e6,
    memory: process.resourceUsage().maxRSS / 1024 - before / 1024 / 1024,
    stalls: stopWatching(),
    became: /^It could not be read as a letter\. (.*)/.exec(reason)?.[1] ?? verdict,
  };
});
