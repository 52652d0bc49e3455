/** The scenario ask–remind–answer on this project, plainly on Temporal, on DBOS and on Restate. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { startDevServer } from '../workers/engine/dev-server.js';
import { runningEngine } from '../workers/engine/lock.js';
import { projectRoot } from '../workers/project.js';
import type { ApplicationOrder, Asked } from './application.js';
import { askAndAnswer } from './application.js';
import { inDigits, median } from './figures.js';
import type { Officers } from './officers.js';
import { openOfficers } from './officers.js';
import { startPostgres } from './postgres.js';
import { startRestate } from './restate-server.js';
import type { Figure, Outcome, RunOptions, Scenario } from './scenario.js';

export const peers: Scenario = {
  name: 'peers',
  title: 'Beside its peers',
  about:
    'Ask, wait for the answer or the time-out, remind, answer, receipt: 200 and 1,000 requests, all asked at once. Every second office answers its first letter at once; the others are reminded after two seconds and answer the reminder. So each run sends five letters for two requests, by SMTP, to one mail server on this machine, where the officers are. A run lasts from the first ask to the last receipt.',
  minutes: 25,
  run,
};

const waitMs = 2000;
const numbers = [200, 1000];
const folderOfPeers = join(projectRoot(), 'bench', 'peers');

interface Peer {
  name: string;
  program: string;
  /** Starts its engine anew. */
  open(folder: string): Promise<{
    order: Pick<ApplicationOrder, 'address' | 'databaseUrl'>;
    pids: number[];
    close(): Promise<void>;
  }>;
}

const onDevServer: Peer['open'] = async (folder) => {
  const file = join(folder, 'temporal.db');
  const server = await startDevServer({ file });
  return {
    order: { address: server.address },
    pids: [runningEngine(file)!.pid],
    close: () => server.stop(),
  };
};

const plain = (program: string): string => join(folderOfPeers, program);

const all: Peer[] = [
  {
    name: 'ascn-cycle',
    program: join(import.meta.dirname, 'asking-process.js'),
    open: onDevServer,
  },
  { name: 'plainly on Temporal', program: plain('temporal.mjs'), open: onDevServer },
  {
    name: 'DBOS',
    program: plain('dbos.mjs'),
    async open() {
      const postgres = await startPostgres();
      return {
        order: { databaseUrl: postgres.database('dbos') },
        pids: [postgres.pid],
        close: () => postgres.close(),
      };
    },
  },
  {
    name: 'Restate',
    program: plain('restate.mjs'),
    async open(folder) {
      const { admin, ingress, pid, close } = await startRestate(folderOfPeers, folder);
      return { order: { address: JSON.stringify({ admin, ingress }) }, pids: [pid], close };
    },
  },
];

async function run({ runs, folder, say }: RunOptions): Promise<Outcome> {
  install(say);
  const figures: Figure[] = [];
  const cost: string[][] = [];
  const officers = await openOfficers();
  try {
    for (const requests of numbers) {
      const asked = new Map<string, Asked[]>(all.map(({ name }) => [name, []]));
      // in turns, so that what else the machine does falls on all of them
      for (let round = 1; round <= runs; round += 1) {
        for (const peer of all) {
          const one = await runOnce(peer, requests, officers, folder);
          asked.get(peer.name)!.push(one);
          say(`${requests} requests, ${peer.name}: ${one.seconds.toFixed(1)} s`);
        }
      }
      const floor = asked.get('plainly on Temporal')!.map(({ seconds }) => seconds);
      for (const [name, times] of asked) {
        const values = times.map(({ seconds }) => seconds);
        figures.push({
          what: `${inDigits(requests)} requests, ${name}`,
          unit: 's',
          values,
          ...(name !== 'plainly on Temporal' && { floor }),
        });
        cost.push([inDigits(requests), name, ...costOf(times, requests)]);
      }
    }
  } finally {
    await officers.close();
  }
  return {
    figures,
    floor: 'the same scenario written plainly on Temporal, on the same engine, of the same run.',
    tables: [
      {
        title: 'What it costs',
        columns: [
          'Requests',
          'On',
          'Processor time of the application, a request',
          'Of the engine and its database, a request',
          'Share of the time in which the processors waited',
        ],
        rows: cost,
      },
      {
        title: 'What each leaves out',
        columns: ['On', 'Has', 'Leaves out'],
        rows: [
          [
            'ascn-cycle',
            'everything of a real year: letters composed from the templates in plain text and HTML with the form, the ledger before and after each, documents by hash flushed to the disk, tokens, answers by SMTP through the mailroom, their judging, submissions with what is missing, the board, receipts that repeat what was understood',
            'the calendar’s working days: the instant of the reminder is given',
          ],
          [
            'plainly on Temporal',
            'one workflow of 15 lines, on the same engine and file; answers by a signal from an HTTP door',
            'ledger, store, templates, the reading of answers, mailroom, board, submissions; a letter that was being sent at a crash is sent again',
          ],
          ['DBOS', 'the same lines as a DBOS workflow, its state in PostgreSQL as it comes', 'the same'],
          [
            'Restate',
            'the same lines as a Restate workflow, its server’s journal on disk as it comes',
            'the same',
          ],
        ],
      },
    ],
    notes: [
      `${versionsOfPeers()}. Each run begins with an empty engine; starting engines and applications is not in the time.`,
      'At least two seconds of each run are the waiting for the reminder, the same on all four.',
    ],
  };
}

async function runOnce(peer: Peer, requests: number, officers: Officers, folder: string): Promise<Asked> {
  const scratch = mkdtempSync(join(folder, 'run-'));
  const engine = await peer.open(scratch);
  try {
    const cities = Array.from({ length: requests }, (_, i) => i + 1);
    return await askAndAnswer(
      peer.program,
      officers,
      { cities, waitMs, ...engine.order, scratch },
      engine.pids,
    );
  } catch (error) {
    throw new Error(`${peer.name}, ${requests} requests: ${String(error)}`, { cause: error });
  } finally {
    await engine.close();
  }
}

function costOf(times: Asked[], requests: number): string[] {
  const ms = (seconds: (number | undefined)[]) =>
    seconds.every((each) => each !== undefined) ? `${inDigits((median(seconds) / requests) * 1000)} ms` : '';
  const idle = times.map(({ seconds, applicationCpu, engineCpu }) =>
    engineCpu === undefined ? undefined : 1 - (applicationCpu + engineCpu) / (seconds * cpus().length),
  );
  return [
    ms(times.map(({ applicationCpu }) => applicationCpu)),
    ms(times.map(({ engineCpu }) => engineCpu)),
    idle.every((share) => share !== undefined) ? `${Math.round(median(idle) * 100)} %` : '',
  ];
}

/** The peers are no part of the project: they are installed beside their programs, once. */
function install(say: (line: string) => void): void {
  const there = ['@dbos-inc/dbos-sdk', '@restatedev/restate-sdk', '@restatedev/restate-server'].every(
    (name) => existsSync(join(folderOfPeers, 'node_modules', name, 'package.json')),
  );
  if (there) return;
  say('installing DBOS and Restate (about a minute, 250 MB)');
  mkdirSync(folderOfPeers, { recursive: true });
  execFileSync(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folderOfPeers, stdio: ['ignore', 'inherit', 'inherit'] },
  );
}

function versionsOfPeers(): string {
  const { dependencies } = JSON.parse(readFileSync(join(folderOfPeers, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return Object.entries(dependencies)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
