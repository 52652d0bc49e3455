/** The steps of `client/start.ts`, in its order and on a home that is given, with the time that each takes. */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { openMailroom } from '../client/mailroom/open.js';
import { createOperations } from '../client/operations.js';
import { cycleBundle } from '../workers/bundle.js';
import { startDevServer } from '../workers/engine/dev-server.js';
import { openInstallation } from '../workers/installation.js';
import { openLog } from '../workers/log.js';
import { createMetrics } from '../workers/metrics.js';
import { prepareRuntime } from '../workers/runtime.js';
import { readSettings, secretOf } from '../workers/settings.js';
import { runWorker } from '../workers/worker.js';

/** Seconds of each step, by its name. */
export type StartParts = Record<string, number>;

// the clock began with the process; the imports above have been loaded
const parts: StartParts = { 'loading Node and the program': performance.now() / 1000 };
const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const begun = performance.now();
  const result = await work();
  parts[name] = (performance.now() - begun) / 1000;
  return result;
};

prepareRuntime();
const settings = readSettings();
const installation = openInstallation(settings);
const { network, mailDomain: domain } = settings;
const engine = await step('the engine, until it answers', () =>
  startDevServer({ file: settings.engineFile, ui: true }),
);
const { address } = engine;
const connection = await step('connecting the client', () => Connection.connect({ address }));
const client = new Client({ connection, dataConverter: installation.dataConverter });
const operations = createOperations({
  client,
  store: installation.store,
  network,
  taskQueue: network,
});
const mailbox = await step('the local mailbox', () => installation.openMailbox());
const work = await step('templates, forms and data', () =>
  installation.activities(client, { smtpUrl: mailbox.url, domain, secret: secretOf(settings) }),
);
const native = await step('connecting the worker', () => NativeConnection.connect({ address }));
const worker = await step('the worker: loading its bundle, becoming the current version', () =>
  runWorker({
    connection: native,
    namespace: 'default',
    taskQueue: network,
    activities: work.activities,
    dataConverter: installation.dataConverter,
    bundlePath: cycleBundle,
    deployment: true,
  }),
);
await step('the registry', () => operations.openRegistry());
const mailroom = await step('the mailroom', () =>
  openMailroom(settings, installation.store, operations, {
    log: openLog('text'),
    metrics: createMetrics(Runtime.instance().metricMeter),
  }),
);

await mailroom.close();
await worker.stop();
await native.close();
work.close();
await mailbox.close();
await connection.close();
await engine.stop();
process.stdout.write(JSON.stringify(parts));
