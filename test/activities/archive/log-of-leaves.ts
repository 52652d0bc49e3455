/** A cycle's log in a store, of leaves that a test gives: sealed as the archive seals it, without an engine. */
import { add, enterSeal, readLog } from '../../../activities/archive/log.js';
import { sealKeyOf } from '../../../activities/archive/seal-key.js';
import type { LogEntry, Seal } from '../../../domain/archive.js';
import { canonical, sha256 } from '../../../domain/canonical.js';
import type { DocumentStore } from '../../../domain/document.js';

export const secret = 'a secret of the tests, long enough for a key';
export const key = sealKeyOf(secret);

/** Adds leaves and seals them. @returns the seal */
export async function sealLeaves(
  store: DocumentStore,
  { network = 'ascn', cycle = 2018 }: { network?: string; cycle?: number },
  leaves: LogEntry[],
): Promise<Seal> {
  const log = await readLog(store, network, cycle);
  for (const leaf of leaves) add(log, leaf);
  const last = log.seals.at(-1);
  const seal = key.sign({
    ...{ network, cycle, number: log.seals.length + 1, occasion: 'test', at: '2018-03-01T00:00:00Z' },
    ...{ size: log.tree.size, root: log.tree.root() },
    added: await store.putJson(leaves, 'open'),
    ...(last && { previous: sha256(canonical(last)) }),
    key: key.public,
  });
  await enterSeal(store, seal);
  return seal;
}
