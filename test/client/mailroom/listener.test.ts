import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { parsed } from '../../setup/letters.js';
import { digestOf } from '../../../client/mailroom/digest.js';
import { usualLimits } from '../../../client/mailroom/limits.js';
import type { MailroomOptions } from '../../../client/mailroom/listener.js';
import { startMailroom } from '../../../client/mailroom/listener.js';
import type { ArrivedLetter } from '../../../client/mailroom/take.js';
import { arrivedLedger, lettersOf } from '../../../domain/arrival.js';

const folder = await mkdtemp(join(tmpdir(), 'mailroom-'));
afterAll(() => rm(folder, { recursive: true }));
const store = createDiskStore(folder);
const token = 'abcdefghijklmnopqrst';
const request = 'ascn/cycle/2018/progress/da-nang';
await store.enter('tokens', token, {
  network: 'ascn',
  office: 'csco-da-nang',
  answers: [{ request, as: 'answer' }],
});

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function door(options: Partial<MailroomOptions> = {}) {
  const started: ArrivedLetter[] = [];
  const startLetter = (letter: ArrivedLetter): Promise<void> => Promise.resolve(void started.push(letter));
  const { port, close } = await startMailroom({
    host: '127.0.0.1',
    domain: 'ascn.example',
    store,
    startLetter,
    limits: usualLimits,
    ...options,
  });
  const sender = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  open.push(close);
  const send = (
    mail: SendMailOptions = {},
  ): Promise<{ response: string; accepted: unknown[]; rejected: unknown[] }> =>
    sender.sendMail({
      from: 'office@hue.example',
      to: `reply+${token}@ascn.example`,
      subject: 'Progress',
      text: 'Vision: Own',
      ...mail,
    });
  return { started, send, port };
}

describe('the mailroom’s door', () => {
  test('answers 250 only when the letter is stored, noted for its request, and the engine has it', async () => {
    const order: string[] = [];
    let letterStarted: () => void = () => undefined;
    const { send } = await door({
      startLetter: async ({ digest, document }) => {
        order.push(parsed(await store.get(document)).text);
        order.push(
          ...(await store.keys(arrivedLedger(request))).filter((key) => key === digest).map(() => 'noted'),
        );
        await new Promise<void>((started) => (letterStarted = started)).then(() => order.push('started'));
      },
    });
    const sent = send({ text: 'Vision: First' }).then(({ response }) => order.push(response.slice(0, 3)));
    while (order.length < 2) await new Promise((turn) => setImmediate(turn));
    expect(order).toEqual(['Vision: First', 'noted']);
    letterStarted();
    await sent;
    expect(order).toEqual(['Vision: First', 'noted', 'started', '250']);
  });

  test('notes the letter for its office too: it may answer more than it replies to', async () => {
    const { send, started } = await door();
    await send({ text: 'Vision: Joint' });
    expect(await store.keys(arrivedLedger(lettersOf('ascn', 'csco-da-nang')))).toContain(started[0]!.digest);
  });

  test('gives the engine the envelope’s recipients, and keeps the envelope’s sender with the letter', async () => {
    const { send, started } = await door();
    await send({ envelope: { from: '', to: `Reply+${token.toUpperCase()}@ASCN.example` } });
    expect(started[0]?.recipients).toEqual([`Reply+${token.toUpperCase()}@ascn.example`]);
    const { headers } = parsed(await store.get(started[0]?.document ?? ''));
    expect(headers.get('return-path')).toBe('<>');
  });

  test.each([
    ['the store', { store: { ...store, put: () => Promise.reject(new Error('disk full')) } }],
    ['the ledger', { store: { ...store, enter: () => Promise.reject(new Error('disk full')) } }],
    ['the engine', { startLetter: () => Promise.reject(new Error('not reached')) }],
  ])('answers 451 when %s is away, and says nothing of why', async (_, options) => {
    const troubles: unknown[] = [];
    const { send } = await door({ ...options, onTrouble: (error) => troubles.push(error) });
    await expect(send()).rejects.toMatchObject({
      responseCode: 451,
      response: '451 The letter could not be taken just now and was not lost. Please deliver it again later.',
    });
    expect(troubles).toHaveLength(1);
  });

  test('a letter delivered twice by different ways is one letter', async () => {
    const { send, started } = await door();
    const mail = { messageId: '<1@hue.example>', date: new Date('2018-05-03T02:00:00Z') };
    await send({ ...mail, headers: { Received: 'from a by b', 'Delivered-To': 'x@y.example' } });
    await send({
      ...mail,
      headers: { Received: 'from c by d' },
      envelope: { from: 'other@hue.example', to: `reply+${token}@ascn.example` },
    });
    await send({ ...mail, text: 'Vision: Another' });
    const [first, second, third] = started.map(({ digest }) => digest);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('takes mail for its own addresses only', async () => {
    const { send, started } = await door();
    for (const to of ['office@ascn.example', 'reply@other.example', 'replyto@ascn.example']) {
      await expect(send({ to })).rejects.toMatchObject({ responseCode: 550 });
    }
    expect(started).toEqual([]);
    for (const to of ['reply@ascn.example', 'postmaster@ascn.example']) await send({ to });
    expect(started).toHaveLength(2);
  });

  test('refuses a letter that is too large with 552, said before or found after', async () => {
    const limits = { ...usualLimits, largestMessage: 2000 };
    const { send, started, port } = await door({ limits });
    await expect(send({ text: 'long '.repeat(1000) })).rejects.toMatchObject({ responseCode: 552 });
    const said = await talk(port, [
      'EHLO x',
      'MAIL FROM:<a@b.example>',
      'RCPT TO:<reply@ascn.example>',
      'DATA',
      `Subject: x\r\n\r\n${'long '.repeat(1000)}\r\n.`,
    ]);
    expect(said.at(-1)).toMatch(/^552 The letter is larger than the 1 megabytes/);
    expect(started).toEqual([]);
  });

  test('takes the recipients up to the limit and puts off the others with 452', async () => {
    const { port } = await door({ limits: { ...usualLimits, recipients: 1 } });
    const said = await talk(port, [
      'EHLO x',
      'MAIL FROM:<a@b.example>',
      'RCPT TO:<reply@ascn.example>',
      'RCPT TO:<postmaster@ascn.example>',
    ]);
    expect(said.slice(-2).map((line) => line.slice(0, 3))).toEqual(['250', '452']);
  });

  test('says so when its port is taken', async () => {
    const { port } = await door();
    await expect(door({ port })).rejects.toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining(`127.0.0.1:${port}`) as unknown,
    });
  });
});

test('a letter’s digest does not depend on line ends or on folded trace headers, but on every other header', async () => {
  const digest = (text: string): Promise<string> => digestOf(Buffer.from(text));
  const plain = await digest('Subject: x\r\n\r\nbody\r\n');
  expect(await digest('Received: a\r\n\tby b\r\nSubject: x\nReturn-Path: <a>\n\nbody\n')).toBe(plain);
  expect(await digest('Subject: x\r\nX-Note: 1\r\n\r\nbody\r\n')).not.toBe(plain);
  expect(await digest('Subject: x\r\n\r\nReceived: a\r\nbody\r\n')).not.toBe(plain);
  expect(plain).toBe(createHash('sha256').update('Subject: x\r\n\r\nbody\r\n').digest('hex'));
});

test('a large letter has the digest of its whole, with whatever line ends and wherever its header ends', async () => {
  const lines = 'Long: line\r\n'.repeat(70_000);
  for (const text of [lines, `Subject: x\r\n\r\n${lines}`, `${lines}\r\n${lines}`]) {
    const whole = createHash('sha256').update(text).digest('hex');
    for (const sent of [text, text.replaceAll('\r\n', '\n'), `Received: a\r\n${text}`])
      expect(await digestOf(Buffer.from(sent))).toBe(whole);
  }
});

/** Speaks SMTP line by line; returns the last line of each answer, the greeting first. */
function talk(port: number, lines: string[]): Promise<string[]> {
  return new Promise((done, failed) => {
    const said: string[] = [];
    const socket = createConnection(port, '127.0.0.1');
    let open = '';
    socket.setEncoding('utf8').on('error', failed);
    socket.on('data', (text: string) => {
      open += text;
      if (!/^\d{3} .*\r\n$/m.test(open.slice(open.lastIndexOf('\r\n', open.length - 3) + 1).trimStart()))
        return;
      said.push(open.trimEnd().split('\r\n').at(-1) ?? '');
      open = '';
      const next = lines[said.length - 1];
      if (next !== undefined) socket.write(`${next}\r\n`);
      else {
        socket.end('QUIT\r\n');
        done(said);
      }
    });
  });
}
