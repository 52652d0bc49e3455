import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AtWork } from '../setup/year.js';
import { isAt, openWork } from '../setup/year.js';
import { full } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const asked = '2018-05-09T02:00:00Z';

describe('reminders', () => {
  test('go out at their instants of the calendar, each with a subject of its own, and the request lapses in the end', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    const { plan } = await year.request('action-plan/cebu-city');
    expect(plan.reminders.map(({ days }) => days)).toEqual([14, 7, 2, -3]);
    await year.until('2018-06-05T00:00:00Z');
    const reminders = await year.letters('action-plan/cebu-city', 'reminder');
    expect(reminders).toHaveLength(plan.reminders.length);
    plan.reminders.forEach(({ at }, i) => expect([reminders[i]!.at, isAt(reminders[i]!.at, at)]).toEqual([reminders[i]!.at, true]));
    expect(new Set(reminders.map(({ subject }) => subject)).size).toBe(reminders.length);
    expect(await year.request('action-plan/cebu-city')).toMatchObject({ state: 'lapsed', settled: true, marks: ['reminded', 'escalated'] });
    expect(full).toBeDefined();
  });
});
