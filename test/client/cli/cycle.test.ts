import { describe, expect, jest, test } from '@jest/globals';
import type { Operations } from '../../../client/operations.js';
import { moves } from '../../../domain/calendar.js';
import { hours, toInstant } from '../../../domain/time.js';
import { installation, longestLine, networkDocument } from './run.js';
import { row, status } from './year.js';

const { reading } = installation();
const aside = [
  {
    ...{ digest: 'ab12cd34ef56ab12cd34ef56', document: 'sha256:0', receivedAt: '2018-05-02T00:00:00Z' },
    ...{ verdict: 'not-ours', reason: 'Its reply address is unknown.' },
  },
];

async function underWay(operations: Partial<Operations> = {}) {
  const home = installation(operations);
  const year = await status(home.reading, await networkDocument(home));
  operations.status ??= () => Promise.resolve(year);
  operations.requests ??= () =>
    Promise.resolve([
      row('da-nang', 'accepted'),
      row('hanoi', 'asked'),
      row('jakarta', 'asked'),
      row('my', 'answered', 'nomination'),
    ]);
  operations.registry ??= () =>
    Promise.resolve({
      cycles: [
        {
          year: 2018,
          state: 'running',
          chair: 'SG',
          startedAt: '2018-02-06T01:00:00Z',
          startedBy: { office: 'secretariat-sg', door: 'cli' },
        },
        { year: 2019, state: 'prepared', chair: 'TH' },
      ],
      aside,
    });
  return { ...home, year };
}

describe('ascn cycle status', () => {
  test('shows phases, requests by kind and state, what waits with its command, drafts, and letters kept aside', async () => {
    const { run } = await underWay();
    const { code, out } = await run('cycle', 'status', '2018');
    expect(code).toBe(0);
    expect(out).toContain('The cycle of 2018 under Singapore: open');
    expect(out).toContain('2018-05-20 01:00 UTC (09:00 in Asia/Singapore)');
    expect(out).toMatch(/Governance workshop +running +2018-04-10/);
    expect(out).toMatch(
      /Kind +All +asked +answered +accepted\n.*\naction-plan +3 +2 +- +1\nnomination +1 +- +1 +-/,
    );
    expect(out).toContain('Malaysia nominates four cities. (since 2018-02-20 03:00 UTC)');
    expect(out).toContain('    ascn request accept 2018/nomination/my --as OFFICE --why REASON');
    expect(out).toMatch(/Drafts that wait for release \(1\)[^]*2018\/held\/announcement +held +36/);
    expect(out).not.toContain('An escalation');
    expect(out).toMatch(/Letters kept aside \(1\)/);
    expect(out).toMatch(/ascn clearance show +2018\/jcm-spring/);
    expect(longestLine(out)).toBeLessThanOrEqual(100);
  });

  test('says which letters have not left for over an hour, since when and why', async () => {
    const { run, reading } = await underWay();
    const twoHoursAgo = toInstant(Date.now() - hours(2));
    const enter = (number: string, what: string, at: string, reply = '') =>
      reading.store.enter('letters/ascn/2018', `ASCN/2018/${number}/${what}`, { at, reply });
    const password = 'it does not let us sign in (535 bad credentials)';
    await enter('nomination/vn/1', 'put-off/away', toInstant(Date.now() - hours(30)), 'connect ECONNREFUSED');
    await enter('nomination/vn/1', 'put-off/password', twoHoursAgo, password);
    await enter('nomination/th/1', 'put-off/password', twoHoursAgo, password);
    await enter('nomination/my/1', 'put-off/busy', toInstant(Date.now() - hours(0.5)), '451 later');
    await enter('nomination/la/1', 'put-off/busy', twoHoursAgo, '451 later');
    await enter('nomination/la/1', 'after', twoHoursAgo);
    const { out } = await run('cycle', 'status', '2018');
    expect(out).toMatch(/Letters that have not left \(2\)\n\n {2}2 letters since [^]* sign in \(535 bad/);
    expect(out).toContain('    ascn letter list 2018');
    expect(out).not.toContain('451 later');
    expect(longestLine(out)).toBeLessThanOrEqual(100);
    const told = JSON.parse((await run('cycle', 'status', '2018', '--json')).out) as { notLeft: unknown };
    expect(told.notLeft).toEqual([
      {
        reply: password,
        since: expect.stringMatching(/^\d{4}-/) as unknown,
        letters: ['ASCN/2018/nomination/th/1', 'ASCN/2018/nomination/vn/1'],
      },
    ]);
    expect((await (await underWay()).run('cycle', 'status', '2018')).out).not.toContain('have not left');
  });

  test('without a year shows every cycle, and those that are open in full', async () => {
    const { run } = await underWay();
    const { out } = await run('cycle', 'status');
    expect(out).toMatch(/2018 +running +SG[^]*2019 +prepared +TH[^]*The cycle of 2018 under Singapore/);
  });

  test('--json holds what the words are made from', async () => {
    const { run } = await underWay();
    const told = JSON.parse((await run('cycle', 'status', '2018', '--json')).out) as {
      requests: unknown[];
      aside: unknown[];
    };
    expect([told.requests.length, told.aside.length]).toEqual([4, 1]);
  });
});

describe('ascn cycle start', () => {
  test('hands over the planned calendar, with the days that were given and by whom', async () => {
    const startCycle = jest.fn<Operations['startCycle']>(() =>
      Promise.resolve({ year: 2027, state: 'running', chair: 'SG' }),
    );
    const { run } = await underWay({ startCycle });
    const ran = await run('cycle', 'start', '2027', '--summit', '2027-11-10', '--as', 'secretariat-sg');
    expect(ran).toMatchObject({ code: 0, err: '' });
    const [calendar, actor] = startCycle.mock.calls[0]!;
    expect(actor).toEqual({ office: 'secretariat-sg', door: 'cli' });
    expect(calendar).toMatchObject({ year: 2027, chair: 'SG', place: 'Singapore', zone: 'Asia/Singapore' });
    expect(calendar.dates.find(({ id }) => id === 'summit-autumn')?.pinned).toMatchObject({
      date: '2027-11-10',
      setBy: 'secretariat-sg',
    });
  });

  test.each([
    [['--summit', '2027-11-10'], /Say who acts/],
    [['--summit', '2027-11-10', '--as', 'nobody'], /Unknown office “nobody”/],
    [['--as', 'secretariat-sg'], /Give it with --summit/],
  ])('starts nothing with %j', async (words, sentence) => {
    const startCycle = jest.fn<Operations['startCycle']>();
    const { run } = await underWay({ startCycle });
    const { code, err } = await run('cycle', 'start', '2027', ...words);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(startCycle).not.toHaveBeenCalled();
  });
});

describe('ascn cycle reschedule', () => {
  const wanted = ['cycle', 'reschedule', '2018', '--set', 'jcm-autumn=2018-10-22'];

  test('shows what would move, and moves nothing', async () => {
    const reschedule = jest.fn<Operations['reschedule']>();
    const { run } = await underWay({ reschedule });
    const { code, out } = await run(...wanted);
    expect(code).toBe(0);
    expect(out).toMatch(/jcm-autumn +2018-10-15 +2018-10-22 +2018-10-23 +it is set/);
    expect(out).toMatch(/jcm-autumn.cleared .*it follows/);
    expect(out).toContain(
      'ascn cycle reschedule 2018 --set jcm-autumn=2018-10-22 --confirm --as OFFICE --why REASON',
    );
    expect(reschedule).not.toHaveBeenCalled();
    expect(longestLine(out)).toBeLessThanOrEqual(100);
  });

  test('moves with --confirm, an actor and a reason', async () => {
    const before = await reading.calendar(2018);
    const reschedule = jest.fn<Operations['reschedule']>((_year, calendar) =>
      Promise.resolve(moves(before, calendar)),
    );
    const { run } = await underWay({ reschedule });
    const confirmed = [...wanted, '--confirm', '--as', 'secretariat-sg'];
    const unreasoned = await run(...confirmed);
    expect(unreasoned.code).toBe(2);
    expect(unreasoned.err).toMatch(/^Say why/);
    expect(reschedule).not.toHaveBeenCalled();
    const { out } = await run(...confirmed, '--why', 'The hall is taken');
    expect(out).toMatch(/\d+ dates moved\./);
    expect(reschedule.mock.calls[0]?.[2]).toEqual({
      office: 'secretariat-sg',
      door: 'cli',
      why: 'The hall is taken',
    });
  });

  test('a day that makes no calendar is refused', async () => {
    const { run } = await underWay();
    const { code, err } = await run('cycle', 'reschedule', '2018', '--set', 'nominations.due=2018-01-01');
    expect(code).toBe(2);
    expect(err).toMatch(/^The phase “Nominations.*2018-01-01/);
  });
});

test('ascn cycle handover says who is to complete it, and when it is done', async () => {
  const handOver = jest
    .fn<Operations['handOver']>()
    .mockResolvedValueOnce({ done: false, to: 'TH', year: 2019 })
    .mockResolvedValueOnce({ done: true, to: 'TH', year: 2019 });
  const { run } = await underWay({ handOver });
  expect((await run('cycle', 'handover', '2018', '--as', 'secretariat-sg')).out).toMatch(
    /Another person completes it/,
  );
  expect((await run('cycle', 'handover', '2018', '--as', 'secretariat-sg-head')).out).toMatch(
    /^The cycle of 2018 is handed over to TH/,
  );
});
