/** What the year does while the mail server or a document fails it: it goes on, and a person hears of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOffice } from '../../domain/office.js';
import type { RunningWorker } from '../../workers/worker.js';
import { desk } from '../setup/year.js';
import type { FaultyNetwork } from './network.js';
import { openNetwork, until } from './network.js';
import type { ScriptedServer } from './smtp-script.js';
import { startScriptedServer } from './smtp-script.js';

let server: ScriptedServer;
let network: FaultyNetwork;
let worker: RunningWorker;

beforeAll(async () => {
  server = await startScriptedServer();
  network = await openNetwork(server.url);
  worker = await network.work();
  await network.startCycle();
}, 120_000);
beforeEach(() => server.misbehave());
afterAll(async () => {
  await network.close();
  await server.close();
});

const request = (about: string) => network.operations.request(2018, about);
const takenFor = (number: string) =>
  server.taken.filter(({ raw }) => /^x-ascn-letter:\s+(\S+)/im.exec(raw)?.[1]?.startsWith(number));
const fileOf = (address: string): string =>
  join(network.home, 'store', 'documents', address.slice(7, 9), address.slice(9));

describe('a request', () => {
  test('whose letter the mail server does not take waits, and the letter leaves once the server is well', async () => {
    const number = 'ASCN/2018/progress/hanoi/1';
    server.misbehave({ at: 'MAIL', does: '550 5.7.1 sign in first' });
    await network.ask('progress', ['hanoi']);
    const putOff = await until(async () => (await network.letter(number))?.putOff);
    expect(putOff).toMatchObject({ reply: expect.stringContaining('refuses our sender') as unknown });
    expect(await network.installation.lettersPutOff(2018)).toEqual([putOff]);
    expect(await request('progress/hanoi')).toMatchObject({ state: 'asked' });
    server.misbehave();
    await until(async () => ((await network.letter(number))?.outcome === 'sent' ? true : undefined));
    expect(takenFor(number)).toHaveLength(1);
    expect(await network.installation.lettersPutOff(2018)).toEqual([]);
    expect(await request('progress/hanoi')).toMatchObject({ state: 'asked', unreachable: [] });
  }, 120_000);

  test('whose office is refused for good turns to whoever else may answer, and the secretariat is told with the server’s code', async () => {
    const { address } = findOffice(network.data, 'csco-da-nang');
    server.misbehave({ at: 'RCPT', does: '550 5.1.1 no such mailbox', to: address });
    await network.ask('action-plan', ['da-nang']);
    const matter = await network.waiting('action-plan/da-nang/undeliverable');
    expect(matter).toMatchObject({
      what: expect.stringContaining(
        'Mail to csco-da-nang about action-plan/da-nang came back for good (550 5.1.1).',
      ) as unknown,
      command: 'ascn request show 2018/action-plan/da-nang',
    });
    const asked = await until(async () => {
      const record = await request('action-plan/da-nang');
      return record.addressee === 'csco-da-nang' ? undefined : record;
    });
    expect(asked).toMatchObject({ state: 'asked', unreachable: ['csco-da-nang'] });
    await until(() => takenFor('ASCN/2018/action-plan/da-nang/2')[0]);
    // the notice about it leaves as a letter too
    await until(() => takenFor('ASCN/2018/notice/action-plan/da-nang')[0]);
  }, 120_000);

  test('whose enclosure is not in the store is told of by name, and goes on', async () => {
    const document = await network.store.put('the draft framework');
    rmSync(fileOf(document));
    await network.ask('framework-comments', ['kh'], {
      attachments: [{ document, name: 'framework-draft.pdf', type: 'application/pdf' }],
    });
    const matter = await network.waiting('not-sent/ASCN/2018/framework-comments/kh');
    expect(matter.what).toContain('“framework-draft.pdf” cannot be enclosed.');
    expect(matter.what).toContain(`${document} is not in the document store`);
    expect(takenFor('ASCN/2018/framework-comments/kh')).toEqual([]);
    // the next letter of the request leaves: the year goes on
    await network.operations.extend(2018, 'framework-comments/kh', { due: '2018-06-29', actor: desk() });
    await until(() => takenFor('ASCN/2018/framework-comments/kh')[0]);
  }, 120_000);
});

describe('a letter that came in', () => {
  test.each([
    ['is missing', (file: string) => rmSync(file), /is not in the document store/],
    [
      'was altered',
      (file: string) => writeFileSync(file, 'Another word'),
      /was altered in the document store/,
    ],
  ])(
    'whose document %s when it is judged is kept aside, with the reason',
    async (what, harm, reason) => {
      const document = await network.store.put(`Subject: ${what}\r\n\r\nWe agree.\r\n`);
      harm(fileOf(document));
      const digest = what.length.toString(16).padStart(64, '0');
      await network.operations.takeLetter({
        ...{ digest, document, recipients: ['reply@ascn.example'], offsetMs: network.offsetMs },
      });
      const aside = await until(async () =>
        (await network.operations.registry()).aside.find((each) => each.digest === digest),
      );
      expect(aside.reason).toMatch(reason);
      expect(aside.reason).toContain(document);
      expect((await network.installation.lettersIn()).find((each) => each.digest === digest)).toMatchObject({
        outcome: 'kept-aside',
      });
    },
    120_000,
  );
});

test('a worker stops in time though a mail server keeps it waiting, and the letter leaves once when one runs again', async () => {
  const number = 'ASCN/2018/progress/jakarta/1';
  server.misbehave({ at: 'DATA', does: 'drips' });
  await network.ask('progress', ['jakarta']);
  await until(() => network.letter(number));
  await worker.stop();
  expect(takenFor(number)).toEqual([]);
  server.misbehave();
  worker = await network.work();
  await until(async () => ((await network.letter(number))?.outcome === 'sent' ? true : undefined));
  expect(takenFor(number)).toHaveLength(1);
}, 120_000);
