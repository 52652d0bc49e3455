import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { liftSuppression } from '../../activities/mail/out/suppression.js';
import { arrivedLedger, readLedger } from '../../domain/arrival.js';
import { findOffice } from '../../domain/office.js';
import type { AtWork } from '../setup/year.js';
import { desk, head, openWork } from '../setup/year.js';
import { full, nomination, vision, withoutVision } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const asked = '2018-05-09T02:00:00Z';

/** A history as text, with what its payloads hold. */
const decoded = (history: unknown): string =>
  JSON.stringify(history).replaceAll(/"data":"([^"]+)"/g, (_data, base64: string) =>
    Buffer.from(base64, 'base64').toString('utf8'),
  );

describe('an answer', () => {
  test('that is incomplete is returned, chased for what is missing, and accepted with the rest', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    await year.answer('ASCN/2018/action-plan/cebu-city/1', withoutVision, 'csco-cebu-city');
    expect(await year.request('action-plan/cebu-city')).toMatchObject({ state: 'returned', settled: false });
    const [receipt] = await year.letters('action-plan/cebu-city', 'receipt-incomplete');
    expect((await year.message(receipt!)).text).toContain('Vision');

    await year.until('2018-05-12T00:00:00Z');
    const [missing, ...more] = await year.letters('action-plan/cebu-city', 'still-missing');
    expect(missing!.at.slice(0, 10)).toBe('2018-05-11');
    expect(more).toEqual([]);

    await year.answer(missing!.number, vision, 'csco-cebu-city');
    const record = await year.request('action-plan/cebu-city');
    expect(record).toMatchObject({ state: 'accepted', accepted: 2, settled: true });
    expect(record.versions.map(({ missing: lacks }) => lacks)).toEqual([['vision'], []]);
  });

  test('from an address that is not known stops the reminders, and counts once a person confirmed it', async () => {
    const year = await work.year(asked);
    await year.withCycle();
    await year.ask('action-plan', ['cebu-city']);
    await year.answer('ASCN/2018/action-plan/cebu-city/1', full, 'private@mail.example');
    expect((await year.request('action-plan/cebu-city')).state).toBe('received-unconfirmed');
    await year.settle();
    expect(await year.waiting()).toEqual(['action-plan/cebu-city/confirm/1']);
    expect(await year.letters('notice/action-plan/cebu-city/confirm')).toMatchObject([
      { to: ['secretariat-sg'] },
    ]);
    await year.until('2018-05-30T00:00:00Z');
    expect(await year.letters('action-plan/cebu-city', 'reminder')).toEqual([]);

    const record = await year.operations.confirm(2018, 'action-plan/cebu-city', { actor: desk() });
    expect(record).toMatchObject({ state: 'accepted', accepted: 1 });
  });

  test('that departs from a rule is put to the secretariat, which accepts it with its reason', async () => {
    const year = await work.year('2018-02-06T02:00:00Z');
    await year.withCycle();
    await year.ask('nomination', ['vn']);
    await year.answer('ASCN/2018/nomination/vn/1', nomination(['Da Nang', 'Ho Chi Minh City']), 'ns-vn');
    const put = await year.request('nomination/vn');
    expect(put.state).toBe('answered');
    expect(put.versions[0]!.exceptions.join(' ')).toMatch(/Hanoi|capital/);
    await year.settle();
    expect(await year.waiting()).toEqual(['nomination/vn/exception/1']);
    await expect(year.operations.accept(2018, 'nomination/vn', { actor: desk() })).rejects.toMatchObject({
      type: 'Refused',
      message: 'Say why nomination/vn is accepted as it stands, with --why.',
    });
    const record = await year.operations.accept(2018, 'nomination/vn', {
      actor: desk('Hanoi follows in autumn'),
    });
    expect(record).toMatchObject({
      state: 'accepted',
      acceptedBy: { office: 'secretariat-sg', why: 'Hanoi follows in autumn' },
    });
  });

  test('that the National Representative clears counts only then, and is returned when it says so', async () => {
    const year = await work.year('2018-09-03T02:00:00Z');
    await year.ask('final-action-plan', ['hanoi']);
    const plan = `${full}\n`;
    await year.answer('ASCN/2018/final-action-plan/hanoi/1', plan, 'csco-hanoi');
    expect((await year.request('final-action-plan/hanoi')).state).toBe('answered');
    const [toClear] = await year.letters('final-action-plan/hanoi', 'national-clearance');
    expect(toClear!.to).toEqual(['nr-vn']);

    await year.answer(
      toClear!.number,
      'Position: Return\nComment: The budget is to be given in dollars.',
      'nr-vn',
    );
    expect((await year.request('final-action-plan/hanoi')).state).toBe('returned');
    expect(await year.letters('final-action-plan/hanoi', 'returned')).toHaveLength(1);

    await year.answer('ASCN/2018/final-action-plan/hanoi/1', plan, 'csco-hanoi');
    const [, again] = await year.letters('final-action-plan/hanoi', 'national-clearance');
    await year.answer(again!.number, 'Position: Agree', 'nr-vn');
    const record = await year.request('final-action-plan/hanoi');
    expect(record).toMatchObject({ state: 'accepted', accepted: 2 });
    expect(record.marks).toContain('cleared-nationally');
  });

  test('recorded by one person of the secretariat counts once another has confirmed it', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    await year.operations.record(2018, 'action-plan/cebu-city', { text: full, actor: desk('By telephone') });
    expect((await year.request('action-plan/cebu-city')).versions).toEqual([]);
    await expect(
      year.operations.confirm(2018, 'action-plan/cebu-city', { actor: desk() }),
    ).rejects.toMatchObject({
      type: 'Refused',
      message: expect.stringContaining('secretariat-sg prepared this and cannot also confirm it'),
    });
    const record = await year.operations.confirm(2018, 'action-plan/cebu-city', { actor: head() });
    expect(record).toMatchObject({ state: 'accepted', settled: true });
    expect(record.marks).toContain('recorded');
    expect(record.versions[0]!.letter).toMatch(/^record\/secretariat-sg\//);
  });

  test('of which a second delivery comes is one answer with one receipt', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    const number = 'ASCN/2018/action-plan/cebu-city/1';
    const submit = {
      letter: 'd1',
      answer: '',
      from: 'csco-cebu-city',
      confirmed: true,
      replaces: false,
      joint: false,
      unread: false,
      role: 'answer' as const,
    };
    await year.answer(number, full, 'csco-cebu-city');
    const [version] = (await year.request('action-plan/cebu-city')).versions;
    const again = await year.still.workflow
      .getHandle(year.id('action-plan/cebu-city'))
      .executeUpdate<{ receipt?: unknown }, [unknown]>('submit', {
        args: [{ ...submit, letter: version!.letter }],
      });
    expect(again.receipt).toBeUndefined();
    expect((await year.request('action-plan/cebu-city')).versions).toHaveLength(1);
    expect(await year.letters('action-plan/cebu-city', 'receipt')).toHaveLength(1);
  });
});

describe('an office', () => {
  test('that does not answer is turned to through its National Representative, by a letter held for a person', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city', 'manila']);
    await year.until('2018-05-29T00:00:00Z');
    const draft = await year.operations.draft(2018, 'action-plan/cebu-city/E1');
    expect(draft).toMatchObject({ state: 'held', orders: [{ template: 'escalation-nr', to: ['nr-ph'] }] });
    expect(await year.letters('action-plan/cebu-city', 'escalation')).toEqual([]);

    // the answer comes: the draft is withdrawn, the other stays
    await year.answer('ASCN/2018/action-plan/cebu-city/1', full, 'csco-cebu-city');
    await expect(year.operations.draft(2018, 'action-plan/cebu-city/E1')).resolves.toMatchObject({
      state: 'withdrawn',
    });
    await year.operations.releaseDraft(2018, 'action-plan/manila/E1', { actor: desk() });
    await year.operations.releaseDraft(2018, 'action-plan/manila/E1', { actor: head() });
    await year.until('2018-05-29T01:00:00Z');
    const escalations = await year.letters('action-plan', 'escalation');
    expect(escalations.map(({ number, to }) => [number, to])).toEqual([
      ['ASCN/2018/action-plan/manila/E1', ['nr-ph']],
    ]);

    // the National Representative answers for its city by replying to that letter
    await year.answer('ASCN/2018/action-plan/manila/E1', full, 'nr-ph');
    expect(await year.request('action-plan/manila')).toMatchObject({ state: 'accepted', settled: true });
  });

  test('is not escalated while a letter of its is being read: the released letter is withdrawn, or leaves when that was no answer', async () => {
    const year = await work.year(asked);
    await year.withCycle();
    await year.ask('action-plan', ['cebu-city', 'manila']);
    await year.until('2018-05-29T01:00:00Z');
    for (const city of ['cebu-city', 'manila']) {
      await year.store.enter(arrivedLedger(year.id(`action-plan/${city}`)), 'in-hand', {});
      for (const actor of [desk(), head()])
        await year.operations.releaseDraft(2018, `action-plan/${city}/E1`, { actor });
    }
    await year.until('2018-05-29T03:00:00Z');
    expect(await year.letters('action-plan', 'escalation')).toEqual([]);

    await year.answer('ASCN/2018/action-plan/cebu-city/1', full, 'csco-cebu-city');
    expect(await year.request('action-plan/cebu-city')).toMatchObject({ state: 'accepted' });
    await year.store.enter(readLedger(year.id('action-plan/manila')), 'in-hand', { outcome: 'noted' });
    await year.until('2018-05-29T04:00:00Z');
    const escalations = await year.letters('action-plan', 'escalation');
    expect(escalations).toMatchObject([{ to: ['nr-ph'], outcome: 'sent' }]);
    expect(escalations[0]!.number).toMatch(/^ASCN\/2018\/action-plan\/manila\/E1-\d+$/);
    expect(await year.operations.draft(2018, 'action-plan/cebu-city/E1')).toMatchObject({
      state: 'withdrawn',
    });
    // whoever answers that letter answers the request
    await year.answer(escalations[0]!.number, full, 'nr-ph');
    expect(await year.request('action-plan/manila')).toMatchObject({ state: 'accepted' });
  });

  test('whose address did not work for another request is not asked at it, until the secretariat lifts that', async () => {
    const year = await work.year(asked);
    await year.withCycle();
    await year.ask('action-plan', ['mandalay']);
    await year.bounce('ASCN/2018/action-plan/mandalay/1', 'csco-mandalay');
    await year.ask('progress', ['mandalay']);
    expect(await year.request('progress/mandalay')).toMatchObject({
      addressee: 'alternate-mandalay',
      unreachable: ['csco-mandalay'],
    });
    const outcomes = (await year.letters('progress/mandalay', 'ask/')).map(({ to, outcome }) => [
      to,
      outcome,
    ]);
    expect(outcomes).toEqual([
      // its copy went to the National Representative
      [['csco-mandalay'], 'partly-undeliverable'],
      [['alternate-mandalay'], 'sent'],
    ]);
    const { waiting } = await year.operations.status(2018);
    const matter = waiting.find(({ id }) => id === 'progress/mandalay/undeliverable/csco-mandalay');
    expect(matter).toMatchObject({
      notReached: 'suppressed',
      command: 'ascn letter unsuppress csco-mandalay --as OFFICE --why REASON',
    });
    const [notice] = await year.letters('notice/progress/mandalay/undeliverable');
    const { text = '' } = await year.message(notice!);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'An earlier letter showed that the address does not work, so no mail server was asked. Letters leave again once you lift that',
    );

    await liftSuppression(year.store, year.network, 'csco-mandalay', desk('The mailbox is back'));
    await year.ask('final-action-plan', ['mandalay']);
    expect(await year.request('final-action-plan/mandalay')).toMatchObject({ addressee: 'csco-mandalay' });
  });

  test('that is away until a day is not reminded before, and its alternate is asked meanwhile', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['mandalay', 'cebu-city']);
    const absence = 'I am out of the office until 16 May 2018 and will read my mail when I am back.';
    for (const city of ['mandalay', 'cebu-city'])
      expect(await year.answer(`ASCN/2018/action-plan/${city}/1`, absence, `csco-${city}`)).toMatchObject({
        verdict: 'auto-reply',
        outcome: 'noted',
      });
    await year.settle();
    const [instead] = await year.letters('action-plan/cebu-city', 'asked-instead');
    await year.answer(instead!.number, absence, 'alternate-cebu-city');
    await year.settle();
    const record = await year.request('action-plan/mandalay');
    expect(record).toMatchObject({ state: 'asked', addressee: 'csco-mandalay', versions: [] });
    expect(record.absences).toMatchObject([{ office: 'csco-mandalay' }]);
    expect(record.absences[0]!.back.slice(0, 10)).toBe('2018-05-17');
    const [meanwhile, ...more] = await year.letters('action-plan/mandalay', 'asked-instead');
    expect([meanwhile?.to, more]).toEqual([['alternate-mandalay'], []]);
    const { text = '', attachments } = await year.message(meanwhile!);
    expect(text.replace(/\s+/g, ' ')).toContain('it is away and back on Thursday, 17 May 2018');
    expect(attachments.length).toBeGreaterThan(0);

    await year.until('2018-05-19T00:00:00Z');
    const reminders = await year.letters('action-plan/mandalay', 'reminder');
    expect(reminders.map(({ at, to }) => [at.slice(0, 10), to.join()])).toEqual([
      ['2018-05-11', 'alternate-mandalay'],
      ['2018-05-18', 'csco-mandalay'],
    ]);
    // in Cebu City everybody is away, so nobody is reminded before
    expect(
      (await year.letters('action-plan/cebu-city', 'reminder')).map(({ at }) => at.slice(0, 10)),
    ).toEqual(['2018-05-18']);
    // whoever answers first, it counts
    await year.answer(meanwhile!.number, full, 'alternate-mandalay');
    expect((await year.request('action-plan/mandalay')).state).toBe('accepted');
  });

  test('whose address bounces is given up, and its alternate is asked', async () => {
    const year = await work.year(asked);
    await year.withCycle();
    await year.ask('action-plan', ['mandalay']);
    await year.bounce('ASCN/2018/action-plan/mandalay/1', 'csco-mandalay');
    const record = await year.request('action-plan/mandalay');
    expect(record).toMatchObject({
      addressee: 'alternate-mandalay',
      unreachable: ['csco-mandalay'],
      state: 'asked',
    });
    expect(record.marks).toContain('bounced');
    const asks = await year.letters('action-plan/mandalay', 'ask/');
    expect(asks.map(({ to }) => to)).toEqual([['csco-mandalay'], ['alternate-mandalay']]);
    expect(await year.waiting()).toEqual(['action-plan/mandalay/undeliverable/csco-mandalay']);
    // nothing that the engine keeps says where the office reads its mail
    const { address } = findOffice(year.data, 'csco-mandalay');
    const history = decoded(await year.history(year.id('action-plan/mandalay')));
    expect(history).toContain('csco-mandalay');
    expect(history).not.toContain(address);

    await year.until('2018-05-12T00:00:00Z');
    const [reminder] = await year.letters('action-plan/mandalay', 'reminder');
    expect(reminder!.to).toEqual(['alternate-mandalay']);
    await year.answer('ASCN/2018/action-plan/mandalay/2', full, 'alternate-mandalay');
    expect((await year.request('action-plan/mandalay')).state).toBe('accepted');
  });

  test('takes over a request that is reassigned to it, and is reminded in its place', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    const record = await year.operations.reassign(2018, 'action-plan/cebu-city', {
      office: 'nr-ph',
      actor: desk('The post is vacant'),
    });
    expect(record).toMatchObject({ addressee: 'nr-ph', state: 'asked' });
    expect(record.marks).toContain('reassigned');
    expect((await year.letters('action-plan/cebu-city', 'reassigned')).map(({ to }) => to)).toEqual([
      ['nr-ph'],
    ]);
    await year.until('2018-05-12T00:00:00Z');
    expect((await year.letters('action-plan/cebu-city', 'reminder')).map(({ to }) => to)).toEqual([
      ['nr-ph'],
    ]);
  });
});

describe('a National Representative', () => {
  test('answers for its three cities in one letter, and gets one receipt', async () => {
    const year = await work.year(asked);
    const cities = { battambang: 'Battambang', 'phnom-penh': 'Phnom Penh', 'siem-reap': 'Siem Reap' };
    await year.ask('action-plan', Object.keys(cities));
    const text = Object.values(cities)
      .map((city) => `City: ${city}\n${full}\n`)
      .join('\n');
    const taken = await year.answer('ASCN/2018/action-plan/battambang/1', text, 'nr-kh');
    expect(taken.requests.toSorted()).toEqual(
      Object.keys(cities).map((city) => year.id(`action-plan/${city}`)),
    );
    for (const city of Object.keys(cities)) {
      const record = await year.request(`action-plan/${city}`);
      expect(record).toMatchObject({ state: 'accepted' });
      expect(record.marks).toContain('joint');
    }
    expect(await year.letters('action-plan', 'receipt')).toHaveLength(1);
  });
});

describe('a request whose cycle is closed', () => {
  test('takes nothing more: a letter is kept aside with the reason, and what a person asks is refused', async () => {
    const year = await work.year(asked);
    await year.operations.openRegistry();
    const board = await year.ask('action-plan', ['cebu-city']);
    await year.still.workflow.getHandle(board).signal('closeBatch');
    await year.still.workflow.getHandle(board).result();
    const before = (await year.history(year.id('action-plan/cebu-city'))).length;

    const taken = await year.answer('ASCN/2018/action-plan/cebu-city/1', full, 'csco-cebu-city');
    expect(taken.outcome).toBe('closed');
    expect((await year.operations.registry()).aside).toMatchObject([
      { reason: 'The cycle that this answers is closed.' },
    ]);
    await expect(
      year.operations.extend(2018, 'action-plan/cebu-city', { due: '2018-06-08', actor: desk() }),
    ).rejects.toMatchObject({
      message: 'action-plan/cebu-city belongs to a cycle that is closed.',
    });
    expect((await year.history(year.id('action-plan/cebu-city'))).length).toBe(before);
  });
});
