/**
 * Verifies the file of a year: its files, its seals, that nothing is missing, and that the code which ran it would do all
 * of it again. It needs no server and no network.
 */
import { readFile } from 'node:fs/promises';
import type { Certificate } from 'pkijs';
import type { KeptCode, LogEntry, Segment } from '../../domain/archive.js';
import { addressesIn, addressesInDocument } from '../../domain/addresses.js';
import type { Manifest } from '../../domain/bundle.js';
import { buildsIn } from '../../domain/builds.js';
import { historyPath } from '../../domain/bundle.js';
import type { Address } from '../../domain/document.js';
import { payloadKeysIn } from '../../domain/encrypted-payload.js';
import { keyIdOf } from '../../domain/encryption.js';
import { CycleError } from '../../domain/errors.js';
import type { Bundle } from './bundle.js';
import { openBundle } from './bundle.js';
import { Completeness } from './check-complete.js';
import { checkFiles, documents } from './check-files.js';
import type { Witness } from './check-log.js';
import { checkLog } from './check-log.js';
import type { SealTimeStamp } from './check-time-stamps.js';
import { checkTimeStamps } from './check-time-stamps.js';
import type { ErasedThere } from './erased.js';
import { Erased } from './erased.js';
import type { Finding } from './finding.js';
import type { AuditedRun } from './history.js';
import { checkSegments, eventsOf } from './history.js';
import type { OfVersion, Replayable } from './replay-all.js';
import { replayAll } from './replay-all.js';

/** What is being done, for a progress display. */
export type Stage = 'files' | 'histories' | 'replay';

export interface VerifyOptions extends Witness {
  /** Certificates to trust for the time-stamp authority. */
  authorities?: Certificate[] | undefined;
  /** The key file, where it does not lie beside the file of the year. */
  keyFile?: string | undefined;
  /** The file of a workflow bundle against which all is to be replayed, in the place of those that ran it. */
  codePath?: string | undefined;
  /** Told at each file, history and replay: how many there are, and which this is. */
  onProgress?: (stage: Stage, done: number, all: number) => void;
  /** Told of each finding as it comes. */
  onFinding?: (finding: Finding) => void;
}

export interface Verified {
  network: string;
  cycle: number;
  seals: number;
  leaves: number;
  root: string;
  /** The public keys that signed the seals, in hex. */
  keys: string[];
  /** What a time-stamp authority said of seals. */
  timeStamps: SealTimeStamp[];
  histories: number;
  events: number;
  documents: number;
  /** False where something was found before, or no key file is at hand: then nothing is replayed. */
  replayed: boolean;
  /** What was erased, and so is not read: that it is there, and as it was, is checked all the same. */
  erased: ErasedThere[];
  /** What could not be checked since no key file is at hand, a sentence each. */
  unchecked: string[];
  findings: Finding[];
}

/**
 * @param file that `ascn audit export` has written
 * @throws CycleError `BadInput` for any other file
 */
export async function verify(file: string, options: VerifyOptions = {}): Promise<Verified> {
  const { onProgress = () => undefined, onFinding = () => undefined } = options;
  const findings: Finding[] = [];
  const found = (finding: Finding): void => {
    findings.push(finding);
    onFinding(finding);
  };
  const bundle = await openBundle(file, options.keyFile);
  try {
    const { manifest } = bundle;
    const files = Object.keys(manifest.files).length;
    const named = new Set<Address>();
    let done = 0;
    let locked = 0;
    const erased = new Erased(manifest);
    const onFile = async (path: string, content: Uint8Array): Promise<Finding[]> => {
      onProgress('files', (done += 1), files);
      if (!path.startsWith(documents)) return [];
      if (!bundle.hasKeys && keyIdOf(content) !== undefined) {
        locked += 1;
        return [];
      }
      try {
        for (const address of addressesInDocument(await bundle.decrypt(content))) named.add(address);
        return [];
      } catch (error) {
        const keyId = keyIdOf(content);
        if (!(error instanceof CycleError && error.type === 'Erased') || keyId === undefined)
          return [{ where: path, what: sentenceOf(error) }];
        erased.add(keyId);
        return [];
      }
    };
    for await (const finding of checkFiles(bundle, onFile)) found(finding);
    const log = await checkLog(bundle, manifest, options);
    log.findings.forEach(found);
    const stamped = await checkTimeStamps(bundle, manifest, log, options.authorities);
    stamped.findings.forEach(found);

    const runs = segmentsByRun(log.entries);
    const complete = new Completeness(manifest);
    const byHistories = new Set<Address>();
    const replayable: (Replayable & { build: string })[] = [];
    let events = 0;
    let lockedHistories = 0;
    done = 0;
    for await (const { run, segments } of auditedRuns(bundle, runs, found)) {
      onProgress('histories', (done += 1), runs.size);
      events += run.events.length;
      checkSegments(run, segments).forEach(found);
      complete.add(run);
      if (!bundle.hasKeys && payloadKeysIn(run.events).size > 0) lockedHistories += 1;
      else
        try {
          for (const address of addressesIn(await bundle.decryptEvents(run.events))) byHistories.add(address);
        } catch (error) {
          found({ where: run.workflow, what: sentenceOf(error) });
        }
      const { workflow } = run;
      const path = historyPath(workflow, run.run);
      // a later version runs what an earlier one began, and so must replay all of it
      const build = buildsIn(run.events).at(-1);
      if (build !== undefined)
        replayable.push({ path, workflow, bytes: manifest.files[path]?.bytes ?? 0, build });
    }
    const readable = locked + lockedHistories === 0;
    missing(byHistories, log.entries, found);
    const code = addressesIn(log.entries.filter(({ kind }) => kind === 'code'));
    for (const address of [...byHistories, ...code]) named.add(address);
    // what was erased may have named more
    const allNamed = readable && erased.documents === 0 ? named : undefined;
    complete.findings(log.entries, allNamed).forEach(found);
    (await erased.findings(bundle, log.entries)).forEach(found);

    // what was tampered with is not what the code ran
    const replayed = findings.length === 0 && readable;
    done = 0;
    if (replayed) {
      const onRun = () => onProgress('replay', (done += 1), replayable.length);
      const versions =
        options.codePath === undefined
          ? await versionsOf(bundle, log.entries, replayable, found)
          : [{ code: await readFile(options.codePath), histories: replayable }];
      await replayAll({ file, keyFile: options.keyFile }, versions, onRun, found);
    }
    return {
      network: manifest.network,
      cycle: manifest.cycle,
      seals: log.seals.length,
      leaves: log.entries.length,
      root: manifest.root,
      keys: [...new Set(log.seals.map(({ key }) => key))],
      timeStamps: stamped.timeStamps,
      histories: runs.size,
      events,
      documents: documentsIn(manifest),
      replayed,
      erased: erased.told(),
      unchecked: readable ? [] : uncheckedWithoutKeys(locked, lockedHistories),
      findings,
    };
  } finally {
    bundle.close();
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const uncheckedWithoutKeys = (documents: number, histories: number): string[] => [
  `What is in ${documents} documents, and in the payloads of ${histories} histories: they are encrypted, and no key file is at hand.`,
  'Whether every document that they name is there, and nothing else.',
  'Whether the code would do all of it again.',
];

/** The histories by the code that ran them. */
async function versionsOf(
  bundle: Bundle,
  entries: readonly LogEntry[],
  replayable: readonly (Replayable & { build: string })[],
  found: (finding: Finding) => void,
): Promise<OfVersion[]> {
  const codes = entries.filter((entry): entry is KeptCode => entry.kind === 'code');
  const byCode = new Map<KeptCode, Replayable[]>();
  for (const history of replayable) {
    const { workflow, build } = history;
    const code = codes.find((each) => each.build.startsWith(build));
    if (code) byCode.set(code, [...(byCode.get(code) ?? []), history]);
    else found({ where: workflow, what: `The code that ran it, ${build}, is not there.` });
  }
  return Promise.all(
    [...byCode].map(async ([code, histories]) => ({
      code: await bundle.document(code.bundle),
      histories,
    })),
  );
}

const documentsIn = ({ files }: Manifest): number =>
  Object.keys(files).filter((path) => path.startsWith(documents)).length;

type Runs = ReadonlyMap<string, [Segment, ...Segment[]]>;

/** The parts of each run, by the path of its history. */
function segmentsByRun(entries: readonly LogEntry[]): Runs {
  const runs = new Map<string, [Segment, ...Segment[]]>();
  for (const entry of entries) {
    if (entry.kind !== 'segment') continue;
    const path = historyPath(entry.workflow, entry.run);
    const known = runs.get(path);
    if (known) known.push(entry);
    else runs.set(path, [entry]);
  }
  return runs;
}

async function* auditedRuns(
  bundle: Bundle,
  runs: Runs,
  found: (finding: Finding) => void,
): AsyncGenerator<{ run: AuditedRun; segments: Segment[] }> {
  for (const [path, segments] of runs) {
    const [{ workflow, run }] = segments;
    try {
      yield { run: { workflow, run, events: eventsOf(await bundle.read(path)) }, segments };
    } catch (error) {
      found({ where: workflow, what: `Its history cannot be read: ${String(error)}` });
    }
  }
}

/** What a history names must be in the log; what a document calls an address may be a text that somebody wrote. */
function missing(
  named: ReadonlySet<Address>,
  entries: readonly LogEntry[],
  found: (finding: Finding) => void,
): void {
  const listed = new Set(
    entries.flatMap((entry) =>
      entry.kind === 'document' || entry.kind === 'absent'
        ? [entry.address]
        : entry.kind === 'ledger'
          ? [entry.entry]
          : [],
    ),
  );
  for (const address of named)
    if (!listed.has(address))
      found({ where: address, what: 'A history names this document; the log does not list it.' });
}
