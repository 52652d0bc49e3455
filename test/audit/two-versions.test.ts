/** The record of a year that began under one version of the code and ended under another, on the durable engine. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { keepCode } from '../../activities/archive/code.js';
import type { Event } from '../../activities/archive/history.js';
import { verify } from '../../client/audit/verify.js';
import { buildsIn } from '../../domain/builds.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { archiveId, requestId } from '../../domain/ids.js';
import { dataDir } from '../../workers/installation.js';
import { sdkVersion } from '../../workers/project.js';
import type { RunningWorker } from '../../workers/worker.js';
import { buildNextRelease } from '../faults/next-release.js';
import type { FaultyNetwork } from '../faults/network.js';
import { openNetwork, until } from '../faults/network.js';
import type { ScriptedServer } from '../faults/smtp-script.js';
import { startScriptedServer } from '../faults/smtp-script.js';
import { builtBundle } from '../setup/engines.js';
import { desk } from '../setup/year.js';
import { Opened } from './tampering.js';

let server: ScriptedServer;
let network: FaultyNetwork;
let next: Awaited<ReturnType<typeof buildNextRelease>>;

beforeAll(async () => {
  next = await buildNextRelease();
  server = await startScriptedServer();
  network = await openNetwork(server.url);
}, 120_000);
afterAll(async () => {
  await network.close();
  await server.close();
  next.remove();
});

const comments = (member: string): string => `framework-comments/${member}`;
const extend = (member: string, due: string) =>
  network.operations.extend(2018, comments(member), { due, actor: desk() });

/** Waits until a request is asked, and its letter has left. */
const asked = (member: string) =>
  until(async () => (await network.letter(`ASCN/2018/${comments(member)}/1`)) && true);

async function eventsOf(member: string): Promise<Event[]> {
  const id = requestId('ascn', 2018, 'framework-comments', member);
  return (await network.client.workflow.getHandle(id).fetchHistory()).events ?? [];
}

test('holds the code of both, and the later one does again all that either did', async () => {
  const release = async (bundlePath: string, before?: RunningWorker): Promise<RunningWorker> => {
    await before?.stop();
    const code = { bundlePath, dataDir: join(dataDir, 'mail'), sdk: sdkVersion };
    await keepCode(network.store, 'ascn', code);
    return network.work(bundlePath);
  };
  const first = await release(builtBundle());
  await network.startCycle(['workshop']);
  await asked('kh');
  await asked('th');
  await extend('kh', '2018-07-02');

  const second = await release(next.bundlePath, first);
  await extend('kh', '2018-07-03');
  await extend('th', '2018-07-03');
  expect([buildsIn(await eventsOf('kh')), buildsIn(await eventsOf('th'))]).toEqual([
    [first.buildId, second.buildId],
    [first.buildId, second.buildId],
  ]);

  const { offsetMs } = network;
  await network.client.workflow.execute('archive', {
    taskQueue: 'ascn',
    workflowId: archiveId('ascn', 2018, 'released'),
    args: [{ network: 'ascn', cycle: 2018, occasion: 'released', offsetMs }],
  });
  const file = join(network.home, 'two-versions.zip');
  await network.installation.exportBundle(2018, file, keyFileBeside(file));
  const codes = Opened.read(file)
    .entries.flat()
    .flatMap((entry) => (entry.kind === 'code' ? [entry.build.slice(0, 16)] : []));
  expect(codes.toSorted()).toEqual([first.buildId, second.buildId].toSorted());
  expect(await verify(file)).toMatchObject({ findings: [], replayed: true });
  // the first version does not know the step that the second one took
  const { findings } = await verify(file, { codePath: builtBundle() });
  expect(new Set(findings.map(({ where }) => where))).toEqual(
    new Set(['kh', 'th'].map((member) => requestId('ascn', 2018, 'framework-comments', member))),
  );
}, 240_000);
