import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arrivedLedger, readLedger } from '../../domain/arrival.js';
import { remindersId } from '../../domain/ids.js';
import { remindersLedger } from '../../domain/reminders.js';
import type { Instant } from '../../domain/time.js';
import { after, days, hours } from '../../domain/time.js';
import type { AtWork, Year } from '../setup/year.js';
import { isAt, openWork } from '../setup/year.js';
import { full } from './answers.js';

let work: AtWork;
beforeEach(async () => {
  work = await openWork();
});
afterEach(async () => {
  await work.close();
});

/** Monday: a day after the final plan is due, the progress two days before. */
const asked = '2018-08-13T02:00:00Z';
const plan = 'final-action-plan';
const planAndProgress = async (year: Year, cities: string[]): Promise<void> => {
  await year.ask(plan, cities);
  await year.ask('progress', cities);
};

/** The instant at which an office is reminded of both. */
async function meeting(year: Year, city: string): Promise<Instant> {
  const [one, other] = await Promise.all([year.request(`${plan}/${city}`), year.request(`progress/${city}`)]);
  const both = one.plan.reminders.filter(({ at }) => other.plan.reminders.some((each) => each.at === at));
  expect(both).toHaveLength(1);
  return both[0]!.at;
}

const on = async (year: Year, office: string, day: string) =>
  (await year.letters()).filter(({ to, at }) => to.includes(office) && at.startsWith(day));

const title = {
  plan: (city: string) => `Final smart city action plan of ${city}`,
  progress: (city: string) => `Report on the progress of the projects of ${city}`,
};
const ongoing = [
  'Project 1 title: Pavements',
  'Project 1 focus area: Built infrastructure',
  'Project 1 status: Ongoing',
  'Project 1 progress: Half of them are laid',
].join('\n');

describe('reminders to one office', () => {
  test('that fall on one morning are one letter, others go by themselves', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['cebu-city', 'davao-city']);
    const at = await meeting(year, 'cebu-city');
    await year.until(after(at, hours(1)));

    for (const city of ['cebu-city', 'davao-city']) {
      const [letter, ...more] = await on(year, `csco-${city}`, at.slice(0, 10));
      expect(more).toEqual([]);
      expect(letter).toMatchObject({ template: 'reminders', outcome: 'sent', copy: ['nr-ph'] });
      expect(isAt(letter!.at, at)).toBe(true);
      const { text = '' } = await year.message(letter!);
      const titles = ['Final smart city action plan of', 'Report on the progress of the projects of'];
      for (const title of titles) expect(text).toContain(title);
      expect(text).toMatch(/was due on [^.]*, and we have\s+not received it/);
    }
    // before and after, their reminders fall on mornings of their own
    await year.until('2018-10-15T00:00:00Z');
    for (const about of [`${plan}/cebu-city`, 'progress/cebu-city']) {
      const record = await year.request(about);
      expect(record).toMatchObject({ state: 'lapsed', remindersSent: record.plan.reminders.length });
    }
    const reminders = await year.letters('', 'reminder');
    const mornings = reminders.map(({ to, at: sent }) => `${to.join()} ${sent.slice(0, 10)}`);
    expect(new Set(mornings).size).toBe(mornings.length);
    expect(reminders.filter(({ template }) => template === 'reminders')).toHaveLength(2);
  });

  test('of which one was answered before are the plain reminder of the other', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['cebu-city']);
    const at = await meeting(year, 'cebu-city');
    await year.until(after(at, -days(1)));
    await year.answer('ASCN/2018/progress/cebu-city/1', ongoing, 'csco-cebu-city');
    expect((await year.request('progress/cebu-city')).state).toBe('accepted');
    await year.until(after(at, hours(1)));
    const letters = await on(year, 'csco-cebu-city', at.slice(0, 10));
    expect(letters).toMatchObject([{ template: 'reminder-after-due', outcome: 'sent' }]);
    expect(letters[0]!.number).toMatch(/^ASCN\/2018\/final-action-plan\/cebu-city\//);
    const { text = '' } = await year.message(letters[0]!);
    expect(text).not.toContain(title.progress('Cebu City'));
  });

  test('leave out the one for which a letter is in hand, which follows when that turns out to be no answer', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['cebu-city']);
    const at = await meeting(year, 'cebu-city');
    await year.until(after(at, -hours(1)));
    await year.store.enter(arrivedLedger(year.id('progress/cebu-city')), 'in-hand', {});
    await year.until(after(at, hours(1) + 300_000));
    expect(await on(year, 'csco-cebu-city', at.slice(0, 10))).toMatchObject([
      { template: 'reminder-after-due' },
    ]);

    await year.store.enter(readLedger(year.id('progress/cebu-city')), 'in-hand', { outcome: 'noted' });
    await year.until(after(at, hours(2)));
    const [first, second, ...more] = await on(year, 'csco-cebu-city', at.slice(0, 10));
    expect(more).toEqual([]);
    expect([first!.template, second!.template]).toEqual(['reminder-after-due', 'reminder']);
    expect(second!.at > after(at, hours(1))).toBe(true);
    for (const about of [`${plan}/cebu-city`, 'progress/cebu-city'])
      expect((await year.request(about)).marks).toContain('reminded');
  });

  test('are answered in one reply, and both answers are accepted with one receipt', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['cebu-city']);
    const at = await meeting(year, 'cebu-city');
    await year.until(after(at, hours(1)));
    const [letter] = await on(year, 'csco-cebu-city', at.slice(0, 10));
    const text = `${title.plan('Cebu City')}\n${full}\n\n${title.progress('Cebu City')}\n${ongoing}\n`;
    const result = await year.answer(letter!.number, text, 'csco-cebu-city');
    expect(result).toMatchObject({ verdict: 'answer', outcome: 'submitted' });
    for (const about of [`${plan}/cebu-city`, 'progress/cebu-city'])
      expect(await year.request(about)).toMatchObject({ state: 'accepted', settled: true });
    const receipts = await year.letters('', 'receipt');
    expect(receipts).toHaveLength(1);
    const { text: receipt = '' } = await year.message(receipts[0]!);
    for (const titled of [title.plan, title.progress])
      expect(receipt).toContain(`${titled('Cebu City')}\n===`);

    // a correction in answer to the receipt is read by the form of its own request
    const correction = `${title.progress('Cebu City')}\nProject 1 status: Completed`;
    await year.answer(receipts[0]!.number, correction, 'csco-cebu-city');
    const corrected = await year.request('progress/cebu-city');
    expect([corrected.state, corrected.accepted]).toEqual(['accepted', 2]);
    expect((await year.request(`${plan}/cebu-city`)).accepted).toBe(1);

    await year.until('2018-10-15T00:00:00Z');
    const later = (await year.letters('', 'reminder')).filter(({ at: sent }) => sent > receipts[0]!.at);
    expect(later).toEqual([]);
  });

  test('are promised in one reply; reminders wait, and after the day they meet again', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['cebu-city']);
    const at = await meeting(year, 'cebu-city');
    await year.until(after(at, hours(1)));
    const [letter] = await on(year, 'csco-cebu-city', at.slice(0, 10));
    await year.answer(
      letter!.number,
      'Under approval; we will answer on 17 September 2018.',
      'csco-cebu-city',
    );
    for (const about of [`${plan}/cebu-city`, 'progress/cebu-city'])
      expect(await year.request(about)).toMatchObject({ state: 'acknowledged' });
    const receipts = await year.letters('', 'receipt-acknowledged');
    expect(receipts).toHaveLength(1);
    expect(receipts[0]!.subject).toContain('final smart city action plan of Cebu City and report on');

    await year.until('2018-09-17T20:00:00Z');
    expect((await year.letters('', 'reminder')).filter(({ at: sent }) => sent > receipts[0]!.at)).toEqual([]);
    await year.until('2018-09-19T00:00:00Z');
    expect(await on(year, 'csco-cebu-city', '2018-09-18')).toMatchObject([{ template: 'reminders' }]);
  });

  test('that come back are undeliverable for each request, and the alternate is asked', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['mandalay']);
    const at = await meeting(year, 'mandalay');
    await year.until(after(at, hours(1)));
    const [letter] = await on(year, 'csco-mandalay', at.slice(0, 10));
    expect(letter!.template).toBe('reminders');
    await year.bounce(letter!.number, 'csco-mandalay');
    for (const about of [`${plan}/mandalay`, 'progress/mandalay'])
      expect(await year.request(about)).toMatchObject({
        unreachable: ['csco-mandalay'],
        addressee: 'alternate-mandalay',
      });
  });

  test('do not wait for a request that is closed while they are gathered', async () => {
    const year = await work.year(asked);
    await planAndProgress(year, ['cebu-city']);
    const at = await meeting(year, 'cebu-city');
    // a third one was planned for the morning and has been answered: it is waited for in vain
    await year.store.enter(remindersLedger(year.network, 'csco-cebu-city'), 'answered', {
      request: year.id('city-preference/cebu-city'),
      at: [at],
    });
    await year.until(after(at, 2_500));
    const gathering = year.still.workflow.getHandle(remindersId(year.network, 2018, 'csco-cebu-city', at));
    expect((await gathering.describe()).status.name).toBe('RUNNING');
    expect(await on(year, 'csco-cebu-city', at.slice(0, 10))).toEqual([]);
    // whichever request did not start it: time is not skipped any more once a workflow ends after the one that started it
    const { parentExecution } = await gathering.describe();
    const both = [`${plan}/cebu-city`, 'progress/cebu-city'];
    const [closing, staying] = parentExecution?.workflowId === year.id(both[0]!) ? both.reverse() : both;
    const closed = year.still.workflow.getHandle(year.id(closing!));
    await closed.signal('close');
    await closed.result();

    await year.until(after(at, hours(1)));
    expect((await gathering.describe()).status.name).toBe('COMPLETED');
    const [letter, ...more] = await on(year, 'csco-cebu-city', at.slice(0, 10));
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ outcome: 'sent' });
    expect(letter!.number).toContain(`/${staying}/`);
    const { state, marks } = await year.request(staying!);
    expect([state, marks.includes('reminded')]).toEqual(['asked', true]);
  });
});
