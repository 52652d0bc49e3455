import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadCalendar } from '../../activities/calendar/load.js';
import type { Calendar } from '../../domain/calendar.js';
import { moves, pin, resolveCalendar } from '../../domain/calendar.js';

const singapore = { chair: 'SG', place: 'Singapore', zone: 'Asia/Singapore' };

describe('the calendar of 2018', () => {
  let calendar: Calendar;
  beforeAll(async () => {
    calendar = await loadCalendar('data', 2018, singapore);
  });

  test('holds the days that the sources give', () => {
    const dates = resolveCalendar(calendar);
    const days = Object.fromEntries(
      [...dates.values()]
        .filter(({ pinned }) => pinned)
        .map(({ id, date, until }) => [id, `${date}/${until}`]),
    );
    expect(days).toEqual({
      'nominations.opens': '2018-02-06/2018-02-06',
      'jcm-spring': '2018-03-07/2018-03-08',
      'acc-spring': '2018-04-27/2018-04-27',
      'summit-spring': '2018-04-28/2018-04-28',
      workshop: '2018-05-22/2018-05-25',
      'annual-meeting': '2018-07-08/2018-07-08',
      amm: '2018-07-30/2018-08-04',
      'announcement.released': '2018-08-02/2018-08-02',
      'jcm-autumn': '2018-10-15/2018-10-16',
      'summit-autumn': '2018-11-13/2018-11-13',
      'handover.closes': '2018-12-31/2018-12-31',
    });
  });

  test('derives the day of the November ACC, and says that no source gives it', () => {
    const acc = resolveCalendar(calendar).get('acc-autumn');
    expect(acc).toMatchObject({ date: '2018-11-12', pinned: false, basis: '1 day before summit-autumn' });
    expect(acc?.source).toMatch(/No source gives the day/);
  });

  test('covers eight years of action plans', () => {
    expect(calendar.planPeriod).toBe('2018-2025');
  });

  test('has the chain run twice, with the annual meeting before the ministers', () => {
    const bodies = calendar.phases.flatMap(({ sessions = [] }) => sessions.map(({ body }) => body));
    expect(bodies).toEqual(['JCM', 'ACC', 'Summit', 'ASCN', 'JCM', 'ACC', 'Summit']);
    const dates = resolveCalendar(calendar);
    expect(dates.get('annual-meeting')!.date < dates.get('amm')!.date).toBe(true);
  });

  test('leaves the nominations time to lapse before the first paper is cleared', () => {
    const dates = resolveCalendar(calendar);
    expect(dates.get('nominations.due')!.date < '2018-02-25').toBe(true);
    expect(dates.get('jcm-spring.cleared')!.date > '2018-02-27').toBe(true);
  });

  test('moving the workshop moves all that hangs on it, and nothing else', () => {
    const moved = pin(calendar, { workshop: '2018-05-15' }, 'secretariat-sg', 'letter 14');
    const found = moves(calendar, moved);
    expect(found.map(({ id }) => id)).toEqual([
      'workshop.invited',
      'workshop.delegations-due',
      'workshop.reading-sent',
      'workshop',
      'action-plan.due',
      'framework-comments.due',
    ]);
    expect(found.find(({ id }) => id === 'workshop')).toMatchObject({
      to: '2018-05-15',
      until: '2018-05-18',
      because: 'set',
    });
    expect(found.find(({ id }) => id === 'action-plan.due')).toMatchObject({
      to: '2018-05-18',
      because: 'follows',
    });
  });

  test('refuses a paper that would reach its body after the session', () => {
    expect(() => pin(calendar, { 'jcm-autumn.transmitted': '2018-10-20' }, 'secretariat-sg', 'test')).toThrow(
      /For “jcm-autumn”, joint consultative meeting before the 33rd summit \(2018-10-15\) comes before paper is sent to the jcm \(2018-10-20\)/,
    );
  });

  test('refuses a phase that opens before one that it follows', () => {
    expect(() => pin(calendar, { 'workshop.invited': '2018-01-10' }, 'secretariat-sg', 'test')).toThrow(
      /“Governance workshop” would open on 2018-01-10, before “Nominations”/,
    );
  });

  test('refuses a phase that opens after what happens in it', () => {
    expect(() => pin(calendar, { 'annual-meeting.opens': '2018-06-25' }, 'secretariat-sg', 'test')).toThrow(
      /“Annual meeting and matchmaking” opens on 2018-06-25, after its “partnersCleared” on 2018-06-11/,
    );
  });

  test('refuses a day that it does not have, and one that is no day', () => {
    expect(() => pin(calendar, { worksop: '2018-05-15' }, 'secretariat-sg', 'test')).toThrow(
      /no date “worksop”.*workshop/,
    );
    expect(() => pin(calendar, { workshop: '2018-04-31' }, 'secretariat-sg', 'test')).toThrow(
      /“workshop” is “2018-04-31”/,
    );
  });
});

describe('the calendar of a year without a file', () => {
  test('follows from the Summit', async () => {
    const calendar = await loadCalendar('data', 2027, singapore);
    expect(() => resolveCalendar(calendar)).toThrow(/“summit-autumn” is neither pinned nor derived/);
    const dates = resolveCalendar(
      pin(calendar, { 'summit-autumn': '2027-11-10' }, 'secretariat-sg', '--summit'),
    );
    expect(dates.get('annual-meeting')?.date).toBe('2027-07-07');
    expect(dates.get('acc-autumn')?.date).toBe('2027-11-09');
    expect(dates.get('handover.opens')?.date).toBe('2027-07-07');
    expect(dates.get('handover.closes')!.date > dates.get('summit-autumn.record-due')!.date).toBe(true);
  });

  test.each(['2026-05-08', '2027-11-10', '2029-10-02', '2032-12-01'])(
    'makes a calendar for a Summit on %s',
    async (summit) => {
      const calendar = await loadCalendar('data', Number(summit.slice(0, 4)), singapore);
      expect(() => pin(calendar, { 'summit-autumn': summit }, 'secretariat-sg', '--summit')).not.toThrow();
    },
  );
});

describe('dates that make no calendar', () => {
  const calendar = (dates: Calendar['dates']): Calendar => ({
    year: 2030,
    ...singapore,
    planPeriod: '2030-2037',
    dates,
    phases: [],
  });

  test('dates derived from one another in a circle', () => {
    const circle = calendar([
      { id: 'a', title: 'A', derived: { from: 'b', days: 1 } },
      { id: 'b', title: 'B', derived: { from: 'a', days: 1 } },
    ]);
    expect(() => resolveCalendar(circle)).toThrow(/in a circle: a → b → a/);
  });

  test('a date derived from one that is not there', () => {
    const unknown = calendar([{ id: 'a', title: 'A', derived: { from: 'b', days: 1 } }]);
    expect(() => resolveCalendar(unknown)).toThrow(/no date “b”, from which “a” is derived/);
  });

  test('two dates of one id', () => {
    const pinned = { date: '2030-01-01', setBy: 'secretariat-sg', source: 'test' };
    const twice = calendar([
      { id: 'a', title: 'A', pinned },
      { id: 'a', title: 'B', pinned },
    ]);
    expect(() => resolveCalendar(twice)).toThrow(/two dates called “a”/);
  });
});
