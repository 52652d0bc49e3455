/** The mail server fails in every way that it can: what becomes of the letter, and what the ledger says meanwhile. */
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { SMTPServer } from 'smtp-server';
import { listLetters } from '../../activities/mail/out/ledger.js';
import { arrivedLedger } from '../../domain/arrival.js';
import type { LetterListRow } from '../../domain/letter-record.js';
import type { WhyNotReached } from '../../domain/not-reached.js';
import { replyCode } from '../../domain/reply-code.js';
import type { Desk } from '../activities/mail/out/fixture.js';
import { openDesk } from '../activities/mail/out/fixture.js';
import type { Act, Point, ScriptedServer } from './smtp-script.js';
import { points, startScriptedServer } from './smtp-script.js';

/** For servers that are silent: somebody has to wait for them. */
const impatience = { connectMs: 400, silenceMs: 400, letterMs: 1200 };
const isSlow = (does: Act): boolean => does === 'is silent' || does === 'drips';
const tooSlow = /does not answer|did not finish within 1.2 seconds/;
/** Our own sentence, and no more of the server than its code. */
const ourWords =
  /^The mail server did not take the letter: [a-z ’,]+(?: \((?:[45]\d\d(?: [45]\.\d\.\d)?|E[A-Z]+)\))?\.$/;
const toCsco = 'csco-da-nang@offices.example';
const toNr = 'nr-vn@offices.example';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function meet(...extensions: string[]): Promise<{ server: ScriptedServer; desk: Desk }> {
  const server = await startScriptedServer(...extensions);
  open.push(server);
  return { server, desk: await deskAt(server) };
}

/** @param before another desk of the same network, e.g. the one before a restart */
async function deskAt(server: ScriptedServer, patience?: typeof impatience, before?: Desk): Promise<Desk> {
  const desk = await openDesk(server.url, patience, before?.store);
  open.push(desk);
  return desk;
}

async function rowOf(desk: Desk): Promise<LetterListRow | undefined> {
  const rows = await listLetters(desk.store, 'ascn', 2018);
  expect(rows.length).toBeLessThan(2);
  return rows[0];
}

const messageIdIn = (raw: string): string | undefined => /^message-id: (\S+)/im.exec(raw)?.[1];

/**
 * The letter is put off, and leaves once the server is well.
 *
 * @returns how often the server had the letter before; all copies are the same
 */
async function leavesLater(server: ScriptedServer, desk: Desk, does: Act, says: RegExp): Promise<number> {
  const first = isSlow(does) ? await deskAt(server, impatience, desk) : desk;
  const failure = await first.send(desk.order()).catch((error: unknown) => error);
  // what goes into a history has the server's code, and none of its words
  expect(failure).toMatchObject({ type: 'Unavailable', reply: expect.stringMatching(says) as unknown });
  expect((failure as Error).message).toMatch(ourWords);
  expect(await rowOf(desk)).toMatchObject({
    outcome: 'under way',
    putOff: { reply: expect.stringMatching(says) as unknown },
  });
  const before = server.taken.length;
  server.misbehave();
  const sent = await desk.send(desk.order({ at: '2018-05-14T02:01:00Z' }));
  expect(sent).toMatchObject({ outcome: 'sent', refused: [] });
  expect(await rowOf(desk)).toMatchObject({ outcome: 'sent' });
  expect(await rowOf(desk)).not.toHaveProperty('putOff');
  expect(server.taken).toHaveLength(before + 1);
  for (const { raw, to } of server.taken) {
    expect(raw).toBe(server.taken[0]!.raw);
    expect(messageIdIn(raw)).toBe(sent.messageId);
    expect(to).toEqual([toCsco, toNr]);
  }
  return before;
}

describe('a letter is put off, and leaves once when the mail server', () => {
  test.each<[Point, Act, RegExp]>([
    ['greeting', '421 too busy', /421 too busy/],
    ['greeting', '554 no service', /554 no service/],
    ['EHLO', '421 closing', /421 closing/],
    ['MAIL', '451 try later', /451 try later/],
    ['MAIL', '550 5.7.1 you may not write', /refuses our sender's address \(.*you may not write/],
    ['MAIL', '530 5.7.0 sign in first', /does not let us sign in \(530/],
    ['RCPT', '450 mailbox busy', /450 mailbox busy/],
    ['RCPT', '530 5.7.0 sign in first', /530/],
    ['DATA', '451 no room now', /451 no room now/],
    ['dot', '452 the disk is full', /452 the disk is full/],
    ['greeting', 'breaks off', /closed/],
    ['EHLO', 'breaks off', /closed/],
    ['MAIL', 'breaks off', /closed/],
    ['RCPT', 'breaks off', /closed/],
    ['DATA', 'breaks off', /closed/],
    ['body', 'breaks off', /closed|ECONNRESET|EPIPE/],
    ['greeting', 'is silent', tooSlow],
    ['MAIL', 'is silent', tooSlow],
    ['DATA', 'is silent', tooSlow],
    ['body', 'is silent', tooSlow],
    ['greeting', 'drips', tooSlow],
    ['RCPT', 'drips', tooSlow],
    ['DATA', 'drips', tooSlow],
  ])('at %s: %s', async (at, does, says) => {
    const { server, desk } = await meet();
    server.misbehave({ at, does });
    expect(await leavesLater(server, desk, does, says)).toBe(0);
  });

  test('is not there', async () => {
    const { server, desk } = await meet();
    await server.close();
    open.splice(open.indexOf(server), 1);
    await expect(desk.send(desk.order())).rejects.toMatchObject({ type: 'Unavailable' });
    expect(await rowOf(desk)).toMatchObject({
      putOff: { reply: expect.stringContaining('ECONNREFUSED') as unknown },
    });
  });

  test('refuses the password', async () => {
    const server = await startScriptedServer('AUTH PLAIN');
    const desk = await openDesk(server.url.replace('//', '//desk:secret@'));
    open.push(server, desk);
    const does = '535 5.7.8 bad credentials';
    server.misbehave({ at: 'AUTH', does });
    expect(await leavesLater(server, desk, does, /does not let us sign in \(.*535 5.7.8 bad/)).toBe(0);
  });

  test('offers a safe connection and cannot keep its word', async () => {
    const { server, desk } = await meet('STARTTLS');
    // what follows is no handshake, but SMTP in the clear
    const failure = await desk.send(desk.order()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining('no safe connection') as unknown,
    });
    server.misbehave({ at: 'STARTTLS', does: '454 TLS not available' });
    await expect(desk.send(desk.order())).rejects.toMatchObject({
      message: expect.stringContaining('454') as unknown,
    });
    expect(server.taken).toEqual([]);
    expect(await rowOf(desk)).toMatchObject({
      putOff: { reply: expect.stringContaining('no safe connection') as unknown },
    });
  });

  test('does not offer the safe connection that the settings demand', async () => {
    const server = await startScriptedServer();
    const desk = await openDesk(`${server.url}/?requireTLS=true`);
    open.push(server, desk);
    await expect(desk.send(desk.order())).rejects.toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining('no safe connection') as unknown,
    });
    expect(server.taken).toEqual([]);
  });

  test('shows a certificate that nobody vouches for', async () => {
    // the library warns that its own certificate is known to everybody, which is the point
    const warning = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const server = new SMTPServer({ authOptional: true, disableReverseLookup: true });
    warning.mockRestore();
    server.on('error', () => undefined);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    open.push({ close: () => new Promise<void>((closed) => server.close(closed)) });
    const { port } = server.server.address() as { port: number };
    const desk = await openDesk(`smtp://127.0.0.1:${port}`);
    open.push(desk);
    await expect(desk.send(desk.order())).rejects.toMatchObject({
      type: 'Unavailable',
      reply: expect.stringMatching(/no safe connection to it can be made \(.*certificate/) as unknown,
    });
  });
});

describe('a letter leaves a second time, the same to the byte, only when the server had it and its answer was lost:', () => {
  test.each<[Act, RegExp]>([
    ['breaks off', /closed/],
    ['is silent', tooSlow],
    ['drips', tooSlow],
  ])('it %s after the final dot', async (does, says) => {
    const { server, desk } = await meet();
    server.misbehave({ at: 'dot', does });
    const copies = await leavesLater(server, desk, does, says);
    // a machine that is slow itself may not have come to the dot
    expect(copies).toBeLessThanOrEqual(1);
    if (!isSlow(does)) expect(copies).toBe(1);
  });
});

describe('a letter is undeliverable, and not tried again, when the mail server says for good', () => {
  const whys: Partial<Record<Point, WhyNotReached>> = {
    ...{ MAIL: 'too-large', RCPT: 'address', DATA: 'unknown', dot: 'content' },
  };
  test.each<[Point, Act]>([
    ['MAIL', '552 5.3.4 larger than we take'],
    ['RCPT', '550 5.1.1 no such mailbox'],
    ['DATA', '554 not here'],
    ['dot', '554 5.6.0 not this one'],
  ])('at %s: %s', async (at, does) => {
    const { server, desk } = await meet();
    server.misbehave({ at, does });
    const sent = await desk.send(desk.order());
    const why = whys[at];
    const code = replyCode(does)!;
    expect(sent).toMatchObject({
      outcome: 'undeliverable',
      refused: [
        { office: 'csco-da-nang', code, why },
        { office: 'nr-vn', code, why },
      ],
    });
    server.misbehave();
    expect(await desk.send(desk.order())).toEqual(sent);
    expect(server.taken).toEqual([]);
    expect(await rowOf(desk)).toMatchObject({ outcome: 'undeliverable' });
  });

  test('that it takes no letter of this size, as its greeting said', async () => {
    const { server, desk } = await meet('SIZE 100');
    expect(await desk.send(desk.order())).toMatchObject({ outcome: 'undeliverable' });
    expect(server.taken).toEqual([]);
  });
});

describe('of several recipients', () => {
  test('one is put off for days and one refused: each office has the letter once, or is named', async () => {
    const { server, desk } = await meet();
    server.misbehave({ at: 'RCPT', does: '452 mailbox full', to: 'nr-vn' });
    for (let day = 1; day <= 3; day += 1)
      await expect(desk.send(desk.order())).rejects.toMatchObject({ type: 'Unavailable' });
    expect(server.taken.map(({ to }) => to)).toEqual([[toCsco]]);
    expect(await rowOf(desk)).toMatchObject({ putOff: { reply: 'for nr-vn: 452 mailbox full' } });
    server.misbehave({ at: 'RCPT', does: '550 gone', to: 'nr-vn' });
    expect(await desk.send(desk.order())).toMatchObject({
      outcome: 'partly-undeliverable',
      refused: [{ office: 'nr-vn', code: '550', why: 'address' }],
    });
    expect(server.taken).toHaveLength(1);
  });

  test('a failure after one was refused loses none of the others', async () => {
    const { server, desk } = await meet();
    server.misbehave({ at: 'dot', does: '451 later' });
    await expect(desk.send(desk.order())).rejects.toMatchObject({ type: 'Unavailable' });
    server.misbehave({ at: 'RCPT', does: '550 gone', to: 'nr-vn' });
    expect(await desk.send(desk.order())).toMatchObject({ outcome: 'partly-undeliverable' });
    expect(server.taken.map(({ to }) => to)).toEqual([[toCsco]]);
  });
});

test('a chaser that could not leave does not leave after the answer has come in', async () => {
  const { server, desk } = await meet();
  const request = 'ascn/cycle/2018/action-plan/da-nang';
  const chaser = desk.order({
    template: 'reminder',
    values: { dueDate: '2018-06-08', days: 7, count: 1 },
    withholdIfArrived: [request],
  });
  server.misbehave({ at: 'MAIL', does: '451 later' });
  await expect(desk.send(chaser)).rejects.toMatchObject({ type: 'Unavailable' });
  await desk.store.enter(arrivedLedger(request), 'digest', {});
  server.misbehave();
  expect(await desk.send(chaser)).toMatchObject({ outcome: 'withheld' });
  expect(server.taken).toEqual([]);
  expect(await rowOf(desk)).toMatchObject({ outcome: 'withheld' });
});

test('a disk that takes no more stops a letter before it leaves again, not after', async () => {
  const { server, desk } = await meet();
  server.misbehave({ at: 'MAIL', does: '451 later' });
  await expect(desk.send(desk.order())).rejects.toMatchObject({ type: 'Unavailable' });
  server.misbehave();
  const enter = desk.store.enter.bind(desk.store);
  desk.store.enter = () => Promise.reject(new Error('no room'));
  for (let attempt = 0; attempt < 3; attempt += 1)
    await expect(desk.send(desk.order())).rejects.toThrow('no room');
  expect(server.taken).toEqual([]);
  desk.store.enter = enter;
  expect(await desk.send(desk.order())).toMatchObject({ outcome: 'sent' });
  expect(server.taken).toHaveLength(1);
});

test('whatever happens in whatever order, the letter comes to its end: once more than its answer was lost', async () => {
  const acts: Act[] = ['421 closing', '451 later', 'breaks off'];
  const misbehaviour = fc
    .record({ at: fc.constantFrom<Point>(...points), does: fc.constantFrom(...acts) })
    // amid the letter's words a server can only break off
    .map(({ at, does }) => ({ at, does: at === 'body' ? ('breaks off' as const) : does }));
  await fc.assert(
    fc.asyncProperty(fc.array(misbehaviour, { maxLength: 5 }), fc.boolean(), async (days, pipelining) => {
      const { server, desk } = await meet(...(pipelining ? ['PIPELINING'] : []));
      let lost = 0;
      for (const day of days) {
        server.misbehave(day);
        const failure = await desk.send(desk.order()).then(
          () => undefined,
          (error: unknown) => error,
        );
        // a connection that was kept has no second greeting to misbehave at
        if (failure === undefined) break;
        expect(failure).toMatchObject({ type: 'Unavailable' });
        if (day.at === 'dot' && day.does === 'breaks off') lost += 1;
      }
      server.misbehave();
      expect(await desk.send(desk.order())).toMatchObject({ outcome: 'sent' });
      expect(server.taken).toHaveLength(lost + 1);
      expect(new Set(server.taken.map(({ raw }) => raw)).size).toBe(1);
    }),
    { seed: 2018, numRuns: 12 },
  );
});

test('forty letters at once to a server that goes silent are all given up in time, and all leave once', async () => {
  const { server, desk } = await meet();
  server.misbehave({ at: 'DATA', does: 'drips' });
  const hurried = await deskAt(server, impatience, desk);
  const orders = Array.from({ length: 40 }, (_, i) =>
    desk.order({ number: `ASCN/2018/action-plan/da-nang/${i}` }),
  );
  const outcomes = await Promise.allSettled(orders.map((order) => hurried.send(order)));
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']));
  // nothing is left in the queue that would leave behind the ledger's back
  server.misbehave();
  await desk.send(desk.order({ number: 'ASCN/2018/action-plan/da-nang/last' }));
  expect(server.taken).toHaveLength(1);
  await Promise.all(orders.map((order) => desk.send(order)));
  expect(server.taken).toHaveLength(41);
});
