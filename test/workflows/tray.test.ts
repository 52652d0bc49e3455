import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listTray, trayMatter } from '../../activities/mail/in/tray.js';
import { letterId } from '../../domain/ids.js';
import { assignedLetter } from '../../domain/tray.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, head, openWork, stranger } from '../setup/year.js';
import { full, vision } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const asked = '2018-05-09T02:00:00Z';
const about = 'action-plan/cebu-city';
const first = `ASCN/2018/${about}/1`;
const reply = 'reply@ascn.example';
const deputy = 'deputy@private.example';

/** A year with one request under way. */
async function underWay(): Promise<Year> {
  const year = await work.year(asked);
  await year.withCycle();
  await year.ask('action-plan', ['cebu-city']);
  return year;
}
const idOf = async (year: Year, number: string): Promise<string> =>
  (await year.letters()).find((letter) => letter.number === number)!.messageId;
const question = async (year: Year) => (await year.letters(about, 'receipt-unconfirmed')).at(-1)!;

describe('a letter that came to no reply address', () => {
  test('is known by the letter that it refers to, and waits to be confirmed', async () => {
    const year = await underWay();
    const result = await year.write({
      ...{ from: 'csco-cebu-city', to: reply, text: full, inReplyTo: await idOf(year, first) },
    });
    expect(result).toMatchObject({ outcome: 'submitted', requests: [year.id(about)] });
    expect(await year.request(about)).toMatchObject({
      state: 'received-unconfirmed',
      versions: [{ from: 'csco-cebu-city', confirmed: false }],
    });
    expect((await question(year)).to).toEqual(['csco-cebu-city']);
  });

  test('is known by our number in its text, never by its subject', async () => {
    const year = await underWay();
    const result = await year.write({
      ...{ from: 'csco-cebu-city', to: reply, text: `${vision}\n\nYour reference: ${first}.` },
    });
    expect(result.outcome).toBe('submitted');
    const bySubject = await year.write({
      ...{ from: 'csco-cebu-city', to: reply, text: full, subject: `Re: ${first}` },
    });
    expect(bySubject).toMatchObject({ outcome: 'kept-aside', requests: [] });
  });

  test('from an address that is not known is kept aside, and changes nothing', async () => {
    const year = await underWay();
    const result = await year.write({
      ...{ from: deputy, to: reply, text: full, inReplyTo: await idOf(year, first) },
    });
    expect(result).toMatchObject({ outcome: 'kept-aside', requests: [year.id(about)] });
    expect(await year.request(about)).toMatchObject({ state: 'asked', versions: [] });
    const [matter] = await listTray(year.store, year.network);
    expect(matter!.letter.reason).toBe(
      `It names our letter ${first}, but it came neither to the reply address of that letter nor from an office that may answer it.`,
    );
  });
});

describe('an answer from an address that is not known', () => {
  test('counts once the office says yes from its own, in a word and in its language', async () => {
    const year = await underWay();
    await year.answer(first, full, deputy);
    const asks = await question(year);
    expect(asks.to).toEqual(['csco-cebu-city']);
    const { text, html } = await year.message(asks);
    expect(text).toContain('private.example');
    expect(text).not.toContain(deputy);
    expect(text).toContain('A city for everyone');
    const links = [...html!.matchAll(/href="(mailto:[^"]+)"/g)].map(([, href]) => href!);
    expect(links).toHaveLength(2);
    expect(links[0]).toContain('body=Yes%2C%20this%20is%20our%20answer.');
    expect(text).toContain(links[0]!.replaceAll('&amp;', '&'));

    const taken = await year.answer(asks.number, 'Xác nhận', 'csco-cebu-city');
    expect(taken.outcome).toBe('confirmed');
    expect(await year.request(about)).toMatchObject({ state: 'accepted', accepted: 1 });
    expect((await year.letters(about, 'receipt')).map(({ template, to }) => [template, to])).toEqual([
      ['receipt-unconfirmed', ['csco-cebu-city']],
      ['receipt', ['csco-cebu-city']],
    ]);
    await year.settle();
    expect(await year.waiting()).toEqual([]);
  });

  test('is set aside when the office says no; reminders go on, and the secretariat is told', async () => {
    const year = await underWay();
    await year.answer(first, full, deputy);
    await year.until('2018-05-15T00:00:00Z');
    expect(await year.letters(about, 'reminder')).toEqual([]);
    const taken = await year.answer(
      (await question(year)).number,
      'No, we did not send this.',
      'csco-cebu-city',
    );
    expect(taken.outcome).toBe('disowned');
    const record = await year.request(about);
    expect(record).toMatchObject({ state: 'asked', versions: [{ disowned: true, confirmed: false }] });
    expect(record.marks).toContain('disowned');
    expect(await year.letters(about, 'disowned')).toHaveLength(1);
    await year.settle();
    expect(await year.waiting()).toEqual([`${about}/disowned/1`]);
    await expect(year.operations.confirm(2018, about, { actor: desk() })).rejects.toMatchObject({
      message: `${about} has nothing that waits for confirmation.`,
    });
    await year.until('2018-05-19T00:00:00Z');
    expect(await year.letters(about, 'reminder')).toHaveLength(1);
    await year.answer(first, full, 'csco-cebu-city');
    expect(await year.request(about)).toMatchObject({ state: 'accepted', accepted: 2 });
  });

  test('is not confirmed by a word from elsewhere, nor by a word that is neither yes nor no', async () => {
    const year = await underWay();
    await year.answer(first, full, deputy);
    const { number } = await question(year);
    for (const [text, from] of [
      ['Yes', deputy],
      ['Yes, but not the budget', 'csco-cebu-city'],
      ['Who sent this?', 'csco-cebu-city'],
    ] as const)
      expect(await year.answer(number, text, from)).toMatchObject({ outcome: 'kept-aside' });
    expect((await year.request(about)).state).toBe('received-unconfirmed');
    expect(await listTray(year.store, year.network)).toHaveLength(3);
  });

  test('may be corrected by answering the question with the right lines', async () => {
    const year = await underWay();
    await year.answer(first, vision, deputy);
    await year.answer((await question(year)).number, full, 'csco-cebu-city');
    expect(await year.request(about)).toMatchObject({ state: 'accepted', accepted: 2 });
  });
});

describe('the reply address of a letter', () => {
  test('is revoked when the request is reassigned: the office is told once who is asked now', async () => {
    const year = await underWay();
    await year.operations.reassign(2018, about, { office: 'nr-ph', actor: desk('The post is vacant') });
    const taken = await year.answer(first, full, 'csco-cebu-city');
    expect(taken.outcome).toBe('kept-aside');
    await year.answer(first, `${full}\nAgain`, 'csco-cebu-city');
    await year.answer(first, 'Under approval, answer on 20 May 2018.', 'csco-cebu-city');
    expect(await year.request(about)).toMatchObject({ state: 'asked', versions: [] });
    const told = await year.letters(about, 'passed-on');
    expect(told.map(({ to }) => to)).toEqual([['csco-cebu-city']]);
    expect((await year.message(told[0]!)).text).toMatch(/it is now with [^.]*Philippines/);
    const matters = await listTray(year.store, year.network);
    expect(matters).toHaveLength(3);
    expect(matters[0]!.letter.reason).toContain(
      `${about} was reassigned from csco-cebu-city to nr-ph, so the reply address of that letter no longer counts.`,
    );
    // asked again, it may answer its letters again
    await year.operations.reassign(2018, about, { office: 'csco-cebu-city', actor: desk('Filled again') });
    await year.answer(first, full, 'csco-cebu-city');
    expect((await year.request(about)).state).toBe('accepted');
  });
});

describe('a letter in the tray', () => {
  test('is assigned by one person, and counts once another has confirmed it', async () => {
    const year = await underWay();
    const { digest } = await year.write({ from: deputy, to: reply, text: full });
    const ended = await year.operations.assignLetter(2018, about, {
      digest,
      actor: desk('The deputy writes for the office'),
    });
    expect(ended.letter).toBe(assignedLetter(letterId(year.network, digest), 1));
    await year.still.workflow.getHandle(ended.letter!).result();
    expect(await year.request(about)).toMatchObject({
      state: 'received-unconfirmed',
      versions: [{ letter: `${digest}/assigned/1`, assignedBy: { office: 'secretariat-sg' } }],
    });
    expect((await question(year)).to).toEqual(['csco-cebu-city']);
    expect(await listTray(year.store, year.network)).toEqual([]);
    expect((await year.operations.registry()).aside).toEqual([]);
    await expect(
      year.operations.assignLetter(2018, about, { digest, actor: desk('Again') }),
    ).rejects.toMatchObject({
      type: 'Refused',
      message: `The letter ${digest.slice(0, 12)} lies in the tray no more: it was assigned to 2018/${about} by secretariat-sg: The deputy writes for the office.`,
    });
    await expect(year.operations.confirm(2018, about, { actor: desk() })).rejects.toMatchObject({
      message: expect.stringContaining('prepared this and cannot also confirm it') as unknown,
    });
    const record = await year.operations.confirm(2018, about, { actor: head() });
    expect(record).toMatchObject({ state: 'accepted', accepted: 1 });
  });

  test('comes back when the request that it was assigned to could not take it', async () => {
    const year = await work.year(asked);
    await year.withCycle();
    const board = await year.ask('action-plan', ['cebu-city']);
    const { digest } = await year.write({ from: deputy, to: reply, text: full });
    const assign = {
      entry: {
        ...{ network: year.network, cycle: 2018, letter: first, from: 'secretariat-sg' },
        ...{ office: 'csco-cebu-city', language: 'en', networkDocument: year.grounds.networkDocument },
        answers: [{ request: year.id(about), as: 'answer' }],
      },
      offsetMs: year.cycle.offsetMs,
    };
    const { still } = year;
    await still.workflow.getHandle(board).signal('closeBatch');
    await still.workflow.getHandle(board).result();
    const ended = await still.workflow
      .getHandle(`${year.network}/network`)
      .executeUpdate<{ letter: string }, [unknown]>('endMatter', {
        args: [{ digest, how: 'assigned', actor: desk('A slip'), assign }],
      });
    await still.workflow.getHandle(ended.letter).result();
    expect(await trayMatter(year.store, year.network, digest)).toMatchObject({
      ended: false,
      endings: [{ how: 'assigned' }],
      letter: { reason: 'The cycle that this answers is closed.' },
    });
    expect((await year.operations.registry()).aside).toMatchObject([{ digest }]);
    expect(await year.operations.dismissLetter(digest, head('It was a slip'))).toMatchObject({
      ending: { how: 'dismissed' },
    });
    expect(await listTray(year.store, year.network)).toEqual([]);
  });

  test('is recorded or dismissed by the secretariat only, with a reason, once', async () => {
    const year = await underWay();
    const { digest } = await year.write({ from: deputy, to: reply, text: 'We agree with everything.' });
    await expect(year.operations.dismissLetter(digest, stranger)).rejects.toMatchObject({
      type: 'Refused',
      message:
        "“nr-vn” is not an office of the chair's secretariat of a cycle that is open: secretariat-sg, secretariat-sg-head. Say who acts with --as.",
    });
    await expect(year.operations.dismissLetter(digest, desk())).rejects.toMatchObject({
      message: 'Say why, with --why: it stands in the record.',
    });
    await expect(year.operations.dismissLetter('f'.repeat(64), desk('Why'))).rejects.toMatchObject({
      type: 'NotFound',
    });
    const actor = { ...desk('It says so'), authority: `letter ${digest.slice(0, 12)}` };
    await year.operations.record(2018, about, { text: full, actor });
    await year.operations.letterRecorded(2018, about, { digest, actor });
    const record = await year.operations.confirm(2018, about, { actor: head() });
    expect(record).toMatchObject({ state: 'accepted', versions: [{ authority: actor.authority }] });
    await expect(year.operations.dismissLetter(digest, desk('Done'))).rejects.toMatchObject({
      message: `The letter ${digest.slice(0, 12)} lies in the tray no more: it was recorded for 2018/${about} by secretariat-sg: It says so.`,
    });
  });
});
