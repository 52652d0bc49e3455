/**
 * This project's part in the scenario ask–remind–answer, in a process of its own: a network at work on an engine that
 * runs already. Each request has its own instant for the reminder; answers come by SMTP to the mailroom.
 */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { prepareRuntime } from '../workers/runtime.js';
import type { ApplicationOrder, FromApplication, ToApplication } from './application.js';
import { openAsking } from './asking.js';
import { openNetwork } from './network-at-work.js';

const order = JSON.parse(process.argv[2] ?? '') as ApplicationOrder;
const { cities, waitMs, smtpUrl, address = '', namespace = 'default', folder } = order;
const network = 'measured';
const hourMs = 3_600_000;

prepareRuntime();
const connection = await Connection.connect({ address });
const native = await NativeConnection.connect({ address });
const client = new Client({ connection, namespace });
const work = await openNetwork({
  client,
  connection: native,
  namespace,
  deployment: true,
  home: folder,
  network,
  smtpUrl,
  moreCities: Math.max(...cities),
});
const asking = await openAsking({
  client,
  work,
  network,
  cities,
  patience: (city) => (city % 2 === 0 ? hourMs : waitMs),
});

const tell = (said: FromApplication, then = (): void => undefined): void => void process.send!(said, then);
let before = process.cpuUsage();

async function hear(said: ToApplication): Promise<void> {
  if (said === 'go') {
    before = process.cpuUsage();
    return asking.askAll();
  }
  await asking.allAccepted();
  const { user, system } = process.cpuUsage(before);
  await work.close();
  await native.close();
  await connection.close();
  tell({ cpuSeconds: (user + system) / 1e6 }, () => process.exit(0));
}

// it does not outlive the process that measures
process.on('disconnect', () => process.exit(1));
process.on('message', (said: ToApplication) => {
  hear(said).catch((error: unknown) =>
    tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
tell({ door: { bySmtp: work.mailroomPort } });
