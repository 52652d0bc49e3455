import { afterEach, describe, expect, test } from '@jest/globals';
import { createTakeInActivities } from '../../../../activities/mail/in/take-in.js';
import { letterState } from '../../../../activities/mail/out/letter-state.js';
import {
  liftSuppression,
  listSuppressed,
  suppressBounced,
} from '../../../../activities/mail/out/suppression.js';
import { refusalIn } from '../../../../domain/not-reached.js';
import { createReader } from '../../../../activities/mail/in/reading/reader.js';
import { loadPhrases } from '../../../../activities/mail/in/phrases.js';
import type { Actor } from '../../../../domain/actor.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import { deliveryReport } from '../../../setup/delivery-report.js';
import type { Desk } from './fixture.js';
import { openDesk, smtpError, startPeer } from './fixture.js';

type Peer = Awaited<ReturnType<typeof startPeer>>;
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A mail server that refuses the National Representative of Viet Nam so. */
async function refusing(code: number, words: string): Promise<{ peer: Peer; desk: Desk }> {
  const peer = await startPeer({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nr-vn') ? smtpError(code, words) : null),
  });
  const desk = await openDesk(peer.url);
  open.push(peer, desk);
  return { peer, desk };
}

const actor: Actor = { office: 'secretariat-sg', door: 'cli', why: 'The ministry has mended it' };
const first = 'ASCN/2018/action-plan/da-nang/1';
const next = (desk: Desk, n: number, more: Partial<LetterOrder> = {}): LetterOrder =>
  desk.order({ number: `ASCN/2018/action-plan/da-nang/${n}`, ...more });
const suppressed = (desk: Desk) => listSuppressed(desk.store, 'ascn');

describe('an address that a mail server refused for good', () => {
  test('is not asked for by later letters: the office counts as refused at once, the others have the letter', async () => {
    const { peer, desk } = await refusing(550, '5.1.1 no such mailbox');
    await desk.send(desk.order());
    expect(await suppressed(desk)).toMatchObject([
      { office: 'nr-vn', letter: first, code: '550 5.1.1', why: 'address', by: 'refusal' },
    ]);
    expect(await desk.send(next(desk, 2))).toMatchObject({
      outcome: 'partly-undeliverable',
      refused: [{ office: 'nr-vn', why: 'suppressed', code: '550 5.1.1' }],
    });
    expect(await desk.send(next(desk, 3, { to: ['nr-vn'], copy: [] }))).toMatchObject({
      outcome: 'undeliverable',
      refused: [{ office: 'nr-vn', why: 'suppressed' }],
    });
    expect(peer.taken.map(({ to }) => to)).toEqual([
      ['csco-da-nang@offices.example'],
      ['csco-da-nang@offices.example'],
    ]);
  });

  test('stands in its ledger by its hash alone', async () => {
    const { desk } = await refusing(550, '5.1.1 <nr-vn@offices.example> is no mailbox here');
    await desk.send(desk.order());
    const [key = ''] = await desk.store.keys('suppressed/ascn');
    expect(key).toMatch(/^[0-9a-f]{64}\/1\/suppressed$/);
    expect(JSON.stringify(await desk.store.entry('suppressed/ascn', key))).not.toContain('@');
  });

  test('is written to again once that was lifted; a letter from before does not suppress it again, a new refusal does', async () => {
    const { peer, desk } = await refusing(550, '5.1.1 no such mailbox');
    await desk.send(desk.order());
    expect(await liftSuppression(desk.store, 'ascn', 'nr-vn', actor)).toHaveLength(1);
    expect(await suppressed(desk)).toEqual([]);
    await suppressBounced(
      desk.store,
      { network: 'ascn', cycle: 2018, number: first },
      { office: 'nr-vn', why: 'address' },
    );
    expect(await suppressed(desk)).toEqual([]);
    await desk.send(next(desk, 2));
    expect(await suppressed(desk)).toMatchObject([{ letter: 'ASCN/2018/action-plan/da-nang/2' }]);
    expect(peer.taken).toHaveLength(2);
    expect(await liftSuppression(desk.store, 'ascn', 'csco-da-nang', actor)).toEqual([]);
  });

  test('that was suppressed while a letter was put off is not asked for when the letter is tried again', async () => {
    let busy = true;
    const peer = await startPeer({ afterData: () => (busy ? smtpError(451, 'Later') : undefined) });
    const desk = await openDesk(peer.url);
    open.push(peer, desk);
    busy = false;
    await desk.send(desk.order());
    busy = true;
    await expect(desk.send(next(desk, 2))).rejects.toMatchObject({ type: 'Unavailable' });
    await suppressBounced(
      desk.store,
      { network: 'ascn', cycle: 2018, number: first },
      { office: 'nr-vn', why: 'address', code: '5.1.1' },
    );
    busy = false;
    expect(await desk.send(next(desk, 2))).toMatchObject({
      outcome: 'partly-undeliverable',
      refused: [{ office: 'nr-vn', why: 'suppressed', code: '5.1.1' }],
    });
    expect(peer.taken.at(-1)!.to).toEqual(['csco-da-nang@offices.example']);
  });

  test('of the secretariat is tried for each notice all the same: who lifts suppressions has to hear of them', async () => {
    let gone = true;
    const peer = await startPeer({
      onRcptTo: (_address, _session, done) => done(gone ? smtpError(550, '5.1.1 no such mailbox') : null),
    });
    const desk = await openDesk(peer.url);
    open.push(peer, desk);
    const notice = (n: number): LetterOrder =>
      desk.order({
        ...{ number: `ASCN/2018/notice/x/${n}`, template: 'notice', to: ['secretariat-sg'], copy: [] },
        ...{ answers: [], values: { about: 'x', what: 'It waits.', command: 'ascn' } },
      });
    expect(await desk.send(notice(1))).toMatchObject({ outcome: 'undeliverable' });
    expect(await suppressed(desk)).toMatchObject([{ office: 'secretariat-sg' }]);
    gone = false;
    expect(await desk.send(notice(2))).toMatchObject({ outcome: 'sent' });
  });

  test('in another network counts for nothing', async () => {
    const { desk } = await refusing(550, '5.1.1 no such mailbox');
    await desk.send(desk.order());
    const sent = await desk.send(desk.order({ network: 'rehearsal-1' }));
    expect(sent.refused).toMatchObject([{ why: 'address' }]);
  });
});

describe('a refusal that is not about the address suppresses nothing:', () => {
  test.each([
    [550, '5.7.1 message refused by policy'],
    [550, 'blocked: your host is listed as a source of spam'],
    [552, '5.2.2 mailbox full'],
    [554, 'transaction failed'],
  ])('%i %s', async (code, words) => {
    const { peer, desk } = await refusing(code, words);
    expect((await desk.send(desk.order())).refused).toHaveLength(1);
    expect(await suppressed(desk)).toEqual([]);
    expect((await desk.send(next(desk, 2))).refused).not.toMatchObject([{ why: 'suppressed' }]);
    expect(peer.taken).toHaveLength(2);
  });

  test('nor does one of the letter as a whole, whatever its code', async () => {
    const peer = await startPeer({ afterData: () => smtpError(550, '5.1.1 not this one') });
    const desk = await openDesk(peer.url);
    open.push(peer, desk);
    expect(await desk.send(desk.order())).toMatchObject({ outcome: 'undeliverable' });
    expect(await suppressed(desk)).toEqual([]);
  });
});

describe('a letter that came back for good', () => {
  test('suppresses the address that it was sent to, once', async () => {
    const { desk } = await refusing(250, 'never');
    const peer = await startPeer();
    const other = await openDesk(peer.url, undefined, desk.store);
    open.push(peer, other);
    await other.send(desk.order());
    const letter = { network: 'ascn', cycle: 2018, number: first };
    const bounced = { office: 'csco-da-nang', why: 'address', code: '5.1.1' } as const;
    for (let time = 0; time < 3; time += 1) await suppressBounced(desk.store, letter, bounced);
    expect(await suppressed(desk)).toMatchObject([{ office: 'csco-da-nang', by: 'bounce', code: '5.1.1' }]);
    const state = await letterState(desk.store, letter);
    expect(state?.suppressed).toMatchObject([{ office: 'csco-da-nang' }]);
  });

  test.each([
    ['for good', 'failed', '5.1.1', 'its own', ['csco-da-nang']],
    ['for now: its mailbox is full', 'failed', '5.2.2', 'its own', []],
    ['not yet', 'delayed', '4.4.1', 'its own', []],
    ['by a report that somebody made up', 'failed', '5.1.1', 'a guessed', []],
  ])('%s (%s, %s, to %s reply address) suppresses %j', async (_how, action, status, whose, offices) => {
    const peer = await startPeer();
    const desk = await openDesk(peer.url);
    open.push(peer, desk);
    await desk.send(desk.order());
    const own = peer.taken[0]!.from;
    const to = whose === 'its own' ? own : own.replace(/\+.*@/, `+${'a'.repeat(20)}@`);
    const report = deliveryReport({
      to,
      recipient: 'csco-da-nang@offices.example',
      action,
      status,
      returned: [`X-ASCN-Letter: ${first}`],
    });
    const activities = createTakeInActivities({
      store: desk.store,
      dataDir: 'data',
      reader: createReader('data'),
      engine: { update: () => Promise.resolve(undefined), query: () => Promise.reject(new Error('none')) },
    });
    const letter = {
      network: 'ascn',
      digest: 'd1',
      document: await desk.store.put(report),
      recipients: [to],
    };
    const { judged } = await activities.takeIn({ ...letter, receivedAt: '2018-05-15T02:00:00Z' });
    const kind = action === 'delayed' ? 'delay' : 'bounce';
    expect(judged.verdict).toBe(whose === 'its own' ? kind : 'not-ours');
    expect((await suppressed(desk)).map(({ office }) => office)).toEqual(offices);
  });

  test('changes nothing where we sent no such letter, or not to that office', async () => {
    const { desk } = await refusing(451, 'never');
    const bounced = { office: 'nr-kh', why: 'address' } as const;
    await suppressBounced(desk.store, { network: 'ascn', cycle: 2018, number: first }, bounced);
    expect(await desk.store.keys('suppressed/ascn')).toEqual([]);
  });
});

test.each([
  ['550 5.1.1 <x@offices.example>: Recipient address rejected: User unknown', '550 5.1.1', 'address'],
  ['550 No such user here', '550', 'address'],
  ['550 5.5.0 Requested action not taken: mailbox unavailable', '550 5.5.0', 'address'],
  ['550-5.7.26 This mail is unauthenticated', '550 5.7.26', 'authentication'],
  ['550 Mail from your host is blocked', '550', 'policy'],
  ['550 The user is over quota', '550', 'mailbox-full'],
  ['551 User not local', '551', 'address'],
  ['552 Message size exceeds the maximum', '552', 'too-large'],
  ['556 5.1.10 Null MX', '556 5.1.10', 'host'],
  ['554 5.6.0 Malformed', '554 5.6.0', 'content'],
  ['554 Refused', '554', 'policy'],
  ['450 4.2.0 Greylisted', '450 4.2.0', 'transient'],
  ['', undefined, 'unknown'],
])('“%s” is read as %s: %s', async (reply, code, why) => {
  const { bounces } = await loadPhrases('data');
  expect(refusalIn(reply, bounces.wordings)).toEqual({ why, ...(code && { code }) });
});
