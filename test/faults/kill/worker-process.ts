/** The worker of one installation, as a process of its own; in a year of some minutes, with the instants seconds apart. */
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { createMailTransport } from '../../../activities/mail/out/transport.js';
import { createActivities } from '../../../workers/activities.js';
import { prepareRuntime } from '../../../workers/runtime.js';
import { runWorker } from '../../../workers/worker.js';
import { notingOverlaps } from './overlaps.js';
import { paced } from './paced-activities.js';
import { endWith, endWithTest, engineOf, network, readRun, ready, tellOfOverlap } from './run.js';
import { listenForPoints, mortalActivities, mortalStore } from './self-kill.js';

const home = process.argv[2]!;
endWithTest();
listenForPoints();
prepareRuntime();
const run = readRun(home);
const engine = await engineOf(home);
endWith(engine, home);
const activities = await createActivities({
  client: new Client({ connection: await Connection.connect({ address: engine.address }) }),
  store: mortalStore(createDiskStore(join(home, 'store'))),
  dataDir: run.dataDir,
  papersDir: (_network, cycle) => join(home, 'papers', String(cycle)),
  transport: createMailTransport(run.smtpUrl),
  mail: { mailDomain: run.domain, replyAddress: `reply@${run.domain}`, secret: 'a secret of the test' },
});
const { offsetMs, slower } = run;
const worker = await runWorker({
  connection: await NativeConnection.connect({ address: engine.address }),
  namespace: 'default',
  taskQueue: network,
  activities: notingOverlaps(
    mortalActivities(slower === undefined ? activities : paced(activities, { offsetMs, slower })),
    tellOfOverlap,
  ),
  bundlePath: run.bundlePath,
  deployment: true,
  keptTaskWait: '1 second',
});
ready();
await worker.ended;
