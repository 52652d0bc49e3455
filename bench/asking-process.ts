/**
 * This project's part in the scenario ask–remind–answer, in a process of its own: a network at work on an engine that
 * runs already. Requests are started one by one, each with its own instant for the reminder, and told to boards of at
 * most 200 as in a real year; answers come by SMTP to the mailroom.
 */
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { batchId, requestId } from '../domain/ids.js';
import type { RequestRow } from '../domain/request.js';
import { after, toInstant } from '../domain/time.js';
import { prepareRuntime } from '../workers/runtime.js';
import { boardQuery } from '../workflows/batch-messages.js';
import type { BatchInput } from '../workflows/batch.js';
import type { RequestInput } from '../workflows/request.js';
import type { ApplicationOrder, FromApplication, ToApplication } from './application.js';
import { extraCity, openNetwork, planOfCity, year } from './network-at-work.js';

const order = JSON.parse(process.argv[2] ?? '') as ApplicationOrder;
const { cities, waitMs, smtpUrl, address = '', namespace = 'default', folder } = order;
const network = 'measured';
const kind = 'action-plan';
const largestBoard = 200;
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
const boardOf = (i: number): string => batchId(network, year, kind, 1 + Math.floor(i / largestBoard));
const boards = [...new Set(cities.map((_, i) => boardOf(i)))];
const noRequests: Omit<BatchInput, 'subjects'> = {
  cycle: work.cycle,
  grounds: work.grounds,
  kind,
  parent: 'none',
  due: '2018-05-25',
};
for (const workflowId of boards)
  await client.workflow.start('batch', {
    taskQueue: network,
    workflowId,
    args: [{ ...noRequests, subjects: [] }],
  });

async function ask(number: number, i: number): Promise<void> {
  const city = extraCity(number);
  const patience = number % 2 === 0 ? hourMs : waitMs;
  const input: RequestInput = {
    cycle: work.cycle,
    grounds: { networkDocument: work.grounds.networkDocument, chair: work.calendar.chair },
    ask: work.ask,
    plan: planOfCity(city, after(toInstant(Date.now()), patience)),
    board: boardOf(i),
  };
  await client.workflow.start('request', {
    taskQueue: network,
    workflowId: requestId(network, year, kind, city),
    args: [input],
  });
}

async function askAll(): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let i = next++; i < cities.length; i = next++) await ask(cities[i]!, i);
  };
  await Promise.all(Array.from({ length: 50 }, lane));
}

/** The boards say that every request is accepted. A receipt may leave a moment before its board has heard. */
async function allAccepted(): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const rows = await Promise.all(
      boards.map((board) => client.workflow.getHandle(board).query<RequestRow[], []>(boardQuery)),
    );
    const accepted = rows.flat().filter(({ state }) => state === 'accepted').length;
    if (accepted === cities.length) return;
    if (Date.now() > deadline)
      throw new Error(`${accepted} of ${cities.length} requests are accepted; expected all.`);
    await new Promise((later) => setTimeout(later, 100));
  }
}

const tell = (said: FromApplication, then = (): void => undefined): void => void process.send!(said, then);
let before = process.cpuUsage();

async function hear(said: ToApplication): Promise<void> {
  if (said === 'go') {
    before = process.cpuUsage();
    return askAll();
  }
  await allAccepted();
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
