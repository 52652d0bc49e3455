/** What strangers say to the listener: everything that SMTP allows, and much that it doesn't. */
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { copyFile, mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { openCertificate } from '../../../client/mailroom/certificate.js';
import { usualLimits } from '../../../client/mailroom/limits.js';
import type { MailroomOptions } from '../../../client/mailroom/listener.js';
import { networksOf } from '../../../client/mailroom/relays.js';
import type { ArrivedEntry } from '../../../domain/arrival.js';
import { arrivedLedger } from '../../../domain/arrival.js';
import { projectRoot } from '../../../workers/project.js';
import { codes, envelope, openDoor, talkTo } from './door.js';

const folder = await mkdtemp(join(tmpdir(), 'strangers-'));
const store = createDiskStore(folder);
afterAll(() => rm(folder, { recursive: true }));

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function door(options: Partial<MailroomOptions> = {}) {
  const opened = await openDoor(store, options);
  closing.push(opened.close);
  return opened;
}

async function visitor(port: number, helo = 'EHLO mail.hue.example') {
  const talk = await talkTo(port);
  closing.push(talk.hangUp);
  await talk.ask(helo);
  return talk;
}

const body = 'Subject: Progress\r\n\r\nVision: Own\r\n';

async function rawOf(document: string): Promise<string> {
  return Buffer.from(await store.get(document)).toString();
}

describe('the door', () => {
  test('offers what mail servers use, and neither sign-in nor chunks', async () => {
    const { port } = await door();
    const talk = await talkTo(port);
    closing.push(talk.hangUp);
    const offers = (await talk.ask('EHLO mail.hue.example')).slice(1).map((line) => line.slice(4));
    expect(offers.sort()).toEqual([
      '8BITMIME',
      'PIPELINING',
      `SIZE ${usualLimits.largestMessage}`,
      'SMTPUTF8',
    ]);
  });

  test.each([
    ['VRFY office@hue.example', '252'],
    ['HELP', '214'],
    ['NOOP', '250'],
    ['RSET', '250'],
    ['EXPN cities', '500'],
    ['ETRN hue.example', '500'],
    ['BDAT 10 LAST', '500'],
    ['AUTH PLAIN AGEAYg==', '500'],
    ['STARTTLS', '500'],
    ['XCLIENT ADDR=192.0.2.1', '500'],
    ['WIZ please', '500'],
    ['DATA', '503'],
    ['MAIL FROM:<a@b.example> SIZE=999999999', '552'],
    ['MAIL FROM:<a@b.example> BODY=BINARYMIME', '501'],
    ['MAIL FROM:<a\0b@c.example>', '501'],
    ['MAIL FROM:<a@b.example\rRCPT TO:<x@y.example>', '501'],
  ])('answers %j with %s', async (command, code) => {
    const { port } = await door();
    expect(codes(await (await visitor(port)).say(`${command}\r\n`))).toEqual([code]);
  });

  test('takes commands in groups, also behind the end of a letter', async () => {
    const { port, started } = await door();
    const talk = await visitor(port);
    expect(codes(await talk.say(envelope(), 3))).toEqual(['250', '250', '354']);
    const first = `Message-ID: <1@x>\r\n${body}.\r\n`;
    expect(codes(await talk.say(`${first}${envelope()}`, 4))).toEqual(['250', '250', '250', '354']);
    expect(codes(await talk.say(`Message-ID: <2@x>\r\n${body}.\r\nQUIT\r\n`, 2))).toEqual(['250', '221']);
    expect(started).toHaveLength(2);
  });

  test('takes letters of addresses in every script, and as 8 bits', async () => {
    const { port, started } = await door();
    const talk = await visitor(port);
    const from = 'văn.phòng@huế.example';
    expect(
      codes(
        await talk.say(
          `MAIL FROM:<${from}> SMTPUTF8 BODY=8BITMIME\r\nRCPT TO:<reply@ascn.example>\r\nDATA\r\n`,
          3,
        ),
      ),
    ).toEqual(['250', '250', '354']);
    expect(codes(await talk.say('Subject: Tiến độ\r\n\r\nTầm nhìn: Riêng\r\n.\r\n'))).toEqual(['250']);
    expect(await rawOf(started[0]!.document)).toBe(
      `Return-Path: <${from}>\r\nSubject: Tiến độ\r\n\r\nTầm nhìn: Riêng\r\n`,
    );
  });

  test('keeps a letter’s bytes as they came, however they came', async () => {
    const { port, started } = await door();
    const talk = await visitor(port);
    await talk.say(envelope(), 3);
    // dots that begin a line are doubled on the way (RFC 5321, 4.5.2); NUL is for the reader to judge
    const sent = `Subject: x\r\n\r\n..\r\n...two\r\n.. \r\nNUL \0 here\r\n`;
    for (const byte of sent) {
      talk.socket.write(byte);
      await new Promise((turn) => setImmediate(turn));
    }
    expect(codes(await talk.say('.\r\n'))).toEqual(['250']);
    expect(await rawOf(started[0]!.document)).toBe(
      'Return-Path: <office@hue.example>\r\nSubject: x\r\n\r\n.\r\n..two\r\n. \r\nNUL \0 here\r\n',
    );
  });

  test('keeps a letter whole that comes in pieces of every size', async () => {
    const { port, started } = await door();
    const talk = await visitor(port);
    await talk.say(envelope(), 3);
    // each line that begins with a dot is a piece of its own
    const dots = '..\r\n'.repeat(20_000);
    const lines = `${'Vision: Own\r\n'.repeat(15_000)}`;
    expect(codes(await talk.say(`Subject: x\r\n\r\n${dots}${lines}${dots}.\r\n`))).toEqual(['250']);
    const kept = dots.replaceAll('..', '.');
    const raw = await rawOf(started[0]!.document);
    expect(raw === `Return-Path: <office@hue.example>\r\nSubject: x\r\n\r\n${kept}${lines}${kept}`).toBe(
      true,
    );
  });

  test.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\n\n.\r\n\r\n'])(
    'is not led to take one letter for two by %j',
    async (end) => {
      const { port, started, refused } = await door();
      const talk = await visitor(port);
      await talk.say(envelope(), 3);
      const smuggled = envelope({ from: 'minister@hue.example' });
      const said = await talk.say(`${body}x${end}${smuggled}${body}\r\n.\r\n`);
      expect(codes(said)).toEqual(['554']);
      expect(await talk.say('NOOP\r\n')).toEqual([expect.stringMatching(/^250 /)]);
      expect([started, refused]).toEqual([[], [554]]);
      expect(codes(await talk.say(envelope(), 3))).toEqual(['250', '250', '354']);
      expect(codes(await talk.say(`${body}.\r\n`))).toEqual(['250']);
      expect(started).toHaveLength(1);
    },
  );

  test('takes nothing of a letter that breaks off, and makes no noise about it', async () => {
    const { port, started, troubles } = await door();
    const talk = await visitor(port);
    await talk.say(envelope(), 3);
    talk.socket.write(body);
    talk.hangUp();
    await talk.rest();
    const other = await visitor(port);
    await other.say(envelope(), 3);
    await other.say(`${body}.\r\n`);
    expect(started).toHaveLength(1);
    expect(troubles).toEqual([]);
  });

  test.each([
    ['who speaks before the greeting', 'EHLO early.example\r\n', false],
    ['who speaks HTTP', 'POST / HTTP/1.1\r\n', true],
    ['who says a line without an end', 'A'.repeat(40_000), true],
    ['who says nothing that is known', 'FOO\r\n'.repeat(10), true],
  ])('closes on one %s', async (_, text, greeted) => {
    const { port } = await door();
    const talk = await talkTo(port, { greeted });
    talk.socket.write(text);
    expect(await talk.rest()).toMatch(/421 /);
  });

  test('closes on one who is silent', async () => {
    const { port } = await door({ limits: { ...usualLimits, silenceMs: 200 } });
    expect(await (await talkTo(port)).rest()).toMatch(/^421 /);
  });

  test('closes on one who tries many addresses', async () => {
    const { port, refused } = await door({ limits: { ...usualLimits, unknownRecipients: 3 } });
    const talk = await visitor(port);
    const tries = Array.from({ length: 4 }, (_, n) => `RCPT TO:<name${n}@ascn.example>\r\n`).join('');
    expect(codes(await talk.say(`MAIL FROM:<a@b.example>\r\n${tries}`, 5))).toEqual([
      '250',
      '550',
      '550',
      '550',
      '421',
    ]);
    expect(refused).toEqual([550, 550, 550, 421]);
  });

  test('has so many connections for one client, and others for others', async () => {
    const limits = { ...usualLimits, client: { ...usualLimits.client, connections: 2 } };
    const { port } = await door({ limits });
    const [one] = [await visitor(port), await visitor(port)];
    expect(await (await talkTo(port, { greeted: false })).rest()).toMatch(/^421 .*2 connections/);
    one.hangUp();
    await one.rest();
    let talk = await talkTo(port, { greeted: false });
    while (/^421/.test((await talk.say('', 1))[0] ?? '')) talk = await talkTo(port, { greeted: false });
    closing.push(talk.hangUp);
  });

  test('has so many letters a minute for one sender, of a client, and puts further ones off', async () => {
    const limits = {
      ...usualLimits,
      sender: { messagesAMinute: 2 },
      client: { connections: 5, messagesAMinute: 5 },
    };
    const { port, refused } = await door({ limits });
    const talk = await visitor(port);
    const mail = async (from: string): Promise<string> =>
      codes(await talk.say(`MAIL FROM:<${from}>\r\nRSET\r\n`, 2))[0]!;
    expect([await mail('a@x.example'), await mail('A@x.example'), await mail('a@X.example')]).toEqual([
      '250',
      '250',
      '450',
    ]);
    expect([await mail('b@x.example'), await mail(''), await mail('c@x.example')]).toEqual([
      '250',
      '250',
      '450',
    ]);
    expect(refused).toEqual([450, 450]);
  });

  test('sets no rate on a mail server of our own', async () => {
    const limits = {
      ...usualLimits,
      sender: { messagesAMinute: 1 },
      client: { connections: 1, messagesAMinute: 1 },
    };
    const { port, started } = await door({ limits, relays: networksOf(['127.0.0.0/24']) });
    const [one, other] = [await visitor(port), await visitor(port)];
    for (const talk of [one, other, one]) {
      await talk.say(envelope(), 3);
      await talk.say(`${body}.\r\n`);
    }
    expect(started).toHaveLength(3);
  });

  test('takes another’s letter in the middle of a flood from one sender', async () => {
    const { port, started, refused } = await door();
    const { messagesAMinute } = usualLimits.sender;
    const flooding = Array.from({ length: 3 }, async () => {
      const flood = await visitor(port);
      for (let n = 0; n < 2 * messagesAMinute; n++) {
        const [mail] = codes(await flood.say('MAIL FROM:<flood@x.example>\r\n'));
        if (mail === '250') await flood.say(`RCPT TO:<reply@ascn.example>\r\nDATA\r\n`, 2);
        if (mail === '250') await flood.say(`${body}.\r\n`);
      }
    });
    const talk = await visitor(port);
    await talk.say(envelope(), 3);
    expect(codes(await talk.say(`${body}.\r\n`))).toEqual(['250']);
    await Promise.all(flooding);
    // one more may have come free in the meantime
    expect(started.length).toBeLessThan(messagesAMinute + 10);
    expect(refused.filter((code) => code === 450).length).toBeGreaterThan(4 * messagesAMinute);
  });

  test('puts a letter off for which there is no room just now', async () => {
    const { port, started } = await door({ limits: { ...usualLimits, inHand: 1000 } });
    const talk = await visitor(port);
    await talk.say(envelope(), 3);
    expect(codes(await talk.say(`${body}${'long\r\n'.repeat(1000)}.\r\n`))).toEqual(['452']);
    await talk.say(envelope(), 3);
    expect(codes(await talk.say(`${body}.\r\n`))).toEqual(['250']);
    expect(started).toHaveLength(1);
  });

  test('takes mail for postmaster without a domain, as every mail server does', async () => {
    const { port } = await door();
    const talk = await visitor(port);
    expect(codes(await talk.say('MAIL FROM:<>\r\nRCPT TO:<Postmaster>\r\n', 2))).toEqual(['250', '250']);
  });
});

test('by LMTP each recipient has an answer of its own', async () => {
  const { port, started } = await door({ lmtp: true });
  const talk = await visitor(port, 'LHLO mail.ascn.example');
  expect(codes(await talk.say('EHLO x\r\n'))).toEqual(['500']);
  const to = ['reply', 'postmaster', 'nobody'].map((name) => `RCPT TO:<${name}@ascn.example>\r\n`);
  expect(codes(await talk.say(`MAIL FROM:<a@b.example>\r\n${to.join('')}DATA\r\n`, 5))).toEqual([
    '250',
    '250',
    '250',
    '550',
    '354',
  ]);
  expect(codes(await talk.say(`${body}.\r\n`, 2))).toEqual(['250', '250']);
  expect(started.map(({ recipients }) => recipients)).toEqual([
    ['reply@ascn.example', 'postmaster@ascn.example'],
  ]);
});

test('what vouches for the sender is kept beside the letter, for its requests too', async () => {
  const token = 'bbbbbbbbbbbbbbbbbbbb';
  const request = 'ascn/cycle/2018/progress/hue';
  await store.enter('tokens', token, {
    network: 'ascn',
    office: 'csco-hue',
    answers: [{ request, as: 'answer' }],
  });
  const asked: unknown[] = [];
  const found = {
    result: 'pass',
    by: 'dkim',
    domain: 'hue.example',
    from: 'hue.example',
    checked: 'here',
  } as const;
  const { port, started } = await door({
    authenticate: ({ raw, ...about }) => {
      asked.push(about, raw.toString());
      return Promise.resolve(found);
    },
  });
  const talk = await visitor(port);
  await talk.say(envelope({ to: `reply+${token}@ascn.example` }), 3);
  await talk.say(`${body}.\r\n`);
  expect(asked).toEqual([
    { client: '127.0.0.1', relay: false, helo: 'mail.hue.example', sender: 'office@hue.example' },
    body,
  ]);
  const { authentication, digest } = started[0]!;
  expect(await store.getJson(authentication!)).toEqual(found);
  expect(await store.entry<ArrivedEntry>(arrivedLedger(request), digest)).toMatchObject({ authentication });
});

describe('with a certificate', () => {
  const pem = (name: string): string =>
    join(projectRoot(), 'test/client/mailroom/certificates', `${name}.pem`);
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const put = async (name: string, at: number): Promise<void> => {
    await copyFile(pem(`${name}.key`), files.key);
    await copyFile(pem(`${name}.cert`), files.cert);
    for (const file of [files.key, files.cert]) await utimes(file, at, at);
  };

  /** Upgrades the connection; resolves to the name in the certificate. */
  const upgraded = async (port: number) => {
    const talk = await visitor(port);
    expect(await talk.ask('EHLO x')).toContain('250-STARTTLS');
    await talk.say('STARTTLS\r\n');
    talk.socket.removeAllListeners('data');
    const secure = connectTls({ socket: talk.socket, rejectUnauthorized: false, servername: 'ascn.example' });
    await new Promise((done) => secure.once('secureConnect', done));
    closing.push(() => secure.destroy());
    return { secure, name: secure.getPeerCertificate().subject.CN };
  };

  test('it takes letters by STARTTLS, and a renewed certificate without a restart', async () => {
    await put('first', 1_000);
    const { port, started } = await door({ certificate: await openCertificate(files) });
    const { secure, name } = await upgraded(port);
    expect(name).toBe('first.ascn.example');
    let heard = '';
    secure.setEncoding('utf8').on('data', (text: string) => (heard += text));
    secure.write('EHLO x\r\n');
    secure.write(`${envelope()}`);
    while (!/^354 /m.test(heard)) await new Promise((done) => secure.once('data', done));
    expect(heard).not.toContain('STARTTLS');
    secure.write(`${body}.\r\n`);
    while (started.length === 0) await new Promise((done) => secure.once('data', done));

    await copyFile(pem('renewed.key'), files.key);
    expect((await upgraded(port)).name).toBe('first.ascn.example');
    await put('renewed', 2_000);
    expect((await upgraded(port)).name).toBe('renewed.ascn.example');
  });

  test('what is said before it is not heard after it', async () => {
    await put('first', 1_000);
    const { port, started } = await door({ certificate: await openCertificate(files) });
    const talk = await visitor(port);
    await talk.say(`STARTTLS\r\n${envelope()}${body}.\r\n`);
    talk.socket.removeAllListeners('data');
    const secure = connectTls({ socket: talk.socket, rejectUnauthorized: false });
    const answer = await new Promise<string>((done) => {
      secure.once('secureConnect', () => secure.write('NOOP\r\n'));
      secure.once('data', (data: Buffer) => done(data.toString()));
      secure.once('close', () => done('closed'));
      secure.once('error', () => done('closed'));
    });
    expect(answer).toMatch(/^250 OK|^closed/);
    expect(started).toEqual([]);
    secure.destroy();
  });

  test('one that cannot be used is said at the start', async () => {
    await put('first', 1_000);
    await expect(openCertificate({ ...files, cert: pem('renewed.cert') })).rejects.toMatchObject({
      type: 'BadInput',
      message: expect.stringContaining('ASCN_MAILROOM_TLS_KEY is “') as unknown,
    });
  });
});
