import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { arrivedLedger, readLedger } from '../../domain/arrival.js';
import { remindersId } from '../../domain/ids.js';
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

const progress = [
  'Project 1 title: Pavements',
  'Project 1 focus area: Built infrastructure',
  'Project 1 status: Ongoing',
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
});
