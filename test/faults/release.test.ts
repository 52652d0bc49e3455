/**
 * A release in mid-cycle: a year begun on one version of the workflows goes on with the next, which changes a step
 * behind `patched`; and what happens when the older version comes back.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { letterId, requestId } from '../../domain/ids.js';
import { findOffice } from '../../domain/office.js';
import { buildIdOf } from '../../workers/bundle.js';
import type { RunningWorker } from '../../workers/worker.js';
import { builtBundle } from '../setup/engines.js';
import { desk } from '../setup/year.js';
import type { FaultyNetwork } from './network.js';
import { openNetwork, until } from './network.js';
import { buildNextRelease } from './next-release.js';
import type { ScriptedServer } from './smtp-script.js';
import { startScriptedServer } from './smtp-script.js';

let server: ScriptedServer;
let network: FaultyNetwork;
let next: Awaited<ReturnType<typeof buildNextRelease>>;
let running: RunningWorker | undefined;

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

/** As an upgrade is done: the worker of one release stops, and that of the other starts and is the current one. */
async function release(version: 'this' | 'next'): Promise<void> {
  await running?.stop();
  running = await network.work(version === 'this' ? builtBundle() : next.bundlePath);
}

const messageIdOf = (raw: string): string => /^message-id:\s+(\S+)/im.exec(raw)?.[1] ?? '';
const idOf = (member: string) => requestId('ascn', 2018, 'framework-comments', member);
const extend = (member: string, due: string) =>
  network.operations.extend(2018, `framework-comments/${member}`, { due, actor: desk() });
const state = async (member: string) =>
  (await network.operations.request(2018, `framework-comments/${member}`)).state;

async function eventsOf(member: string) {
  return (await network.client.workflow.getHandle(idOf(member)).fetchHistory()).events ?? [];
}
const markersOf = async (member: string) =>
  (await eventsOf(member)).filter(
    ({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'core_patch',
  ).length;

/** The letters about a request that granted an extension: how many there were, and to how many the desk was copied. */
async function extensions(member: string): Promise<{ sent: number; toTheDesk: number }> {
  const { address } = findOffice(network.data, 'secretariat-sg');
  const extended = (await network.installation.lettersOut(2018))
    .filter(
      ({ number, template }) => number.includes(`/framework-comments/${member}/`) && template === 'extended',
    )
    .map(({ messageId }) => messageId);
  const taken = server.taken.filter(({ raw }) => extended.includes(messageIdOf(raw)));
  return { sent: taken.length, toTheDesk: taken.filter(({ to }) => to.includes(address)).length };
}

/** An NR answers the letter that asked. @returns the workflow of the answer's letter */
async function answer(member: string): Promise<string> {
  const asked = server.taken.find(({ raw }) => raw.includes(`framework-comments.${member}.1+ascn@`))!;
  const digest = Buffer.from(member).toString('hex').padEnd(64, '0');
  const { address } = findOffice(network.data, `nr-${member}`);
  const document = await network.store.put(
    [`From: ${address}`, `To: ${asked.from}`, 'Subject: Re: comments', '', 'Position: Agree', ''].join(
      '\r\n',
    ),
  );
  await network.operations.takeLetter({
    digest,
    document,
    recipients: [asked.from],
    offsetMs: network.offsetMs,
  });
  return letterId('ascn', digest);
}

test('a year goes on through an upgrade, a rollback and the upgrade again; no letter is lost or sent twice', async () => {
  await release('this');
  await network.startCycle();
  await network.ask('framework-comments', ['kh', 'th', 'vn']);
  await extend('kh', '2018-07-02');
  expect(await extensions('kh')).toEqual({ sent: 1, toTheDesk: 0 });

  await release('next');
  expect(running?.buildId).not.toBe(await buildIdOf(builtBundle()));
  // one that took the step before the change and takes it again, and one that takes it for the first time
  await extend('kh', '2018-07-03');
  await extend('th', '2018-07-03');
  expect(await extensions('kh')).toEqual({ sent: 2, toTheDesk: 1 });
  expect(await extensions('th')).toEqual({ sent: 1, toTheDesk: 1 });
  expect([await markersOf('kh'), await markersOf('th'), await markersOf('vn')]).toEqual([1, 1, 0]);
  expect((await network.operations.status(2018)).closed).toBe(false);

  await release('this');
  // what has not taken the changed step goes on with the older version
  expect((await network.operations.status(2018)).closed).toBe(false);
  await extend('vn', '2018-07-03');
  expect(await extensions('vn')).toEqual({ sent: 1, toTheDesk: 0 });
  await network.client.workflow.getHandle(await answer('vn')).result();
  expect(await state('vn')).toBe('accepted');
  // what has taken it stands still, since its history holds a step that the older version does not know: a person is
  // told so at once, and a letter waits
  await expect(extend('kh', '2018-07-04')).rejects.toMatchObject({
    type: 'Unavailable',
    message: expect.stringContaining(
      'The program that runs now may not fit the one that started it',
    ) as unknown,
  });
  const answered = await answer('th');
  await expect(state('th')).rejects.toMatchObject({
    type: 'Unavailable',
    message: expect.stringContaining('may not fit') as unknown,
  });
  expect(await extensions('kh')).toEqual({ sent: 2, toTheDesk: 1 });

  await release('next');
  // refused until the engine has tried its step again
  await until(() =>
    extend('kh', '2018-07-04').then(
      () => true,
      () => undefined,
    ),
  );
  expect(await extensions('kh')).toEqual({ sent: 3, toTheDesk: 2 });
  await network.client.workflow.getHandle(answered).result();
  await network.client.workflow.getHandle(await answer('kh')).result();
  expect([await state('kh'), await state('th'), await state('vn')]).toEqual([
    'accepted',
    'accepted',
    'accepted',
  ]);
  await network.client.workflow.getHandle('ascn/cycle/2018/batch/framework-comments/1').signal('closeBatch');
  for (const member of ['kh', 'th', 'vn'])
    expect(await network.client.workflow.getHandle(idOf(member)).result()).toMatchObject({
      state: 'accepted',
      closed: true,
    });
  const ids = server.taken.map(({ raw }) => messageIdOf(raw));
  expect(new Set(ids).size).toBe(ids.length);
}, 240_000);
