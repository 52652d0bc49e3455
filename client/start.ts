/**
 * `npm start`: runs a network in real time. Without a word it runs everything (the embedded engine unless
 * another is named, the worker, the mailroom, the local mailbox unless a mail server is named); `worker` and
 * `mailroom` run these alone, for an installation on several machines.
 */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { badInput, CycleError, refused } from '../domain/errors.js';
import { cycleBundle } from '../workers/bundle.js';
import { startDevServer } from '../workers/engine/dev-server.js';
import { openInstallation } from '../workers/installation.js';
import { untilInterrupted } from '../workers/interrupt.js';
import { prepareRuntime } from '../workers/runtime.js';
import type { Settings } from '../workers/settings.js';
import { readSettings, secretOf } from '../workers/settings.js';
import { runWorker } from '../workers/worker.js';
import { openMailroom } from './mailroom/open.js';
import { createOperations } from './operations.js';

type Part = 'worker' | 'mailroom';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What is started last is stopped first. */
const started: { name: string; stop: () => Promise<unknown> }[] = [];

async function main(parts: Part[]): Promise<number> {
  const interrupted = untilInterrupted();
  prepareRuntime();
  const settings = readSettings();
  const failures: Promise<string>[] = [];
  const engine = await findEngine(settings, parts, failures);
  const connection = await Connection.connect(engine.connection);
  started.push({ name: '', stop: () => connection.close() });
  const client = new Client({ connection, namespace: engine.namespace });
  const installation = openInstallation(settings);
  const operations = createOperations({
    client,
    store: installation.store,
    network: settings.network,
    taskQueue: settings.network,
  });

  if (parts.includes('worker')) {
    const smtpUrl = settings.smtpUrl ?? (await openMailbox(installation));
    const work = await installation.activities(client, {
      smtpUrl,
      domain: settings.mailDomain,
      secret: secretOf(settings),
    });
    started.push({ name: '', stop: () => Promise.resolve(work.close()) });
    const native = await NativeConnection.connect(engine.connection);
    started.push({ name: '', stop: () => native.close() });
    const worker = await runWorker({
      connection: native,
      namespace: engine.namespace,
      taskQueue: settings.network,
      activities: work.activities,
      bundlePath: cycleBundle,
      deployment: true,
    });
    started.push({ name: 'the worker', stop: () => worker.stop() });
    failures.push(
      worker.ended.then(
        () => 'The worker has ended.',
        (error: unknown) => `The worker failed: ${String(error)}`,
      ),
    );
    await operations.openRegistry();
    say(`worker     version ${worker.buildId} of the network “${settings.network}”`);
  }
  if (parts.includes('mailroom')) {
    const mailroom = await openMailroom(settings, installation.store, operations, (line) =>
      process.stderr.write(`${line}\n`),
    );
    started.push({ name: 'the mailroom', stop: () => mailroom.close() });
    say(
      `mailroom   answers by SMTP on ${settings.mailroomHost}:${mailroom.port}, for reply+…@${settings.mailDomain}`,
    );
  }
  say('');
  say('Ready. In another terminal:  npm run -s ascn -- --help');
  say('Ctrl-C stops everything; npm start goes on where it was.');
  const failed = await Promise.race([interrupted.then(() => undefined), ...failures]);
  if (failed !== undefined) process.stderr.write(`${failed}\n`);
  return failed === undefined ? 0 : 1;
}

/** The engine that the environment names, else the embedded one. */
async function findEngine(settings: Settings, parts: Part[], failures: Promise<string>[]) {
  if (settings.temporal) {
    const { connectionOptions, namespace = 'default' } = settings.temporal;
    say(`engine     ${connectionOptions.address}, namespace ${namespace}`);
    return { connection: connectionOptions, namespace };
  }
  const engine = await startDevServer({ file: settings.engineFile, ui: true });
  started.push({ name: engine.adopted ? '' : 'the engine', stop: () => engine.stop() });
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

async function openMailbox(installation: ReturnType<typeof openInstallation>): Promise<string> {
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
    await stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  }
}

try {
  process.exitCode = await main(partsOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = error instanceof CycleError && error.type === 'BadInput' ? 2 : 1;
} finally {
  await stopAll();
  // what was stopped must not run on because a library has left something open, such as a connection that was refused
  process.exit();
}
