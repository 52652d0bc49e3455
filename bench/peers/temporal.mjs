/** The scenario written plainly on Temporal, on the same engine as this project. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { order, patienceMs, sendLetter, serve, waitOf } from './application.mjs';

Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') });
const connection = await Connection.connect({ address: order.address });
const native = await NativeConnection.connect({ address: order.address });
const client = new Client({ connection });
const taskQueue = 'plain';
const worker = await Worker.create({
  connection: native,
  taskQueue,
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: join(import.meta.dirname, 'temporal-workflows.mjs'),
    logger: new DefaultLogger('WARN'),
  }),
  activities: { sendLetter },
  // as this project's worker has them
  maxCachedWorkflows: 1500,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 40,
});
const ended = worker.run();
const started = [];

await serve({
  ask: async (city) =>
    started.push(
      await client.workflow.start('ask', {
        taskQueue,
        workflowId: `plain/${city}`,
        args: [city, waitOf(city), patienceMs],
      }),
    ),
  take: (city, text) => client.workflow.getHandle(`plain/${city}`).signal('answer', text),
  finished: () => Promise.all(started.map((handle) => handle.result())),
  close: async () => {
    worker.shutdown();
    await ended;
    await native.close();
    await connection.close();
  },
});
