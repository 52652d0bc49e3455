/** Replays a share of the histories of a bundle, in a process of its own. Started by `replay-all.ts`, which gives it an order. */
import { prepareRuntime } from '../../workers/runtime.js';
import type { Replayed, ToReplay } from '../../workers/replay.js';
import { replayStrictly } from '../../workers/replay.js';
import type { Bundle } from './bundle.js';
import { openBundle } from './bundle.js';

/** A history in the bundle, and whose it is. */
export interface InBundle {
  path: string;
  workflow: string;
}

export interface Order {
  /** The bundle's file. */
  file: string;
  /** The key file, where it does not lie beside the bundle. */
  keyFile?: string | undefined;
  /** The histories of each version of the code, whose workflow bundle lies at `codePath`. */
  shares: { codePath: string; histories: InBundle[] }[];
}

/** What the process says: of each history, in the order in which it was given them; then that it has done them all. */
export type Said = Replayed | 'done';

const say = (said: Said): Promise<void> => new Promise((sent) => process.send!(said, () => sent()));

async function* read(bundle: Bundle, histories: readonly InBundle[]): AsyncGenerator<ToReplay> {
  for (const { path, workflow } of histories)
    yield { workflow, history: { events: await bundle.history(path) } };
}

async function work({ file, keyFile, shares }: Order): Promise<void> {
  const bundle = await openBundle(file, keyFile);
  for (const { codePath, histories } of shares)
    for await (const replayed of replayStrictly(codePath, read(bundle, histories))) await say(replayed);
  bundle.close();
  await say('done');
  process.exit(0);
}

// what the SDK warns of is found by the comparison, and said once
const quiet = (): void => undefined;
prepareRuntime({ log: { info: quiet, warn: quiet, error: quiet, fatal: quiet } });
process.on('message', (order: Order) => void work(order));
// it does not outlive the command that started it
process.on('disconnect', () => process.exit(1));
