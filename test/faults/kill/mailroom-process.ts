/** The mailroom of one installation, as a process of its own. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { Runtime } from '@temporalio/worker';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { openMailroom } from '../../../client/mailroom/open.js';
import { createOperations } from '../../../client/operations.js';
import { freePorts } from '../../../workers/engine/ports.js';
import { openLog } from '../../../workers/log.js';
import { createMetrics } from '../../../workers/metrics.js';
import { endWith, endWithTest, engineOf, network, readRun, ready } from './run.js';
import { listenForPoints, mortalStore } from './self-kill.js';

const home = process.argv[2]!;
endWithTest();
listenForPoints();
const { domain, offsetMs } = readRun(home);
const engine = await engineOf(home);
endWith(engine, home);
const store = mortalStore(createDiskStore(join(home, 'store')));
const operations = createOperations({
  client: new Client({
    connection: await Connection.connect({ address: engine.address }),
    interceptors: {
      workflow: [
        {
          // as patience.ts does for the workflows that other workflows start
          start: (input, next) =>
            next({ ...input, options: { ...input.options, workflowTaskTimeout: msToTs('5 seconds') } }),
        },
      ],
    },
  }),
  store,
  network,
  taskQueue: network,
});
const [mailroomPort] = await freePorts(1);
await openMailroom(
  { home, mailDomain: domain, mailroomHost: '127.0.0.1', mailroomPort },
  store,
  { takeLetter: (letter) => operations.takeLetter({ ...letter, offsetMs }) },
  { log: openLog('text'), metrics: createMetrics(Runtime.instance().metricMeter) },
);
ready();
