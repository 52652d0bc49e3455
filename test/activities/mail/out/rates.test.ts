import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { letterLedger, listLetters } from '../../../../activities/mail/out/ledger.js';
import type { Clock, Pacing } from '../../../../activities/mail/out/pacing.js';
import { createPacing } from '../../../../activities/mail/out/pacing.js';
import type { Rates } from '../../../../activities/mail/out/rates.js';
import { loadRates } from '../../../../activities/mail/out/rates.js';
import { openDesk, smtpError, startPeer } from './fixture.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const minute = 60_000;

/** Time passes when everybody waits, or when a test says so. */
function handClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  return {
    now: () => now,
    wait: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    pass: (ms) => {
      now += ms;
    },
  };
}

const rates = (more: Partial<Rates> = {}): Rates => ({
  default: { aMinute: 3, atATime: 9 },
  domains: {},
  slowed: { aMinute: 1, minutes: 15, words: ['too many'] },
  ...more,
});

/** Takes a turn and is done at once. @returns in how many milliseconds it comes, 0 where it has come */
async function turn(pacing: Pacing, letter: string, domain = 'city.example'): Promise<number> {
  const { later, done } = await pacing.turn(letter, [domain]);
  done();
  return later.get(domain) ?? 0;
}

describe('letters to one domain', () => {
  test('beyond its rate are put off to the minute that has room, each with a place of its own', async () => {
    const clock = handClock();
    const pacing = createPacing(rates(), clock);
    const letters = ['1', '2', '3', '4', '5', '6', '7'];
    const turns: number[] = [];
    for (const letter of letters) turns.push(await turn(pacing, letter));
    expect(turns).toEqual([0, 0, 0, minute, minute, minute, 2 * minute]);
    // who comes again too early keeps the place, and nobody goes before
    clock.pass(minute / 2);
    expect(await turn(pacing, '4')).toBe(minute / 2);
    expect(await turn(pacing, '8')).toBe(1.5 * minute);
    clock.pass(minute / 2);
    expect(await Promise.all(['4', '5', '6'].map((letter) => turn(pacing, letter)))).toEqual([0, 0, 0]);
    expect(await turn(pacing, '7')).toBe(minute);
  });

  test('are not held up by those to another, and a domain may have a rate of its own', async () => {
    const pacing = createPacing(
      rates({ domains: { 'slow.example': { aMinute: 1, atATime: 1 } } }),
      handClock(),
    );
    expect(await turn(pacing, '1', 'slow.example')).toBe(0);
    expect(await turn(pacing, '2', 'slow.example')).toBe(minute);
    expect(await turn(pacing, '2', 'city.example')).toBe(0);
  });

  test('wait for those under way, and go as soon as one has ended', async () => {
    const pacing = createPacing(
      rates({ default: { aMinute: 100, atATime: 2 } }),
      // patience does not run out
      { now: () => 0, wait: () => new Promise(() => undefined) },
    );
    const [one] = await Promise.all(['1', '2'].map((letter) => pacing.turn(letter, ['city.example'])));
    const third = pacing.turn('3', ['city.example']);
    one!.done();
    expect((await third).later.size).toBe(0);
    const impatient = createPacing(rates({ default: { aMinute: 100, atATime: 1 } }), handClock());
    await impatient.turn('1', ['city.example']);
    expect((await impatient.turn('2', ['city.example'])).later.get('city.example')).toBeGreaterThan(0);
  });

  test('are fewer for a while after a server said that they were too many, and only then', async () => {
    const clock = handClock();
    const pacing = createPacing(rates({ default: { aMinute: 100, atATime: 9 } }), clock);
    pacing.heard('city.example', '450 4.2.0 greylisted');
    pacing.heard('city.example', '550 too many');
    expect(await turn(pacing, '1')).toBe(0);
    pacing.heard('city.example', '421 4.7.0 Too many messages from your host');
    expect(await turn(pacing, '2')).toBe(minute);
    expect(await turn(pacing, '3')).toBe(2 * minute);
    expect(await turn(pacing, '4', 'other.example')).toBe(0);
    clock.pass(15 * minute);
    for (const letter of ['2', '3', '5', '6']) expect(await turn(pacing, letter)).toBe(0);
  });

  test('are never more in any minute than the rate, whenever they come', async () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (pauses, aMinute) => {
        const clock = handClock();
        const pacing = createPacing(rates({ default: { aMinute, atATime: 9 } }), clock);
        const left: number[] = [];
        const due: { letter: string; at: number }[] = [];
        const come = async (letter: string) => {
          const inMs = await turn(pacing, letter);
          if (inMs === 0) left.push(clock.now());
          else due.push({ letter, at: clock.now() + inMs });
        };
        for (const [i, ms] of pauses.entries()) {
          clock.pass(ms);
          await come(String(i));
          for (const { letter } of due.splice(0)) await come(letter);
        }
        for (let tries = 0; due.length > 0; tries += 1) {
          expect(tries).toBeLessThan(1000);
          due.sort((a, b) => a.at - b.at);
          const [next] = due.splice(0, 1);
          clock.pass(Math.max(0, next!.at - clock.now()));
          await come(next!.letter);
        }
        expect(left).toHaveLength(pauses.length);
        left.forEach((at, i) => {
          const earlier = left[i - aMinute];
          if (earlier !== undefined) expect(at - earlier).toBeGreaterThanOrEqual(minute);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('a letter', () => {
  test('whose turn has not come is put off until then, in words that name no person, and then leaves', async () => {
    const clock = handClock();
    const peer = await startPeer();
    const pacing = createPacing(rates({ default: { aMinute: 1, atATime: 1 } }), clock);
    const desk = await openDesk(peer.url, undefined, undefined, { pacing });
    open.push(peer, desk);
    const second = desk.order({ number: 'ASCN/2018/action-plan/da-nang/2' });
    expect(await desk.send(desk.order())).toMatchObject({ outcome: 'sent' });
    await expect(desk.send(second)).rejects.toMatchObject({
      type: 'Unavailable',
      trouble: 'rate',
      code: 'ERATE',
      retryInMs: minute,
      message: expect.stringMatching(/^The letter waits: its turn has not come.* \(ERATE\)\.$/),
    });
    expect(peer.taken).toHaveLength(1);
    expect((await listLetters(desk.store, 'ascn', 2018))[1]).toMatchObject({
      putOff: { reply: 'offices.example is sent only so many letters a minute' },
    });
    clock.pass(minute);
    expect(await desk.send(second)).toMatchObject({ outcome: 'sent' });
    expect(peer.taken).toHaveLength(2);
  });

  test('leaves at once for the domains whose turn has come, and for the others later', async () => {
    const clock = handClock();
    const peer = await startPeer();
    const pacing = createPacing(
      rates({ domains: { 'partners.example': { aMinute: 1, atATime: 1 } } }),
      clock,
    );
    const desk = await openDesk(peer.url, undefined, undefined, { pacing });
    open.push(peer, desk);
    const elsewhere = await withOfficeAt(desk, 'partner-jica', 'desk@partners.example');
    const order = (n: number) =>
      desk.order({
        number: `ASCN/2018/documents/x/${n}`,
        template: 'documents',
        values: { meeting: 'Workshop' },
        answers: [],
        to: ['nr-vn'],
        copy: ['partner-jica'],
        networkDocument: elsewhere,
      });
    await desk.send(order(1));
    await expect(desk.send(order(2))).rejects.toMatchObject({ trouble: 'rate', retryInMs: minute });
    expect(peer.taken.map(({ to }) => to.length)).toEqual([2, 1]);
    clock.pass(minute);
    expect(await desk.send(order(2))).toMatchObject({ outcome: 'sent', refused: [] });
    expect(peer.taken.at(-1)!.to).toEqual(['desk@partners.example']);
    const after = await letterLedger(desk.store, {
      network: 'ascn',
      cycle: 2018,
      number: order(2).number,
    }).after();
    expect(after?.accepted).toEqual(['nr-vn', 'partner-jica']);
  });

  test('that a server finds one too many slows its domain down', async () => {
    let busy = true;
    const peer = await startPeer({
      onRcptTo: (_address, _session, done) => done(busy ? smtpError(450, '4.7.1 Too many messages') : null),
    });
    const pacing = createPacing(rates(), handClock());
    const desk = await openDesk(peer.url, undefined, undefined, { pacing });
    open.push(peer, desk);
    await expect(desk.send(desk.order())).rejects.toMatchObject({ trouble: 'recipient', code: '450 4.7.1' });
    busy = false;
    await expect(desk.send(desk.order())).rejects.toMatchObject({ trouble: 'rate', retryInMs: minute });
  });
});

test('the rates that ship are ones, and a wrong file is told by its name', async () => {
  expect((await loadRates('data')).default.aMinute).toBeGreaterThan(0);
  await expect(loadRates('data/letters')).rejects.toMatchObject({
    type: 'BadInput',
    message: expect.stringContaining('mail/rates.yaml'),
  });
});

/** The network with one office at another address. */
async function withOfficeAt(
  { store, networkDocument }: Awaited<ReturnType<typeof openDesk>>,
  office: string,
  address: string,
): Promise<string> {
  const network = await store.getJson<{ offices: { id: string }[] }>(networkDocument);
  const offices = network.offices.map((each) => (each.id === office ? { ...each, address } : each));
  return store.putJson({ ...network, offices });
}
