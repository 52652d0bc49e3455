/** The engines for tests: each call starts one of its own, on free ports; the test file closes it. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { castBundle, cycleBundle } from '../../workers/bundle.js';
import { startDevServer } from '../../workers/engine/dev-server.js';
import type { TimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { startTimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { prepareRuntime } from '../../workers/runtime.js';

/** A time-skipping server. One for a test file is enough; its tests run one after the other. */
export const timeSkipping = (): Promise<TimeSkippingServer> => startTimeSkippingServer();

export interface TestDevServer {
  address: string;
  client: Client;
  /** For workers. */
  connection: NativeConnection;
  /** Ends the server and removes its file; stop workers first. */
  close(): Promise<void>;
}

/** A dev server on a file in a folder of its own. */
export async function devServer(): Promise<TestDevServer> {
  prepareRuntime();
  const folder = mkdtempSync(join(tmpdir(), 'ascn-dev-server-'));
  const server = await startDevServer({ file: join(folder, 'temporal.db') });
  const { address } = server;
  const [forClient, connection] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  return {
    address,
    client: new Client({ connection: forClient }),
    connection,
    async close() {
      await Promise.all([forClient.close(), connection.close()]);
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The one workflow bundle of the test run, which `npm test` builds. */
export const builtBundle = (name: 'cycle' | 'cast' = 'cycle'): string => {
  const path = name === 'cycle' ? cycleBundle : castBundle;
  if (!existsSync(path)) throw new Error(`${path} is not there; build it with: npm run build`);
  return path;
};
