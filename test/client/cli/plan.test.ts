import { describe, expect, test } from '@jest/globals';
import { installation, longestLine } from './run.js';

const { run } = installation();

describe('ascn cycle plan prints the calendar for review, with no engine', () => {
  test('2027 hangs on its Summit: every phase, what is asked of whom, by which route, until when', async () => {
    const { code, out, err } = await run('cycle', 'plan', '2027', '--summit', '2027-11-10');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('the year 2027 under Singapore');
    expect(out).toMatch(/Wed 10 Nov 2027 +ASEAN Summit/);
    expect(out).toMatch(/11 members, through the National Secretariat/);
    expect(out).toContain('summit-autumn: set by this plan');
    expect(longestLine(out)).toBeLessThanOrEqual(100);
  });

  test('moving the Summit moves what hangs on it, and a date that is set stays', async () => {
    const { out } = await run(
      'cycle',
      'plan',
      '2027',
      '--summit',
      '2027-11-17',
      '--set',
      'workshop=2027-04-20',
    );
    expect(out).toMatch(/Wed 27 Jan 2027 +Members are asked to confirm/);
    expect(out).toMatch(/Tue 20 Apr 2027 +Governance workshop, until Fri 23 Apr 2027/);
  });

  test('2018 has a calendar of its own, with the days that were held and their sources', async () => {
    const { code, out } = await run('cycle', 'plan', '2018');
    expect(code).toBe(0);
    expect(out).toMatch(/Tue 13 Nov 2018 +33rd ASEAN Summit/);
    expect(out).toContain('(cs-33)');
  });

  test('--json gives the plan as data', async () => {
    const { out } = await run('cycle', 'plan', '2027', '--summit', '2027-11-10', '--json');
    const plan = JSON.parse(out) as { year: number; phases: { dates: { id: string; date: string }[] }[] };
    expect(plan.year).toBe(2027);
    expect(plan.phases.flatMap(({ dates }) => dates)).toContainEqual(
      expect.objectContaining({ id: 'summit-autumn', date: '2027-11-10' }),
    );
  });
});

describe('dates that make no calendar are refused with a sentence', () => {
  test.each([
    [['2027'], 'The calendar of 2027 needs the date of “ASEAN Summit”. Give it with --summit YYYY-MM-DD.'],
    [
      ['2027', '--summit', '10 November'],
      '--summit is “10 November”; expected a day as YYYY-MM-DD, such as 2027-04-20.',
    ],
    [
      ['2027', '--summit', '2027-11-31'],
      '--summit is “2027-11-31”; expected a day as YYYY-MM-DD, such as 2027-04-20.',
    ],
    [['2027', '--summit', '2028-11-10'], 'The Summit of 2027 is set to 2028-11-10; expected a day of 2027.'],
    [
      ['2027', '--summit', '2027-11-10', '--set', 'summit-autumn=2027-11-11'],
      'The Summit is given as --summit 2027-11-10 and as --set summit-autumn=2027-11-11; expected one of the two.',
    ],
    [
      ['2027', '--summit', '2027-11-10', '--set', 'workshop=2027-04-20', '--set', 'workshop=2027-04-21'],
      '--set gives “workshop” twice, as 2027-04-20 and as 2027-04-21; expected it once.',
    ],
    [
      ['2027', '--summit', '2027-11-10', '--set', 'workshop=2027-04-20/2027-04-18'],
      '“workshop” ends on 2027-04-18, before it begins on 2027-04-20.',
    ],
    [['1999'], 'The year is “1999”; expected four digits such as 2027.'],
    [['2010'], 'The year is 2010; expected 2018 or later, since no chair is on record before.'],
  ])('%j', async (words, sentence) => {
    expect(await run('cycle', 'plan', ...words)).toEqual({ code: 2, out: '', err: sentence });
  });

  test('a phase that would open before the one that it follows', async () => {
    const { code, err } = await run(
      'cycle',
      'plan',
      '2027',
      '--summit',
      '2027-11-10',
      '--set',
      'nominations.due=2027-01-02',
    );
    expect(code).toBe(2);
    expect(err).toMatch(/^The phase “Nominations” opens on 2027-01-20, after its “due” on 2027-01-02/);
  });

  test('an id that no date has names those that there are', async () => {
    const { code, err } = await run(
      'cycle',
      'plan',
      '2027',
      '--summit',
      '2027-11-10',
      '--set',
      'workshp=2027-04-20',
    );
    expect(code).toBe(2);
    expect(err).toMatch(/^The calendar has no date “workshp”\. Its dates are: .*workshop/);
  });
});
