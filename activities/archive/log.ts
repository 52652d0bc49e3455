/** A cycle's log as the document store keeps it: its seals, and the leaves that each has added. */
import type { LogEntry, Seal } from '../../domain/archive.js';
import { sealKey, sealsLedger } from '../../domain/archive.js';
import { canonical } from '../../domain/canonical.js';
import type { DocumentStore } from '../../domain/document.js';
import { MerkleTree } from '../../domain/merkle.js';

export interface Log {
  seals: Seal[];
  entries: LogEntry[];
  /** The tree of all entries. */
  tree: MerkleTree;
}

/** Reads the log of a cycle; an empty one where nothing was archived. */
export async function readLog(store: DocumentStore, network: string, cycle: number): Promise<Log> {
  const ledger = sealsLedger(network, cycle);
  const log: Log = { seals: [], entries: [], tree: new MerkleTree() };
  for (const key of await store.keys(ledger)) {
    const seal = await store.entry<Seal>(ledger, key);
    if (!seal) continue;
    log.seals.push(seal);
    for (const entry of await store.getJson<LogEntry[]>(seal.added)) add(log, entry);
  }
  return log;
}

export function add(log: Pick<Log, 'entries' | 'tree'>, entry: LogEntry): void {
  log.entries.push(entry);
  log.tree.add(canonical(entry));
}

/** @returns false when another seal has taken the number; the log is to be read again then */
export const enterSeal = (store: DocumentStore, seal: Seal): Promise<boolean> =>
  store.enter(sealsLedger(seal.network, seal.cycle), sealKey(seal.number), seal, 'open');
