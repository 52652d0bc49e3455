/** One year of so many cities, or its floor, in a process of its own: its memory is then its own too. Started by `bench/year.ts`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { rehearse } from '../../client/rehearsal/rehearsal.js';
import { cycleId, deskId, letterId, registryId } from '../../domain/ids.js';
import { days } from '../../domain/time.js';
import { bundleWorkflows } from '../../workers/bundle.js';
import { startTimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { dataDir, openInstallation } from '../../workers/installation.js';
import { prepareRuntime } from '../../workers/runtime.js';
import { runWorker } from '../../workers/worker.js';
import type { Steps } from './bare-workflows.js';
import type { Account } from './histories.js';
import { accountsFrom } from './histories.js';
import { writeLargerNetwork } from './larger-network.js';

export interface Measured {
  seconds: number;
  /** The most memory that the process held, in MB. */
  memory: number;
}

export interface MeasuredYear extends Measured {
  cities: number;
  /** The workflows of the year, without the cast of the rehearsal. */
  workflows: Account[];
  cast: Account[];
  passed: boolean;
  failed: string[];
}

const network = 'measured';
const year = 2018;

async function measureYear(folder: string, cities: number): Promise<MeasuredYear> {
  const data = join(folder, 'data');
  writeLargerNetwork(dataDir, data, cities);
  const home = join(folder, 'home');
  const memory = watchMemory();
  const started = Date.now();
  let seconds = 0;
  let most = 0;
  let workflows: Account[] = [];
  let cast: Account[] = [];
  const summary = await rehearse({
    year,
    seed: year,
    home,
    network,
    dataDir: data,
    async ended(client) {
      seconds = (Date.now() - started) / 1000;
      most = memory();
      const installation = openInstallation({ home, network });
      const letters = (await installation.lettersIn()).map(({ digest }) => letterId(network, digest));
      workflows = await accountsFrom(client, [
        registryId(network),
        cycleId(network, year),
        deskId(network, year),
        ...letters,
      ]);
      const out = await installation.lettersOut(year);
      cast = await accountsFrom(
        client,
        out.map(({ number }) => `${network}/cast/${number}`),
      );
    },
  });
  return {
    seconds,
    memory: most,
    cities: summary.cities,
    workflows,
    cast,
    passed: summary.passed,
    failed: summary.checks.filter(({ holds }) => !holds).map(({ check }) => check),
  };
}

/** Runs one bare workflow for each of the year's, all begun at once. */
async function measureFloor(folder: string, accounts: Account[]): Promise<Measured> {
  mkdirSync(folder, { recursive: true });
  const bundlePath = join(folder, 'bare.js');
  await bundleWorkflows(join(import.meta.dirname, 'bare-workflows.js'), bundlePath);
  const memory = watchMemory();
  const server = await startTimeSkippingServer();
  // its calls do not let time pass, even while they wait for an end
  const still = new Client({ connection: server.client.connection });
  const worker = await runWorker({
    connection: server.connection,
    namespace: 'default',
    taskQueue: 'bare',
    activities: { nothing: () => Promise.resolve() },
    bundlePath,
    deployment: false,
  });
  try {
    const started = Date.now();
    // a day is more than all else takes: no timer is due before time may pass
    const begun = stepsOf(accounts, (await server.now()) + days(1));
    await inGoes(begun, async (steps) => {
      const handle = await still.workflow.start('bare', {
        taskQueue: 'bare',
        workflowId: steps.id,
        args: [steps],
      });
      for (let i = 0; i < steps.updates; i += 1) await handle.executeUpdate('ask');
    });
    await inGoes(
      begun.filter(({ tells }) => tells.length > 0),
      ({ id }) => still.workflow.getHandle(id).signal('allStarted'),
    );
    // one wait at a time: each keeps one of the server's threads
    for (const { id } of begun) await server.client.workflow.getHandle(id).result();
    return { seconds: (Date.now() - started) / 1000, memory: memory() };
  } finally {
    await worker.stop();
    await server.close();
  }
}

/** Each signal that one sent goes to one that received some. */
function stepsOf(accounts: Account[], firstTimer: number): (Steps & { id: string })[] {
  const names = accounts.map((_, i) => `bare-${i}`);
  const places = accounts.flatMap(({ signalsReceived }, i) => Array<string>(signalsReceived).fill(names[i]!));
  const told = new Map<string, number>();
  let next = 0;
  const all = accounts.map(({ activities, localActivities, timers, updates, signalsSent }, i) => {
    const tells = Array.from({ length: signalsSent }, () => places[next++ % places.length]!);
    for (const id of tells) told.set(id, (told.get(id) ?? 0) + 1);
    return { id: names[i]!, activities, localActivities, timers, firstTimer, updates, tells, told: 0 };
  });
  return all.map((steps) => ({ ...steps, told: told.get(steps.id) ?? 0 }));
}

async function inGoes<T>(all: T[], work: (each: T) => Promise<void>, atOnce = 40): Promise<void> {
  const waiting = [...all];
  const worker = async () => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) await work(each);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** @returns gives the most memory seen so far, in MB */
function watchMemory(): () => number {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 1024 ** 2);
  };
  setInterval(look, 500).unref();
  return () => {
    look();
    return Math.round(most);
  };
}

const [what, folder, given, result] = process.argv.slice(2) as [string, string, string, string];
prepareRuntime();
const measured =
  what === 'year'
    ? await measureYear(folder, Number(given))
    : await measureFloor(folder, JSON.parse(readFileSync(given, 'utf8')) as Account[]);
writeFileSync(result, JSON.stringify(measured));
process.exit(0);
