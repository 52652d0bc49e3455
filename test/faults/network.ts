/** A network on the durable engine, with the real worker and activities; its calendar stands in the year 2018. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { TimeStampAuthority } from '../../activities/archive/time-stamps.js';
import { loadCalendar } from '../../activities/calendar/load.js';
import { loadNetwork } from '../../activities/network/load.js';
import { createOperations } from '../../client/operations.js';
import type { RequestKind } from '../../domain/ask.js';
import { batchId } from '../../domain/ids.js';
import { putNetwork } from '../../domain/network-document.js';
import type { Network } from '../../domain/network.js';
import type { Instant } from '../../domain/time.js';
import { toMs } from '../../domain/time.js';
import { startDevServer } from '../../workers/engine/dev-server.js';
import { dataDir, openInstallation } from '../../workers/installation.js';
import { prepareRuntime } from '../../workers/runtime.js';
import type { RunningWorker } from '../../workers/worker.js';
import { runWorker } from '../../workers/worker.js';
import type { BatchInput, Subject } from '../../workflows/batch.js';
import type { Cycle } from '../../workflows/cycle.js';
import { builtBundle } from '../setup/engines.js';
import { desk } from '../setup/year.js';

export type FaultyNetwork = Awaited<ReturnType<typeof openNetwork>>;

const domain = 'ascn.example';
const year = 2018;
/** What the calendar says when the network opens. */
const begins = '2018-05-09T02:00:00Z';

/**
 * Starts the engine in a home of its own. Workers are started apart; the cycle of 2018 then runs, and keeps the list of
 * what waits for the secretariat.
 *
 * @param smtpUrl where letters go
 * @param authority gives seals their time-stamps
 */
export async function openNetwork(smtpUrl: string, authority?: TimeStampAuthority) {
  prepareRuntime();
  const home = mkdtempSync(join(tmpdir(), 'ascn-faults-'));
  const network = 'ascn';
  const engine = await startDevServer({ file: join(home, 'engine', 'temporal.db') });
  const connection = await Connection.connect({ address: engine.address });
  const native = await NativeConnection.connect({ address: engine.address });
  const client = new Client({ connection });
  const installation = openInstallation({ home, network, authority });
  const { store } = installation;
  const operations = createOperations({ client, store, network, taskQueue: network });
  const work = await installation.activities(client, { smtpUrl, domain, secret: 'a key for tests' });
  const offsetMs = toMs(begins) - Math.floor(Date.now() / 1000) * 1000;
  const calendar = await loadCalendar(dataDir, year, {
    chair: 'SG',
    place: 'Singapore',
    zone: 'Asia/Singapore',
  });
  const data: Network = await loadNetwork(dataDir, '2018-01-01');
  const cycle: Cycle = {
    ...{ network, year, offsetMs, rehearsal: true, chair: 'SG', nextChair: 'TH', rules: data.rules },
    secretariat: ['secretariat-sg', 'secretariat-sg-head'],
  };
  const grounds = { networkDocument: await putNetwork(store, data), calendar, instants: {} };
  const workers: RunningWorker[] = [];
  let batches = 0;

  return {
    home,
    engine,
    client,
    store,
    installation,
    operations,
    data,
    offsetMs,
    /** Starts a worker, and makes its version the current one. */
    async work(bundlePath = builtBundle()): Promise<RunningWorker> {
      const worker = await runWorker({
        connection: native,
        namespace: 'default',
        taskQueue: network,
        activities: work.activities,
        bundlePath,
        deployment: true,
      });
      workers.push(worker);
      return worker;
    },
    /** @param now what the calendar says then */
    async startCycle(phaseIds = ['handover'], now: Instant = begins): Promise<void> {
      const phases = calendar.phases
        .filter(({ id }) => phaseIds.includes(id))
        .map((phase) => ({ ...phase, after: [] }));
      await operations.openRegistry();
      await operations.startCycle({ ...calendar, phases }, desk(), {
        offsetMs: offsetMs + toMs(now) - toMs(begins),
        rehearsal: true,
      });
    },
    /** Asks a batch; its requests are there on return, and their letters under way. */
    async ask(kind: RequestKind, subjects: Subject[], more: Partial<BatchInput> = {}): Promise<void> {
      const input: BatchInput = { cycle, grounds, kind, subjects, parent: 'none', ...more };
      const board = batchId(network, year, kind, (batches += 1));
      await client.workflow.start('batch', { taskQueue: network, workflowId: board, args: [input] });
      for (const subject of subjects) {
        const id = typeof subject === 'string' ? subject : subject.id;
        await until(() =>
          operations.request(year, `${kind}/${id}`).then(
            () => true,
            () => undefined,
          ),
        );
      }
    },
    /** Waits for a matter that waits for the secretariat, by the beginning of its id. */
    waiting: (about: string) =>
      until(async () => (await operations.status(year)).waiting.find(({ id }) => id.startsWith(about))),
    letter: async (number: string) =>
      (await installation.lettersOut(year)).find((letter) => letter.number === number),
    async close() {
      for (const worker of workers) await worker.stop();
      work.close();
      await native.close();
      await connection.close();
      await engine.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Looks again and again until there is something to see. A wait in vain ends after a hundred seconds. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const begun = performance.now();
  while (performance.now() - begun < 100_000) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(200);
  }
  throw new Error(`Nothing was seen for a hundred seconds by: ${look.toString()}`);
}
