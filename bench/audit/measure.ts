/** One measurement of the archive of a year, in a process of its own: its memory is then its own too. Started by `audit.ts`. */
import { fork } from 'node:child_process';
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { appendToLog } from '../../activities/archive/append.js';
import { sealKeyOf } from '../../activities/archive/seal-key.js';
import type { Bundle } from '../../client/audit/bundle.js';
import { openBundle } from '../../client/audit/bundle.js';
import { replayAll } from '../../client/audit/replay-all.js';
import { verify } from '../../client/audit/verify.js';
import { rehearse } from '../../client/rehearsal/rehearsal.js';
import type { LogEntry } from '../../domain/archive.js';
import { historyPath, keyFileBeside, leavesPath } from '../../domain/bundle.js';
import { dataDir, openInstallation } from '../../workers/installation.js';
import { prepareRuntime } from '../../workers/runtime.js';
import { memoryHeld } from '../processes.js';
import { writeLargerNetwork } from '../year/larger-network.js';

/** What one step took. */
export interface Step {
  seconds: number;
  /** The most memory that the process and those that it started held, in MB. */
  memory: number;
}

export interface Rehearsed {
  passed: boolean;
  failed: string[];
  /** The whole year appended at once to an empty log. */
  append: Step[];
}

export interface Exported extends Step {
  bytes: number;
}

export interface ReplayedAll extends Step {
  histories: number;
  events: number;
}

const network = 'measured';
const year = 2018;

/** Does the work. @returns what it took, beside what the work gives */
async function step<T extends object>(work: () => Promise<T>): Promise<T & Step> {
  let memory = 0;
  const look = () => {
    memory = Math.max(memory, memoryHeld());
  };
  const looking = setInterval(look, 200);
  const started = performance.now();
  const given = await work();
  look();
  clearInterval(looking);
  return { ...given, seconds: (performance.now() - started) / 1000, memory: Math.round(memory) };
}

/** Rehearses the year; while its engine still runs, the whole of it is archived `times` times from the beginning. */
async function measureYear(folder: string, cities: string, times: string): Promise<Rehearsed> {
  const data = join(folder, 'data');
  writeLargerNetwork(dataDir, data, Number(cities));
  const home = join(folder, 'home');
  const append: Step[] = [];
  const summary = await rehearse({
    ...{ year, seed: year, home, network, dataDir: data },
    async ended({ connection }) {
      const { address } = (connection as Connection).options;
      for (let i = 0; i < Number(times); i += 1) {
        const result = join(folder, 'append.json');
        const fresh = join(folder, `fresh-${i}`);
        const seals = join(home, 'store', 'ledgers', 'seals');
        cpSync(home, fresh, {
          recursive: true,
          filter: (path) => path !== seals && path !== join(home, 'mail'),
        });
        const child = fork(import.meta.filename, ['append', result, fresh, address]);
        const code = await new Promise((done) => child.once('exit', done));
        if (code !== 0) throw new Error(`Appending ended with exit code ${String(code)}.`);
        append.push(JSON.parse(readFileSync(result, 'utf8')) as Step);
      }
    },
  });
  return {
    passed: summary.passed,
    failed: summary.checks.filter(({ holds }) => !holds).map(({ check }) => check),
    append,
  };
}

async function append(home: string, address: string): Promise<Step> {
  const connection = await Connection.connect({ address });
  const { store, subjectKeys } = openInstallation({ home, network });
  const appending = { client: new Client({ connection }), store, subjectKeys, key: sealKeyOf('measured') };
  const at = '2018-12-31T00:00:00Z';
  return step(() => appendToLog({ ...appending, network, cycle: year, occasion: 'all', at }));
}

async function exported(home: string, into: string): Promise<Exported> {
  const installation = openInstallation({ home, network });
  const taken = await step(async () => {
    await installation.exportBundle({
      ...{ cycle: year, into, keysInto: keyFileBeside(into), actor: { office: 'asec', door: 'cli' } },
    });
    return {};
  });
  return { ...taken, bytes: statSync(into).size };
}

async function verified(file: string): Promise<Step> {
  return step(async () => {
    const { findings, replayed } = await verify(file);
    if (!replayed || findings.length > 0) throw new Error(`It does not hold: ${JSON.stringify(findings[0])}`);
    return {};
  });
}

/** The histories of a bundle, with the code that ran them. */
async function contentsOf(bundle: Bundle) {
  const entries: LogEntry[] = [];
  for (let i = 1; i <= bundle.manifest.seals; i += 1)
    entries.push(...(await bundle.json<LogEntry[]>(leavesPath(i))));
  const code = entries.find((entry) => entry.kind === 'code')!;
  const paths = new Map(
    entries.flatMap((entry) =>
      entry.kind === 'segment' ? [[historyPath(entry.workflow, entry.run), entry.workflow] as const] : [],
    ),
  );
  const histories = [...paths].map(([path, workflow]) => ({
    path,
    workflow,
    bytes: bundle.manifest.files[path]!.bytes,
  }));
  const events = entries.reduce(
    (sum, entry) => sum + (entry.kind === 'segment' ? entry.last - entry.first + 1 : 0),
    0,
  );
  return { code: await bundle.document(code.bundle), histories, events };
}

async function strict(file: string): Promise<ReplayedAll> {
  const { events, ...version } = await contentsOf(await openBundle(file));
  const histories = version.histories.length;
  return step(async () => {
    let done = 0;
    await replayAll(
      { file },
      [version],
      () => (done += 1),
      (finding) => {
        throw new Error(JSON.stringify(finding));
      },
    );
    if (done !== histories) throw new Error(`Only ${done} of ${histories} histories were replayed.`);
    return { histories, events };
  });
}

/** Temporal's own replay of the same histories, in this process. */
async function bare(file: string, codePath: string): Promise<ReplayedAll> {
  const bundle = await openBundle(file);
  const { code, histories, events } = await contentsOf(bundle);
  writeFileSync(codePath, code);
  async function* read() {
    for (const { path, workflow } of histories)
      yield { workflowId: workflow, history: { events: await bundle.history(path) } };
  }
  return step(async () => {
    for await (const { error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, read()))
      if (error) throw error;
    return { histories: histories.length, events };
  });
}

const measurements: Record<string, (...given: string[]) => Promise<object>> = {
  year: (folder, cities, times) => measureYear(folder, cities, times),
  append: (home, address) => append(home, address),
  export: (home, into) => exported(home, into),
  verify: (file) => verified(file),
  strict: (file) => strict(file),
  bare: (file, codePath) => bare(file, codePath),
};

const [what = '', result = '', ...given] = process.argv.slice(2);
prepareRuntime();
writeFileSync(result, JSON.stringify(await measurements[what]!(...given)));
process.exit(0);
