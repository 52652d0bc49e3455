import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listMailbox, startLocalMailbox } from '../../../../activities/mail/out/local-mailbox.js';
import { createMailTransport } from '../../../../activities/mail/out/transport.js';
import { openDesk, read } from './fixture.js';

let folder: string;
let mailbox: Awaited<ReturnType<typeof startLocalMailbox>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ascn-mailbox-'));
  mailbox = await startLocalMailbox(folder);
});
afterAll(async () => {
  await mailbox.close();
  await rm(folder, { recursive: true });
});

test('a letter is in the local mailbox, whole, when the server has answered, and is listed', async () => {
  const desk = await openDesk(mailbox.url);
  const sent = await desk.send(desk.order());
  const [letter, ...more] = await listMailbox(folder);
  expect(more).toEqual([]);
  expect(letter).toMatchObject({
    to: ['csco-da-nang@offices.example', 'nr-vn@offices.example'],
    from: expect.stringMatching(/^reply\+[a-z2-7]{20}@ascn\.example$/),
    subject: expect.stringContaining('Đà Nẵng'),
  });
  const file = await readFile(join(folder, letter!.file));
  expect(file).toEqual(Buffer.from(await desk.store.get(sent.document!)));
  expect((await read(file)).messageId).toBe(sent.messageId);
  expect((await readdir(folder)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  await desk.close();
});

test('two mailboxes take two ports; a mailbox that is not there is empty', async () => {
  const other = await startLocalMailbox(join(folder, 'other'));
  expect(other.port).not.toBe(mailbox.port);
  await other.close();
  expect(await listMailbox(join(folder, 'nowhere'))).toEqual([]);
  await expect(startLocalMailbox(join(folder, 'other'), { port: mailbox.port })).rejects.toMatchObject({
    type: 'Unavailable',
    message: expect.stringContaining(String(mailbox.port)),
  });
});

test('a URL that is no mail server’s is refused, and not repeated, since it may hold a password', () => {
  expect(() => createMailTransport('https://user:secret@mail.example')).toThrow(
    'expected for example smtp://',
  );
  expect(() => createMailTransport('https://user:secret@mail.example')).not.toThrow('secret');
});
