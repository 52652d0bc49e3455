/**
 * A rehearsal: the whole year in minutes, on the time-skipping server, with real SMTP both ways. It has its own
 * network id and delivers only to its own loopback mail server, whatever is configured.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { createTransport } from 'nodemailer';
import type { Actor } from '../../domain/actor.js';
import { engine } from '../../domain/actor.js';
import { chairOf } from '../../domain/rotation.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { findOffice } from '../../domain/office.js';
import { cycleId } from '../../domain/ids.js';
import { castBundle, cycleBundle } from '../../workers/bundle.js';
import { startTimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { dataDir as projectData, openInstallation } from '../../workers/installation.js';
import { runWorker } from '../../workers/worker.js';
import type { YearSoFar } from '../../workflows/phase.js';
import { usualLimits } from '../mailroom/limits.js';
import { startMailroom } from '../mailroom/listener.js';
import type { Operations } from '../operations.js';
import { createOperations } from '../operations.js';
import { createCastActivities } from './cast/activities.js';
import { startRehearsalMailServer } from './mail-server.js';
import type { Posts } from './posts.js';
import { loadScript } from './script.js';
import type { Summary } from './summary.js';
import { summarise } from './summary.js';

export interface RehearsalOptions {
  year: number;
  seed: number;
  /** A new folder for this run. */
  home: string;
  /** The run's own network id, e.g. `rehearsal-7f3a`. */
  network: string;
  /** Another data folder than the project's. */
  dataDir?: string;
  /** Called when the year runs, for a progress display. */
  watch?: (operations: Operations, signal: AbortSignal) => Promise<void>;
  /** Called when the year has ended and its engine still runs, for whoever wants the histories. */
  ended?: (client: Client, operations: Operations) => Promise<void>;
  /** Ends the run early. */
  signal?: AbortSignal;
}

const mailDomain = 'ascn.example';

/**
 * Runs the year.
 *
 * @returns the summary, which is also written to `summary.json` in the run's folder
 */
export async function rehearse(options: RehearsalOptions): Promise<Summary> {
  const { year, seed, home, network } = options;
  const started = Date.now();
  await mkdir(home, { recursive: true });
  const { dataDir = projectData } = options;
  const installation = openInstallation({ home, network, dataDir });
  const { store, dataConverter } = installation;
  const script = await loadScript(dataDir, year);
  const data = await installation.networkData(script.begins);
  const chair = chairOf(year, data.chairs, data.members)!.member;
  const member = data.members.find(({ code }) => code === chair)!;
  const calendar = await installation.calendar(year, {
    chair,
    place: member.capital.name,
    zone: member.zones[0]!,
  });

  const closing: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const server = await startTimeSkippingServer(dataConverter);
    closing.push(() => server.close());
    const offsetMs =
      Math.round((Date.parse(`${script.begins}T01:00:00Z`) - (await server.now())) / 1000) * 1000;
    const operations = createOperations({ client: server.client, store, network, taskQueue: network });

    const castQueue = `${network}-cast`;
    const mailServer = await startRehearsalMailServer({
      folder: join(home, 'mail'),
      refuses: new Set(script.bounces.map((office) => findOffice(data, office).address)),
      delivered: async (number) => {
        try {
          await server.client.workflow.start('reader', {
            workflowId: `${network}/cast/${number}`,
            taskQueue: castQueue,
            args: [{ number, offsetMs }],
          });
        } catch (error) {
          if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        }
      },
    });
    closing.push(() => mailServer.close());
    const mailroom = await startMailroom({
      host: '127.0.0.1',
      domain: mailDomain,
      store,
      limits: usualLimits,
      startLetter: ({ digest, document, recipients }) =>
        operations.takeLetter({ digest, document, recipients, offsetMs }),
    });
    closing.push(() => mailroom.close());
    const outbox = createTransport({
      host: '127.0.0.1',
      port: mailroom.port,
      secure: false,
      ignoreTLS: true,
      pool: true,
    });
    closing.push(() => Promise.resolve(outbox.close()));

    const work = await installation.activities(server.client, {
      smtpUrl: mailServer.url,
      domain: mailDomain,
      secret: `rehearsal-${seed}`,
    });
    closing.push(() => Promise.resolve(work.close()));
    const worker = await runWorker({
      connection: server.connection,
      namespace: 'default',
      taskQueue: network,
      activities: work.activities,
      dataConverter,
      bundlePath: cycleBundle,
      deployment: false,
      // in minutes a year asks each workflow as much as else in months: where some are put out of memory meanwhile, the
      // SDK (1.24) may lose one (“Extra buffered run”), and whoever asks it waits for ever
      keptWorkflows: 10_000,
    });
    const posts: Posts = new Map();
    const cast = await runWorker({
      connection: server.connection,
      namespace: 'default',
      taskQueue: castQueue,
      activities: createCastActivities({
        store,
        operations,
        forms: await installation.forms(),
        script,
        seed,
        network,
        post: async ({ from, to, raw }) => {
          await outbox.sendMail({ envelope: { from, to: [to] }, raw });
        },
        posts,
      }),
      dataConverter,
      bundlePath: castBundle,
      deployment: false,
      // a reader wakes twice in its life: it need not be kept
      keptWorkflows: 100,
    });
    closing.push(() => Promise.all([worker.stop(), cast.stop()]));

    await operations.openRegistry();
    await operations.startCycle(
      calendar,
      { office: `secretariat-${chair.toLowerCase()}`, door: 'cli', why: 'Rehearsal' },
      { offsetMs, rehearsal: true },
    );
    const watching = new AbortController();
    const watched = options.watch?.(operations, watching.signal).catch(() => undefined);
    closing.push(async () => {
      watching.abort();
      await watched;
    });
    const ended = server.client.workflow.getHandle(cycleId(network, year)).result() as Promise<YearSoFar>;
    const result = await Promise.race([
      ended,
      worker.ended.then(() => never('the worker')),
      cast.ended.then(() => never('the cast')),
      aborted(options.signal),
    ]);
    await closing.pop()?.();
    const seal = await operations.archive(year, { offsetMs });
    const record = join(home, `ascn-${year}.zip`);
    const keys = keyFileBeside(record);
    const actor: Actor = { ...engine, why: 'The rehearsal ends with it.' };
    await installation.exportBundle({ cycle: year, into: record, keysInto: keys, actor });
    await options.ended?.(server.client, operations);
    const summary = await summarise({
      installation,
      operations,
      client: server.client,
      year,
      seed,
      network,
      home,
      result,
      mail: mailServer.counts(),
      posts,
      record: {
        path: relative(home, record),
        keys: relative(home, keys),
        seals: seal.number,
        root: seal.root,
      },
      seconds: (Date.now() - started) / 1000,
    });
    await writeFile(join(home, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  } finally {
    await closeAll();
  }
}

const never = (who: string): never => {
  throw new Error(`${who} ended before the year did`);
};

const aborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('The rehearsal was stopped.')), { once: true });
  });
