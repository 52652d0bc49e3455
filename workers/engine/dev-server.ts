/** The embedded engine: Temporal's dev server on a file that keeps the network's record. */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { CycleError, refused } from '../../domain/errors.js';
import { checkEngineFile } from './engine-file.js';
import { leash } from './leash.js';
import type { EngineAt, Lock } from './lock.js';
import { runningEngine, takeLock } from './lock.js';
import { freePorts } from './ports.js';
import { searchAttributes } from './search-attributes.js';
import { findDevServer } from './set-up.js';
import { untilStuck } from './stuck.js';

export interface DevServerOptions {
  /** The SQLite file; its folder is made. Lock, version and log lie beside it. */
  file: string;
  /** Temporal's own pages, on a free port of the loopback address. */
  ui?: boolean;
}

export interface DevServer {
  /** `127.0.0.1:port`, for a connection to the namespace `default`. */
  address: string;
  ui?: string;
  /** Another process started it and will stop it. */
  adopted: boolean;
  /** Resolves with a sentence if the engine ends without being asked; an adopted one, whenever it ends. */
  failed: Promise<string>;
  /** Stops the engine and waits for its end; stop workers first. An adopted one is left alone. */
  stop(): Promise<void>;
}

/** Closed workflows stay in the engine for ten years, so that no list depends on the day it is looked at. */
const retention = msToTs('3650 days');

/**
 * Starts the engine on a file, or adopts the one that already runs on it.
 *
 * @throws CycleError `NotFound` when the dev server is not set up, `Refused` when the file was written by
 *   another version of it or is damaged, `Unavailable` when it does not come up
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const file = resolve(options.file);
  mkdirSync(dirname(file), { recursive: true });
  const taken = await takeLock(file);
  if ('live' in taken) {
    const { address, ui } = taken.live;
    return {
      address,
      ui,
      adopted: true,
      ...watchAdopted(file, taken.live),
    };
  }
  const { lock } = taken;
  try {
    const executable = findDevServer();
    if (!executable) {
      throw new CycleError(
        'NotFound',
        'Temporal’s dev server is not set up on this machine; run: node setup.mjs dev-server',
      );
    }
    await checkVersion(file, executable);
    checkEngineFile(file);
    const { engine, server, release } = await launch(executable, file, options.ui ?? false, lock);
    lock.started(engine);
    let stopped: Promise<void> | undefined;
    const ended = new Promise<void>((done) => {
      if (server.exitCode !== null || server.signalCode !== null) done();
      else server.once('exit', () => done());
    }).then(() => {
      release();
      lock.release();
    });
    const over = new AbortController();
    let isStuck = false;
    void untilStuck(() => readsItsFile(engine.address), { signal: over.signal }).then((stuck) => {
      isStuck = stuck;
      // it would not end by itself: to end in order it needs its file
      if (stuck) server.kill('SIGKILL');
    });
    const failed = new Promise<string>((done) => {
      void ended.then(() => {
        over.abort();
        if (stopped) return;
        const how = isStuck
          ? 'The engine could not use its file any more and was ended'
          : `The engine ended by itself (${server.signalCode ?? `exit code ${server.exitCode}`})`;
        done(`${how}; its log is ${file}.log.`);
      });
    });
    const stop = () => {
      over.abort();
      if (!stopped) {
        if (server.exitCode === null && server.signalCode === null) lock.stopping();
        stopped = end(server, ended);
      }
      return stopped;
    };
    return { address: engine.address, ui: engine.ui, adopted: false, failed, stop };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Asks the engine for its namespace, which it reads from its file each time. */
async function readsItsFile(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000 });
  try {
    await connection.withDeadline(Date.now() + 5000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
  } finally {
    await connection.close();
  }
}

/** Looks every second whether an adopted engine still runs: its next address is another one, so nobody finds it again. */
function watchAdopted(file: string, { pid }: EngineAt): Pick<DevServer, 'failed' | 'stop'> {
  let looking: NodeJS.Timeout | undefined;
  const failed = new Promise<string>((done) => {
    looking = setInterval(() => {
      if (runningEngine(file)?.pid === pid) return;
      clearInterval(looking);
      done(`The engine on ${file}, which another process had started, has ended.`);
    }, 1000);
    looking.unref();
  });
  return {
    failed,
    stop() {
      clearInterval(looking);
      return Promise.resolve();
    },
  };
}

async function end(server: ChildProcess, ended: Promise<void>): Promise<void> {
  server.ref();
  server.kill('SIGTERM');
  const killed = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(killed);
}

/** Ports are taken by others now and then between choosing and using them, so the launch is tried thrice. */
async function launch(
  executable: string,
  file: string,
  ui: boolean,
  lock: Lock,
): Promise<{ engine: EngineAt; server: ChildProcess; release: () => void }> {
  for (let attempt = 1; ; attempt += 1) {
    const [port, uiPort, httpPort, metricsPort] = await freePorts(4);
    const log = openSync(`${file}.log`, 'a');
    const server = spawn(
      executable,
      [
        'server',
        'start-dev',
        ...[
          '--db-filename',
          file,
          '--sqlite-pragma',
          'journal_mode=wal',
          '--sqlite-pragma',
          'synchronous=full',
        ],
        ...['--ip', '127.0.0.1', '--port', String(port), '--http-port', String(httpPort)],
        ...['--metrics-port', String(metricsPort)],
        ...(ui ? ['--ui-port', String(uiPort)] : ['--headless']),
        ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
        ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
        ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
        ...['--log-level', 'warn', '--disable-config-file', '--disable-config-env'],
      ],
      // In a group of its own, so that Ctrl-C reaches it only through `stop`.
      { stdio: ['ignore', log, log], detached: true },
    );
    closeSync(log);
    server.unref();
    // from the first moment on: this process may be killed while the engine starts
    const release = server.pid === undefined ? () => undefined : leash(server.pid);
    if (server.pid !== undefined) lock.launching(server.pid);
    const address = `127.0.0.1:${port}`;
    const problem = await untilReady(server, address);
    if (problem === undefined && server.pid !== undefined) {
      return {
        engine: { pid: server.pid, address, ui: ui ? `http://127.0.0.1:${uiPort}` : undefined },
        server,
        release,
      };
    }
    server.kill('SIGKILL');
    release();
    if (attempt === 3) {
      throw new CycleError(
        'Unavailable',
        `The engine on ${file} does not come up: ${problem}. Its log is ${file}.log.`,
      );
    }
  }
}

/** Waits for the engine, and sets the retention before the first workflow. Returns what went wrong. */
async function untilReady(server: ChildProcess, address: string): Promise<string | undefined> {
  let broken: string | undefined;
  server.once('error', (error) => (broken = error.message));
  server.once('exit', (code, signal) => (broken = `it ended with ${signal ?? `exit code ${code}`}`));
  const deadline = performance.now() + 60_000;
  for (;;) {
    if (broken !== undefined) return broken;
    let connection: Connection | undefined;
    try {
      connection = await Connection.connect({ address, connectTimeout: 2000 });
      await connection.workflowService.updateNamespace({
        namespace: 'default',
        config: { workflowExecutionRetentionTtl: retention },
      });
      return undefined;
    } catch (error) {
      if (performance.now() > deadline) return error instanceof Error ? error.message : String(error);
      await pause(100);
    } finally {
      await connection?.close();
    }
  }
}

/** Refuses a file of another version of the engine, since files may not survive a change of it. */
async function checkVersion(file: string, executable: string): Promise<void> {
  const { stdout } = await promisify(execFile)(executable, ['--version']);
  const version = /Server (\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (!version)
    throw new CycleError(
      'Unavailable',
      `${executable} says “${stdout.trim()}”; expected the version of a Temporal server.`,
    );
  const record = `${file}.version`;
  let written: string | undefined;
  try {
    written = readFileSync(record, 'utf8').trim();
  } catch {
    writeFileSync(record, `${version}\n`);
    return;
  }
  if (written !== version) {
    throw refused(
      `${file} was written by Temporal server ${written}, and the engine of this release is ${version}. ` +
        `Run the year to its end with the release of the cycle that started it; ` +
        `or set TEMPORAL_ADDRESS to a Temporal server; or, to begin anew, set ASCN_HOME to an empty folder.`,
    );
  }
}
