/** Adds to a cycle's log what has happened since its last seal, and seals it. */
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import pMap, { pMapSkip } from 'p-map';
import type { KeptCode, KeptLedgerEntry, LogEntry, Seal, Segment } from '../../domain/archive.js';
import { codeLedger } from '../../domain/archive.js';
import { arrivedLedger, readLedger } from '../../domain/arrival.js';
import { addressesIn } from '../../domain/addresses.js';
import { buildsIn } from '../../domain/builds.js';
import { canonical, sha256 } from '../../domain/canonical.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import { cycleId } from '../../domain/ids.js';
import { publishedLedger } from '../../domain/published.js';
import { receivedLedger } from '../../domain/received.js';
import { readingsLedger } from '../../domain/readings.js';
import type { Instant } from '../../domain/time.js';
import { trayLedger } from '../../domain/tray.js';
import { erasuresLedger, unlessErased } from '../../domain/erasure.js';
import { CycleError } from '../../domain/errors.js';
import { decrypted } from '../../domain/encrypted-payload.js';
import type { SubjectKeys } from '../documents/subject-keys.js';
import { reachable } from './documents.js';
import type { Run } from './history.js';
import { digestOf, isClosing, settledPart } from './history.js';
import type { Log } from './log.js';
import { add, enterSeal, readLog } from './log.js';
import { runsOf } from './reach.js';
import type { SealKey } from './seal-key.js';
import { keptTimeStamps } from './time-stamps.js';

/** Histories and documents under way to the disk at a time: each waits for it longer than it works. */
const atOnce = 8;

export interface Appending {
  client: Client;
  store: DocumentStore;
  /** Where histories hold encrypted payloads: their keys. */
  subjectKeys?: Pick<SubjectKeys, 'get'> | undefined;
  key: SealKey;
  network: string;
  cycle: number;
  occasion: string;
  /** By the calendar. */
  at: Instant;
}

/**
 * Appends to the log of a cycle. Nothing that stands in it is written anew; where two do this at once, the second
 * begins anew after the first.
 *
 * @returns the new seal; where nothing has happened since the last one, that
 */
export async function appendToLog(appending: Appending): Promise<Seal> {
  const { store, key, network, cycle, occasion, at } = appending;
  for (;;) {
    const log = await readLog(store, network, cycle);
    const added = await newEntries(appending, log);
    const last = log.seals.at(-1);
    if (last && added.every(({ kind }) => kind === 'time-stamp')) return last;
    for (const entry of added) add(log, entry);
    const seal = key.sign({
      ...{ network, cycle, number: log.seals.length + 1, occasion, at },
      ...{ size: log.tree.size, root: log.tree.root() },
      added: await store.putJson(added, 'open'),
      ...(last && { previous: sha256(canonical(last)) }),
      key: key.public,
    });
    if (await enterSeal(store, seal)) return seal;
  }
}

async function newEntries(
  { client, store, subjectKeys, network, cycle }: Appending,
  { entries }: Log,
): Promise<LogEntry[]> {
  const known = new Set(entries.map(keyOf));
  const archived = archivedRuns(entries);
  const added: LogEntry[] = [];
  const named = new Set<Address>();
  const builds = new Set<string>();
  const name = (addresses: Iterable<Address>): void => {
    for (const address of addresses) named.add(address);
  };
  const payloadKey = (id: string): Promise<Uint8Array> => {
    if (subjectKeys) return subjectKeys.get(id);
    throw new CycleError('NotFound', `A history is encrypted with ${id}, and no keys are at hand.`);
  };

  const segmentOf = async ({ workflow, run, events }: Run): Promise<Segment | typeof pMapSkip> => {
    const part = settledPart(events).slice(archived.stateOf(workflow, run).last);
    if (part.length === 0) return pMapSkip;
    const first = Number(part[0]!.eventId);
    name(addressesIn(await decrypted(part, payloadKey)));
    for (const build of buildsIn(part)) builds.add(build);
    return {
      ...{ kind: 'segment', workflow, run, first, last: first + part.length - 1 },
      closed: part.some(isClosing),
      events: await store.put(historyToJSON({ events: part }), 'open'),
      sha256: digestOf(part),
    };
  };
  const runs = runsOf({
    ...{ client, store, network, cycle },
    known: archived.workflows,
    isComplete: (...of) => archived.stateOf(...of).closed,
  });
  added.push(...(await pMap(runs, segmentOf, { concurrency: atOnce })));
  const ledgerEntry = async ({ ledger, key }: LedgerKey): Promise<KeptLedgerEntry | typeof pMapSkip> => {
    const entry = await store.keepEntry(ledger, key);
    if (entry === undefined) return pMapSkip;
    name(addressesIn(await unlessErased(store.getJson(entry))));
    return { kind: 'ledger', ledger, key, entry };
  };
  const keys = (await ledgerKeys(store, network, cycle)).filter(
    ({ ledger, key }) => !known.has(`ledger ${ledger} ${key}`),
  );
  added.push(...(await pMap(keys, ledgerEntry, { concurrency: atOnce })));
  for (const [seal, answer] of await keptTimeStamps(store, network, cycle))
    if (!known.has(`time-stamp ${seal}`)) added.push({ kind: 'time-stamp', seal, sha256: sha256(answer) });
  for (const code of await codeOf(store, network, builds, known)) {
    added.push(code);
    name(addressesIn(code));
  }
  const { found, absent } = await reachable(store, named, (address) => known.has(`document ${address}`));
  for (const address of found) added.push({ kind: 'document', address });
  for (const address of absent) if (!known.has(`absent ${address}`)) added.push({ kind: 'absent', address });
  return added;
}

/** What an entry is about; of each there is one, but of a run as many as it has parts. */
function keyOf(entry: LogEntry): string {
  switch (entry.kind) {
    case 'segment':
      return `segment ${entry.workflow} ${entry.run} ${entry.first}`;
    case 'ledger':
      return `ledger ${entry.ledger} ${entry.key}`;
    case 'code':
      return `code ${entry.build}`;
    case 'time-stamp':
      return `time-stamp ${entry.seal}`;
    case 'document':
    case 'absent':
      return `${entry.kind} ${entry.address}`;
  }
}

/** How far each run stands in the log. */
function archivedRuns(entries: readonly LogEntry[]) {
  const runs = new Map<string, { last: number; closed: boolean }>();
  const workflows = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'segment') continue;
    workflows.add(entry.workflow);
    runs.set(`${entry.workflow} ${entry.run}`, { last: entry.last, closed: entry.closed });
  }
  return {
    workflows,
    stateOf: (workflow: string, run: string) => runs.get(`${workflow} ${run}`) ?? { last: 0, closed: false },
  };
}

interface LedgerKey {
  ledger: string;
  key: string;
}

/**
 * What stands in the cycle's own ledgers: letters that left and came in, what became of them, what was published,
 * who read the record, and what was erased.
 */
async function ledgerKeys(store: DocumentStore, network: string, cycle: number): Promise<LedgerKey[]> {
  const id = cycleId(network, cycle);
  const ledgers = [
    `letters/${network}/${cycle}`,
    arrivedLedger(id),
    readLedger(id),
    receivedLedger(network),
    trayLedger(network),
    publishedLedger(network, cycle),
    readingsLedger(network),
    erasuresLedger(network),
  ];
  const lists = ledgers.map(async (ledger) => (await store.keys(ledger)).map((key) => ({ ledger, key })));
  return (await Promise.all(lists)).flat();
}

/** The code that ran any of it, as its workers kept it when they started. */
async function codeOf(
  store: DocumentStore,
  network: string,
  builds: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Promise<KeptCode[]> {
  const ledger = codeLedger(network);
  const kept = (await store.keys(ledger)).filter((key) => [...builds].some((build) => key.startsWith(build)));
  const codes = await Promise.all(kept.map((key) => store.entry<KeptCode>(ledger, key)));
  return codes.filter((code) => code !== undefined && !known.has(`code ${code.build}`)) as KeptCode[];
}
