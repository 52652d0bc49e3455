import { beforeAll, describe, expect, test } from '@jest/globals';
import type { YearPlan } from '../../../activities/calendar/describe.js';
import { describeYear } from '../../../activities/calendar/describe.js';
import { loadAsks, loadCalendar } from '../../../activities/calendar/load.js';
import { printYear } from '../../../activities/calendar/print.js';
import { loadNetwork } from '../../../activities/network/load.js';
import { pin } from '../../../domain/calendar.js';

const planOf = async (year: number, pins: Record<string, string>): Promise<YearPlan> => {
  const calendar = await loadCalendar('data', year, {
    chair: 'SG',
    place: 'Singapore',
    zone: 'Asia/Singapore',
  });
  const network = await loadNetwork('data', `${year}-01-01`);
  return describeYear(
    network,
    pin(calendar, pins, 'secretariat-sg', 'given with --summit'),
    await loadAsks('data'),
  );
};

describe('the plan of 2027 with the Summit on 10 November', () => {
  let plan: YearPlan;
  let text: string;
  beforeAll(async () => {
    plan = await planOf(2027, { 'summit-autumn': '2027-11-10' });
    text = printYear(plan);
  });

  test('fits a terminal of 92 columns', () => {
    expect(text.split('\n').filter((line) => line.length > 92 || line !== line.trimEnd())).toEqual([]);
  });

  test('says who chairs, and lays out the phases in their order', () => {
    expect(text.split('\n')[0]).toBe('ASEAN Smart Cities Network: the year 2027 under Singapore');
    expect(text.match(/^\d\. .*$/gm)).toEqual([
      '1. Nominations',
      '2. Governance workshop (after: Nominations)',
      '3. Annual meeting and matchmaking (after: Governance workshop)',
      '4. Ministerial announcement (after: Annual meeting and matchmaking)',
      '5. Consultation of the JCM (after: Annual meeting and matchmaking)',
      '6. Launch at the Summit (after: Consultation of the JCM)',
      '7. Handover (after: Annual meeting and matchmaking)',
    ]);
  });

  test('says where each day comes from', () => {
    expect(text).toContain(
      '   Wed 10 Nov 2027   ASEAN Summit\n                     summit-autumn: set by secretariat-sg (given with --summit)\n',
    );
    expect(text).toContain(
      '   Wed 17 Feb 2027   Nominations are due\n                     nominations.due: 28 days after nominations.opens\n',
    );
  });

  test('says of whom a plan is asked, by which route, until when, and how it is chased', () => {
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Asked: Draft Smart City Action Plan 28 cities, directly, with a copy to the National Representative; ' +
        '4 cities of Cambodia through the National Representative. Due Tuesday, 11 May 2027, at the end of the day ' +
        'where the office is. Reminders 14, 7 and 2 days before and 1 day after; turned to the National ' +
        "Representative after 3 and to the chair's secretariat after 6 days; recorded as missing after 9 days.",
    );
  });

  test('says whose National Representative clears the final plan', () => {
    expect(text.replace(/\s+/g, ' ')).toContain(
      'In Viet Nam and Indonesia it counts once the National Representative has cleared it.',
    );
  });

  test('asks eleven members and every kind once', () => {
    const asked = plan.phases.flatMap(({ asks }) => asks);
    expect(asked.find(({ kind }) => kind === 'nomination')?.count).toBe(11);
    expect(new Set(asked.map(({ kind }) => kind)).size).toBe(13);
  });
});

test('a derived day on which the chair rests is pointed out, a pinned one is not', async () => {
  const plan = await planOf(2027, { 'summit-autumn': '2027-11-13' });
  const dates = plan.phases.flatMap((phase) => phase.dates);
  expect(dates.find(({ id }) => id === 'annual-meeting')).toMatchObject({
    date: '2027-07-10',
    restDay: true,
  });
  expect(dates.find(({ id }) => id === 'summit-autumn')).toMatchObject({ restDay: false });
  expect(printYear(plan)).toContain('annual-meeting: 126 days before summit-autumn; a rest day in Singapore');
});

test('the plan of 2018 has ten members, 26 cities and three texts for the spring run of the chain', async () => {
  const plan = await planOf(2018, {});
  const asks = (phase: string) => plan.phases.find(({ id }) => id === phase)!.asks;
  expect(asks('nominations')[0]).toMatchObject({ kind: 'nomination', count: 10, due: ['2018-02-22'] });
  expect(asks('workshop').find(({ kind }) => kind === 'action-plan')).toMatchObject({
    count: 26,
    due: ['2018-05-25'],
  });
  expect(asks('establishment').find(({ kind }) => kind === 'clearance')).toMatchObject({
    due: ['2018-03-02', '2018-04-12', '2018-04-19'],
  });
});
