/**
 * `npm start`: runs a network in real time. Without a word it runs everything (the embedded engine unless
 * another is named, the worker, the mailroom, the local mailbox unless a mail server is named); `worker` and
 * `mailroom` run these alone, for an installation on several machines.
 */
import type { Connection } from '@temporalio/client';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { badInput, CycleError, refused } from '../domain/errors.js';
import { cycleBundle } from '../workers/bundle.js';
import { connectToEngine } from '../workers/connection.js';
import { startDevServer } from '../workers/engine/dev-server.js';
import { freePorts } from '../workers/engine/ports.js';
import { openInstallation } from '../workers/installation.js';
import { untilInterrupted } from '../workers/interrupt.js';
import { openLog } from '../workers/log.js';
import { createMetrics } from '../workers/metrics.js';
import { releaseVersion } from '../workers/project.js';
import { prepareRuntime } from '../workers/runtime.js';
import type { Settings } from '../workers/settings.js';
import { authorityOf, dkimOf, readSettings, secretOf } from '../workers/settings.js';
import { runWorker } from '../workers/worker.js';
import { archiveInTime } from './archiving.js';
import { createFigures } from './figures.js';
import { openHealth } from './health.js';
import { openMailroom } from './mailroom/open.js';
import { createOperations } from './operations.js';
import { createReadiness } from './readiness.js';
import { beginRounds } from './rounds.js';

type Part = 'worker' | 'mailroom';

/** Until the settings are read, what goes wrong is said in sentences. */
let log = openLog('text');

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What is started last is stopped first. */
const started: { name: string; stop: () => Promise<unknown> }[] = [];

async function main(parts: Part[]): Promise<number> {
  const interrupted = untilInterrupted();
  const settings = readSettings();
  log = openLog(settings.log ?? (process.stderr.isTTY ? 'text' : 'json'), settings);
  const dkim = parts.includes('worker') ? dkimOf(settings) : undefined;
  const authority = parts.includes('worker') ? await authorityOf(settings) : undefined;
  const { readiness, metrics } = await openPages(settings);
  log.info('starting', { version: releaseVersion() });
  const failures: Promise<string>[] = [];
  const installation = openInstallation({ ...settings, authority, onRingMade: demandBackup });
  await installation.openRing();
  const engine = await findEngine(settings, parts, failures);
  const connection = await connectToEngine(engine.connection);
  started.push({ name: '', stop: () => connection.close() });
  const { serverVersion } = await connection.workflowService.getSystemInfo({});
  log.info('engine-connected', {
    engine: engine.connection.address,
    namespace: engine.namespace,
    version: serverVersion,
  });
  readiness.add('engine', () => engineTrouble(connection));
  const client = new Client({
    connection,
    namespace: engine.namespace,
    dataConverter: installation.dataConverter,
  });
  await installation.claimStore(engine.namespace);
  const operations = createOperations({
    client,
    store: installation.store,
    network: settings.network,
    taskQueue: settings.network,
  });
  readiness.add('store', () => installation.tryStore().then(() => undefined));
  let changed: () => void = () => undefined;

  if (parts.includes('worker')) {
    const smtpUrl = settings.smtpUrl ?? (await openMailbox(settings, installation));
    const work = await installation.activities(client, {
      smtpUrl,
      domain: settings.mailDomain,
      secret: secretOf(settings),
      dkim,
      clamdUrl: settings.clamdUrl,
      paced: settings.smtpUrl !== undefined,
    });
    started.push({ name: '', stop: () => Promise.resolve(work.close()) });
    const native = await NativeConnection.connect(engine.connection);
    started.push({ name: '', stop: () => native.close() });
    const worker = await runWorker({
      connection: native,
      namespace: engine.namespace,
      taskQueue: settings.network,
      activities: work.activities,
      dataConverter: installation.dataConverter,
      bundlePath: cycleBundle,
      watching: { log, metrics, changed: () => changed() },
      deployment: true,
    });
    started.push({ name: 'the worker', stop: () => stopped('worker', () => worker.stop()) });
    log.info('worker-started', { version: worker.buildId });
    readiness.add('worker', () => worker.trouble());
    failures.push(
      worker.ended.then(
        () => 'The worker has ended.',
        (error: unknown) => `The worker failed: ${String(error)}`,
      ),
    );
    await operations.openRegistry();
    const short = await archiveInTime(client, settings.network, settings.network);
    if (short !== undefined) say(`archive    ${short}`);
    say(`worker     version ${worker.buildId} of the network “${settings.network}”`);
  }
  if (parts.includes('mailroom')) {
    const mailroom = await openMailroom(settings, installation.store, operations, { log, metrics });
    started.push({ name: 'the mailroom', stop: () => stopped('mailroom', () => mailroom.close()) });
    const { listener, mailbox } = mailroom;
    log.info('mailroom-started', { port: listener?.port });
    if (listener) {
      readiness.add('mailroom', () => Promise.resolve(listener.trouble()));
      say(`mailroom   answers ${listener.at}`);
    }
    if (mailbox) {
      readiness.add('mailbox', () => Promise.resolve(mailbox.trouble()));
      say(`mailroom   answers ${mailbox.at}`);
    }
  }
  readiness.started();
  const figures = createFigures({ operations, metrics });
  const rounds = beginRounds({
    home: settings.home,
    readiness,
    figures:
      parts.includes('worker') && settings.healthPort !== undefined
        ? () => connection.withDeadline(Date.now() + 30_000, figures)
        : undefined,
    log,
    metrics,
  });
  started.push({ name: '', stop: () => rounds.end() });
  changed = rounds.changed;
  say('');
  say('Ready. In another terminal:  npm run -s ascn -- --help');
  say('Ctrl-C stops everything; npm start goes on where it was.');
  const failed = await Promise.race([interrupted.then(() => undefined), ...failures]);
  if (failed !== undefined) log.fatal(failed);
  return failed === undefined ? 0 : 1;
}

/** Told once, when the key ring was made. */
function demandBackup(file: string): void {
  say(`keys       The key ring was made: ${file}. All documents are encrypted with it.`);
  say(
    '           Back it up now, apart from the data: without it nothing can be read, and nobody can make it again.',
  );
}

/** The pages of health and metrics where their port is set, open before all else; and Temporal's core, which counts. */
async function openPages({ healthPort, healthHost }: Settings) {
  const readiness = createReadiness();
  if (healthPort === undefined) prepareRuntime({ log });
  else {
    const [port] = await freePorts(1);
    const metricsAddress = `127.0.0.1:${port}`;
    prepareRuntime({ log, metricsAddress });
    const pages = await openHealth({
      port: healthPort,
      host: healthHost,
      readiness: () => readiness.check(),
      metricsAddress,
    });
    started.push({ name: '', stop: () => pages.close() });
    say(`pages      http://${healthHost}:${pages.port}/healthz, /readyz and /metrics`);
  }
  return { readiness, metrics: createMetrics(Runtime.instance().metricMeter) };
}

async function engineTrouble(connection: Connection): Promise<string | undefined> {
  try {
    await connection.withDeadline(Date.now() + 2_500, () => connection.workflowService.getSystemInfo({}));
    return undefined;
  } catch (error) {
    return `The engine does not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function stopped(part: 'engine' | 'worker' | 'mailroom', stop: () => Promise<unknown>): Promise<void> {
  await stop();
  log.info(`${part}-stopped`);
}

/** The engine that the environment names, else the embedded one. */
async function findEngine(settings: Settings, parts: Part[], failures: Promise<string>[]) {
  if (settings.temporal) {
    const { connectionOptions, namespace = 'default' } = settings.temporal;
    say(`engine     ${connectionOptions.address}, namespace ${namespace}`);
    return { connection: connectionOptions, namespace };
  }
  const engine = await startDevServer({ file: settings.engineFile, ui: true });
  started.push({
    name: engine.adopted ? '' : 'the engine',
    stop: () => (engine.adopted ? engine.stop() : stopped('engine', () => engine.stop())),
  });
  failures.push(engine.failed);
  // a second mailroom would take the answers, and take them with it when it stops
  if (engine.adopted && parts.length > 1) {
    throw refused(
      `The network in ${settings.home} runs already: its engine is at ${engine.address}. ` +
        `Stop it with Ctrl-C where it was started; or add to it what it lacks: node dist/client/start.js worker, or … mailroom.`,
    );
  }
  say(
    `engine     ${engine.address}, on ${settings.engineFile}${engine.adopted ? ' (it was running already)' : ''}`,
  );
  if (engine.ui) say(`           its own pages: ${engine.ui}`);
  return { connection: { address: engine.address }, namespace: 'default' };
}

async function openMailbox(
  { store }: Settings,
  installation: ReturnType<typeof openInstallation>,
): Promise<string> {
  if (store) {
    throw badInput(
      'ASCN_SMTP_URL is not set; expected the URL of a mail server, since ASCN_STORE_URL is set: ' +
        'a local mailbox would keep the letters on one of several machines.',
    );
  }
  const mailbox = await installation.openMailbox();
  started.push({ name: '', stop: () => mailbox.close() });
  say(
    `mailbox    letters stay on this machine (no ASCN_SMTP_URL is set); read them with: npm run -s ascn -- mailbox`,
  );
  return mailbox.url;
}

/** @throws CycleError `BadInput` for another word */
function partsOf(words: string[]): Part[] {
  const [word, ...more] = words;
  if (word === undefined) return ['worker', 'mailroom'];
  if (more.length === 0 && (word === 'worker' || word === 'mailroom')) return [word];
  throw badInput(`“${words.join(' ')}” cannot be started; expected worker, mailroom, or nothing for both.`);
}

/** What the system refuses, such as a full disk, has no sentence of its own. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof CycleError || code === undefined || syscall === undefined) return error.message;
  return `The network cannot start: the system says ${error.message}. Its home folder (ASCN_HOME) needs room and must be writable.`;
}

async function stopAll(): Promise<void> {
  for (const { name, stop } of started.splice(0).reverse()) {
    if (name) say(`stopping ${name} …`);
    await stop().catch((error: unknown) => log.fatal(String(error)));
  }
}

try {
  process.exitCode = await main(partsOf(process.argv.slice(2)));
} catch (error) {
  log.fatal(sentenceOf(error));
  process.exitCode = error instanceof CycleError && error.type === 'BadInput' ? 2 : 1;
} finally {
  await stopAll();
  log.info('stopped');
  // what was stopped must not run on because a library has left something open, such as a connection that was
  // refused, or the core of a process that ran no worker
  process.exit();
}
