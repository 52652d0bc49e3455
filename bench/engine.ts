/** The engine on its file, in memory and on PostgreSQL, under the same work. */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { startDevServer } from '../workers/engine/dev-server.js';
import { runningEngine } from '../workers/engine/lock.js';
import { freePorts } from '../workers/engine/ports.js';
import { searchAttributes } from '../workers/engine/search-attributes.js';
import { findDevServer } from '../workers/engine/set-up.js';
import type { Asked } from './application.js';
import { askAndAnswer } from './application.js';
import { inDigits, median } from './figures.js';
import { openOfficers } from './officers.js';
import { startPostgres } from './postgres.js';
import { tied, untilReady } from './processes.js';
import type { Outcome, RunOptions, Scenario } from './scenario.js';
import { findTemporalServer } from '../workers/engine/set-up.js';
import { startTemporalServer } from './temporal-server.js';

const requests = 200;

export const engine: Scenario = {
  name: 'engine',
  title: 'The engine and its file',
  about: `${requests} requests of this project, all asked at once, each answered by e-mail as soon as its letter comes, and acknowledged with a receipt: letters, ledger and documents included. From the first ask to the last receipt, on engines that begin empty.`,
  minutes: 15,
  run,
};

interface Running {
  address: string;
  pids: number[];
  close(): Promise<void>;
}

const inMemory = 'in memory';
const onPostgres = 'Temporal’s server on PostgreSQL';

const engines: Record<string, (folder: string) => Promise<Running | undefined>> = {
  'on its file, with the settings used': async (folder) => {
    const file = join(folder, 'temporal.db');
    const server = await startDevServer({ file });
    return { address: server.address, pids: [runningEngine(file)!.pid], close: () => server.stop() };
  },
  [inMemory]: (folder) => devServer(folder, onePartition),
  'on its file, as it comes': (folder) => devServer(folder, ['--db-filename', join(folder, 'temporal.db')]),
  [onPostgres]: async (folder) => {
    const programs = findTemporalServer();
    if (!programs) return undefined;
    const postgres = await startPostgres();
    try {
      const server = await startTemporalServer(programs, folder, postgres);
      return {
        address: server.address,
        pids: [server.pid, postgres.pid],
        async close() {
          await server.close();
          await postgres.close();
        },
      };
    } catch (error) {
      await postgres.close();
      throw error;
    }
  },
};

const onePartition = [
  ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
  ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
];

/** The dev server without what `workers/engine/dev-server.ts` sets. */
async function devServer(folder: string, more: string[]): Promise<Running> {
  const [port, httpPort, metricsPort] = (await freePorts(3)) as [number, number, number];
  const log = openSync(join(folder, 'engine.log'), 'a');
  const server = spawn(
    findDevServer()!,
    [
      ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)],
      ...['--http-port', String(httpPort), '--metrics-port', String(metricsPort)],
      ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ...['--log-level', 'warn', '--disable-config-file', '--disable-config-env', ...more],
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  const close = tied(server);
  const address = `127.0.0.1:${port}`;
  try {
    await untilReady('The engine', server, async () => {
      const connection = await Connection.connect({ address, connectTimeout: 2000 });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      await connection.close();
      return true;
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { address, pids: [server.pid!], close };
}

async function run({ runs, folder, say }: RunOptions): Promise<Outcome> {
  const officers = await openOfficers();
  const asked = new Map<string, Asked[]>();
  // even-numbered cities answer their first letter
  const cities = Array.from({ length: requests }, (_, i) => 2 * (i + 1));
  try {
    for (let round = 1; round <= runs; round += 1) {
      for (const [name, open] of Object.entries(engines)) {
        const scratch = mkdtempSync(join(folder, 'run-'));
        const running = await open(scratch);
        if (!running) continue;
        try {
          const one = await askAndAnswer(
            join(import.meta.dirname, 'asking-process.js'),
            officers,
            { cities, waitMs: 0, address: running.address, scratch },
            running.pids,
          );
          asked.set(name, [...(asked.get(name) ?? []), one]);
          say(`${name}: ${one.seconds.toFixed(1)} s`);
        } finally {
          await running.close();
        }
      }
    }
  } finally {
    await officers.close();
  }
  const floor = asked.get(inMemory)!.map(({ seconds }) => seconds);
  const ms = (seconds: (number | undefined)[]): string =>
    seconds.every((each) => each !== undefined) ? `${inDigits((median(seconds) / requests) * 1000)} ms` : '';
  return {
    figures: [...asked].map(([name, times]) => ({
      what: name,
      unit: 's',
      values: times.map(({ seconds }) => seconds),
      ...(name !== inMemory && { floor }),
    })),
    floor: 'the same dev server in memory, which forgets all at its end.',
    tables: [
      {
        title: 'Processor time of a request',
        columns: ['Engine', 'Worker, mailroom', 'Engine and its database'],
        rows: [...asked].map(([name, times]) => [
          name,
          ms(times.map(({ applicationCpu }) => applicationCpu)),
          ms(times.map(({ engineCpu }) => engineCpu)),
        ]),
      },
    ],
    notes: [
      'The settings used: `journal_mode=wal`, `synchronous=full`, one partition a task queue. As it comes, the file has SQLite’s rollback journal and four partitions.',
      asked.has(onPostgres)
        ? 'PostgreSQL and Temporal’s server 1.29.1 run on the same machine, PostgreSQL as it comes, with four history shards and one partition a task queue.'
        : 'PostgreSQL was not measured: Temporal’s server 1.29.1 is not set up on this machine.',
    ],
  };
}
