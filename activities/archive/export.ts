/**
 * Writes the file of a year for auditors. It reads nothing but the archive, a few files at a time, so that memory does not
 * grow with the year; and the same archive gives the same bytes.
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { pMapIterable } from 'p-map';
import type { Actor } from '../../domain/actor.js';
import type { LogEntry, Segment } from '../../domain/archive.js';
import type { KeyFile, Manifest } from '../../domain/bundle.js';
import {
  bundleFormat,
  documentPath,
  historyPath,
  keyFileFormat,
  leavesPath,
  readmePath,
  sealPath,
  timeStampPath,
} from '../../domain/bundle.js';
import { canonical } from '../../domain/canonical.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import type { Erasure } from '../../domain/erasure.js';
import { payloadKeysIn } from '../../domain/encrypted-payload.js';
import { keyIdOf } from '../../domain/encryption.js';
import { CycleError } from '../../domain/errors.js';
import type { SubjectKeys } from '../documents/subject-keys.js';
import { readLog } from './log.js';
import { keptTimeStamps } from './time-stamps.js';
import { recordReading } from './readings.js';
import { ZipWriter } from './zip-writer.js';

/** Documents read ahead of the one that is being packed. */
const atOnce = 8;

/** Where the archive lies, and the keys of what is encrypted in it. */
export interface Exporting {
  store: DocumentStore;
  subjectKeys: Pick<SubjectKeys, 'get' | 'erasureOf'>;
}

/**
 * Exports the archive of a cycle, as it was sealed last: documents and histories as they are stored, and apart from
 * them the keys. That it is exported is written down first.
 *
 * @param order.into the file; it is there whole, or not at all
 * @param order.keysInto the file of the keys, readable by its owner only
 * @param order.actor who exports it, and why
 * @returns the manifest
 * @throws CycleError `NotFound` when nothing of the cycle was archived, or a document of it is not in the store;
 *   `Unavailable` when the store does not take the record of reading
 */
export async function exportBundle(
  { store, subjectKeys }: Exporting,
  order: { network: string; cycle: number; into: string; keysInto: string; actor: Actor },
): Promise<Manifest> {
  const { network, cycle, into, keysInto, actor } = order;
  const { seals, entries } = await readLog(store, network, cycle);
  const last = seals.at(-1);
  if (!last) throw nothingArchived(network, cycle);
  await recordReading(store, network, actor, {
    ...{ kind: 'export', cycle, seal: last.number, root: last.root, keys: true },
  });
  const archive = new ZipWriter(`${into}.part`);
  const needed = new Set<string>();
  try {
    await archive.add(readmePath, readme(network, cycle));
    const timeStamps = await keptTimeStamps(store, network, cycle);
    for (const seal of seals) {
      await archive.add(sealPath(seal.number), canonical(seal));
      const timeStamp = timeStamps.get(seal.number);
      if (timeStamp) await archive.add(timeStampPath(seal.number), timeStamp);
      await archive.add(leavesPath(seal.number), await store.get(seal.added));
    }
    for (const [path, segments] of sorted(segmentsByRun(entries)))
      await archive.add(path, await historyOf(store, segments, needed));
    const documents = pMapIterable(
      sorted(documentsIn(entries)),
      async ([path, address]) => ({ path, content: await store.stored(address) }),
      { concurrency: atOnce },
    );
    for await (const { path, content } of documents) {
      const keyId = keyIdOf(content);
      if (keyId !== undefined) needed.add(keyId);
      await archive.add(path, content);
    }
    const { root } = last;
    const keys: KeyFile = { format: keyFileFormat, network, cycle, keys: {} };
    const erased: Record<string, Erasure> = {};
    for (const id of needed) {
      const erasure = await subjectKeys.erasureOf(id);
      if (erasure) erased[id] = erasure;
      else keys.keys[id] = Buffer.from(await subjectKeys.get(id)).toString('base64');
    }
    const manifest = {
      format: bundleFormat,
      network,
      cycle,
      seals: seals.length,
      root,
      files: archive.files,
      ...(Object.keys(erased).length > 0 && { erased }),
    } as const;
    await archive.end(canonical(manifest));
    await writePrivately(keysInto, canonical(keys));
    await rename(`${into}.part`, into);
    return manifest;
  } catch (error) {
    await archive.giveUp();
    await rm(`${into}.part`, { force: true });
    throw error;
  }
}

export const nothingArchived = (network: string, cycle: number): CycleError =>
  new CycleError(
    'NotFound',
    `Nothing of the cycle of ${cycle} of the network ${network} has been archived so far; it is at the end of each phase.`,
  );

/** In the place of what may lie there, whoever could read that. */
async function writePrivately(file: string, content: string): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true });
  await writeFile(part, content, { mode: 0o600, flag: 'wx' });
  await rename(part, file);
}

function segmentsByRun(entries: readonly LogEntry[]): Map<string, Segment[]> {
  const runs = new Map<string, Segment[]>();
  for (const entry of entries) {
    if (entry.kind !== 'segment') continue;
    const path = historyPath(entry.workflow, entry.run);
    runs.set(path, [...(runs.get(path) ?? []), entry]);
  }
  return runs;
}

/** One history of all its parts, in the JSON that Temporal's own tools read. */
async function historyOf(
  store: DocumentStore,
  segments: readonly Segment[],
  needed: Set<string>,
): Promise<string> {
  const events: unknown[] = [];
  for (const segment of segments) {
    const part = await store.getJson<{ events: unknown[] }>(segment.events);
    payloadKeysIn(historyFromJSON(part), needed);
    events.push(...part.events);
  }
  return `${JSON.stringify({ events }, null, 1)}\n`;
}

/** Every document that the log lists, by its path. */
function documentsIn(entries: readonly LogEntry[]): Map<string, Address> {
  const listed = entries.flatMap((entry) =>
    entry.kind === 'document' ? [entry.address] : entry.kind === 'ledger' ? [entry.entry] : [],
  );
  return new Map(listed.map((address) => [documentPath(address), address]));
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

const readme = (network: string, cycle: number): string =>
  `The record of the cycle of ${cycle} of the network “${network}”.

Check it, without a network:   ascn audit verify THIS-FILE.zip --keys KEY-FILE
With the root from a letter:   ascn audit verify THIS-FILE.zip --keys KEY-FILE --root ROOT

Documents and the payloads of histories are encrypted; the keys are in a file of their own, which you get apart from this.

seals/        what each seal says: how many leaves the log had, their root (RFC 6962), the seal before, the signature;
              .tsr: the answer of a time-stamp authority to it (RFC 3161)
log/          the leaves that each seal has added
histories/    every workflow's history, a file for each run, as the server held it and Temporal's own tools read it
documents/    what was sent, received and decided, each under the SHA-256 of its bytes; the workflow code and the data
manifest.json the SHA-256 of every other file (RFC 8785)
`;
