/** The rehearsal's engine: in memory, and time stands still while anything is in flight and jumps when nothing is. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import proto from '@temporalio/proto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NativeConnection } from '@temporalio/worker';
import { CycleError } from '../../domain/errors.js';
import { prepareRuntime } from '../runtime.js';
import { leash } from './leash.js';
import { searchAttributes } from './search-attributes.js';
import { findTimeSkippingServer } from './set-up.js';

export interface TimeSkippingServer {
  address: string;
  /** Time skips only while one of this client's calls awaits a workflow's result. */
  client: Client;
  /** For workers. */
  connection: NativeConnection;
  /** The engine's time, in milliseconds since 1970. */
  now(): Promise<number>;
  /** Lets that much of the engine's time pass, skipping it where nothing is in flight. */
  skip(ms: number): Promise<void>;
  /** Ends the server; stop workers first. */
  close(): Promise<void>;
}

/**
 * Starts a time-skipping server on a free port, namespace `default`.
 *
 * @param dataConverter of its client
 * @throws CycleError `NotFound` when it is not set up
 */
export async function startTimeSkippingServer(dataConverter?: DataConverter): Promise<TimeSkippingServer> {
  const command = findTimeSkippingServer();
  if (!command) {
    throw new CycleError(
      'NotFound',
      'The time-skipping server is not set up on this machine; run: node setup.mjs time-skipping-server',
    );
  }
  prepareRuntime();
  const folder = mkdtempSync(join(tmpdir(), 'ascn-time-skipping-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const pidFile = join(folder, 'pid');
    const script = join(folder, 'server');
    const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    writeFileSync(script, `#!/bin/sh\necho $$ > '${pidFile}'; exec ${quoted} "$@" > '${folder}/log' 2>&1\n`);
    chmodSync(script, 0o700);
    const environment = await started(script, pidFile, dataConverter);
    const release = leash(Number(readFileSync(pidFile, 'utf8')));
    await environment.connection.operatorService.addSearchAttributes({
      namespace: 'default',
      searchAttributes: Object.fromEntries(
        searchAttributes.map((name) => [
          name,
          proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
        ]),
      ),
    });
    return {
      address: environment.address,
      client: environment.client,
      connection: environment.nativeConnection,
      now: () => environment.currentTimeMs(),
      skip: (ms) => environment.sleep(ms),
      async close() {
        await environment.teardown();
        release();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

/** The SDK gives the server five seconds, which a busy machine may not have; so it is given them three times. */
async function started(
  script: string,
  pidFile: string,
  dataConverter: DataConverter | undefined,
): Promise<TestWorkflowEnvironment> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path: script } },
        client: { dataConverter },
      });
    } catch (error) {
      if (existsSync(pidFile)) endIfThere(Number(readFileSync(pidFile, 'utf8')));
      if (attempt === 3) throw error;
    }
  }
}

function endIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
