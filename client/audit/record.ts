/**
 * The record of a year as a reader wants it: what lies in the log, the histories with what their payloads say, documents
 * as JSON. It reads the file that `ascn audit export` has written, one file of it at a time, and checks nothing:
 * that is what `verify` is for.
 */
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { KeptLedgerEntry, LogEntry, Seal } from '../../domain/archive.js';
import { historyPath, leavesPath, sealPath } from '../../domain/bundle.js';
import type { Address } from '../../domain/document.js';
import { badInput, CycleError } from '../../domain/errors.js';
import { cycleId } from '../../domain/ids.js';
import type { NetworkDocument, Person } from '../../domain/network-document.js';
import { networkOf } from '../../domain/network-document.js';
import type { Network } from '../../domain/network.js';
import type { Instant } from '../../domain/time.js';
import { toInstant } from '../../domain/time.js';
import type { Bundle } from './bundle.js';
import { openBundle } from './bundle.js';

/** One event of a history. */
export interface RecordedEvent {
  number: number;
  /** By the year's calendar: in a rehearsal the engine's clock runs in another year. */
  at: Instant;
  /** `workflowExecutionStarted`, `activityTaskCompleted`, … */
  type: string;
  /** What the workflow said of it, in words. */
  summary?: string;
  /** As Temporal's JSON has them; payloads stand as the list of values that they hold. */
  attributes: Record<string, unknown>;
}

export interface RecordedRun {
  workflow: string;
  run: string;
}

export interface YearRecord {
  network: string;
  cycle: number;
  /** Every seal, the first one first. */
  seals: Seal[];
  /** Every leaf of the log, in its order. */
  entries: LogEntry[];
  /** Every run of every workflow, in the order in which they came into the log. */
  runs: RecordedRun[];
  events(run: RecordedRun): Promise<RecordedEvent[]>;
  /** The bytes of a document, as they were before they were stored. @throws Error when it is not in the file */
  document(address: Address): Promise<Buffer>;
  /** A document as JSON. @throws Error when it is not in the file, or is no JSON */
  json<T>(address: Address): Promise<T>;
  /** The keys of a ledger, `letters/<network>/<cycle>`, with the documents that hold the entries. */
  ledger(name: string): ReadonlyMap<string, Address>;
  /** The names of all ledgers. */
  ledgers: string[];
  close(): void;
}

/**
 * @param file that `ascn audit export` has written
 * @param keyFile where it does not lie beside the file
 * @throws CycleError `BadInput` for any other file; `NotFound` for what is encrypted with a key that is not at hand, here
 *   and whenever something is read
 */
export async function openRecord(file: string, keyFile?: string): Promise<YearRecord> {
  const bundle = await openBundle(file, keyFile);
  try {
    const { manifest } = bundle;
    const { network, cycle } = manifest;
    const seals: Seal[] = [];
    const entries: LogEntry[] = [];
    for (let seal = 1; seal <= manifest.seals; seal += 1) {
      seals.push(await bundle.json<Seal>(sealPath(seal)));
      entries.push(...(await bundle.json<LogEntry[]>(leavesPath(seal))));
    }
    const runs = runsIn(entries);
    const year = runs.find(({ workflow }) => workflow === cycleId(network, cycle));
    const [started] = year ? await readHistory(bundle, year).catch(withoutKeys(file, bundle)) : [];
    const offsetMs = started ? offsetOf(started) : 0;
    const ledgers = ledgersIn(entries);
    const document = async (address: Address): Promise<Buffer> => Buffer.from(await bundle.document(address));
    return {
      ...{ network, cycle, seals, entries, runs, document },
      events: async (run) => (await readHistory(bundle, run)).map((event) => recorded(event, offsetMs)),
      json: async <T>(address: Address) => JSON.parse((await document(address)).toString('utf8')) as T,
      ledger: (name) => ledgers.get(name) ?? new Map(),
      ledgers: [...ledgers.keys()],
      close: () => bundle.close(),
    };
  } catch (error) {
    bundle.close();
    throw error;
  }
}

/** The network that a document holds; whoever cannot be read in it is as one who was erased. @throws Error as `json` does */
export const networkIn = async (record: Pick<YearRecord, 'json'>, address: Address): Promise<Network> =>
  networkOf(await record.json<NetworkDocument>(address), (person) =>
    record.json<Person>(person).catch(() => undefined),
  );

/** Where no key file was found, that is what the reader is told. */
const withoutKeys =
  (file: string, { hasKeys }: Bundle) =>
  (error: unknown): never => {
    if (hasKeys || !(error instanceof CycleError && error.type === 'NotFound')) throw error;
    throw badInput(
      `${file} is encrypted, and no key file lies beside it; expected one named by --keys, such as ascn-2018.keys.json.`,
    );
  };

/** Each run once, though it may be in the log in several parts. */
function runsIn(entries: readonly LogEntry[]): RecordedRun[] {
  const runs = new Map<string, RecordedRun>();
  for (const entry of entries)
    if (entry.kind === 'segment')
      runs.set(`${entry.workflow} ${entry.run}`, { workflow: entry.workflow, run: entry.run });
  return [...runs.values()];
}

function ledgersIn(entries: readonly LogEntry[]): Map<string, Map<string, Address>> {
  const ledgers = new Map<string, Map<string, Address>>();
  for (const { ledger, key, entry } of entries.filter(
    (each): each is KeptLedgerEntry => each.kind === 'ledger',
  )) {
    const keys = ledgers.get(ledger) ?? new Map<string, Address>();
    ledgers.set(ledger, keys.set(key, entry));
  }
  return ledgers;
}

/** An event as it stands in Temporal's JSON. */
interface JsonEvent {
  eventId: string;
  eventTime: string;
  userMetadata?: { summary?: JsonPayload };
  [attributes: string]: unknown;
}

interface JsonPayload {
  metadata?: { encoding?: string };
  data?: string;
}

/** As Temporal's JSON has it, with its payloads in plain. */
async function readHistory(bundle: Bundle, { workflow, run }: RecordedRun): Promise<JsonEvent[]> {
  const events = await bundle.history(historyPath(workflow, run));
  const json = JSON.parse(historyToJSON({ events })) as { events?: JsonEvent[] };
  return json.events ?? [];
}

const attributesEnd = 'EventAttributes';

function recorded(event: JsonEvent, offsetMs: number): RecordedEvent {
  const key = Object.keys(event).find((name) => name.endsWith(attributesEnd)) ?? attributesEnd;
  const summary = event.userMetadata?.summary && valueOf(event.userMetadata.summary);
  return {
    number: Number(event.eventId),
    at: toInstant(Date.parse(event.eventTime) + offsetMs),
    type: key.slice(0, -attributesEnd.length),
    ...(typeof summary === 'string' && { summary }),
    attributes: decoded(event[key] ?? {}) as Record<string, unknown>,
  };
}

/** The calendar's time minus the engine's, which the year was given at its start. */
function offsetOf(started: JsonEvent): number {
  const { input } = recorded(started, 0).attributes;
  const [first] = (input ?? []) as { cycle?: { offsetMs?: number }; offsetMs?: number }[];
  return first?.cycle?.offsetMs ?? first?.offsetMs ?? 0;
}

/** A value of Temporal's JSON, payloads read. */
function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== 'object' || value === null) return value;
  if ('payloads' in value && Array.isArray(value.payloads))
    return (value.payloads as JsonPayload[]).map(valueOf);
  if (isPayload(value)) return valueOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, decoded(each)]));
}

const isPayload = (value: object): value is JsonPayload =>
  typeof (value as JsonPayload).metadata?.encoding === 'string';

/** What a payload says; undefined where it holds nothing, or bytes that are no JSON. */
function valueOf({ metadata, data = '' }: JsonPayload): unknown {
  const encoding = Buffer.from(metadata?.encoding ?? '', 'base64').toString();
  if (encoding !== 'json/plain') return undefined;
  return JSON.parse(Buffer.from(data, 'base64').toString()) as unknown;
}
