import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Calendar } from '../../domain/calendar.js';
import { cycleId, phaseId, registryId } from '../../domain/ids.js';
import type { YearSoFar } from '../../workflows/phase.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, head, openWork, stranger } from '../setup/year.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

/** The calendar of 2018 with only these phases, none of which waits for another. */
const only = (calendar: Calendar, ...phases: string[]): Calendar => ({
  ...calendar,
  phases: calendar.phases.filter(({ id }) => phases.includes(id)).map((phase) => ({ ...phase, after: [] })),
});

async function openedIn(begins: string): Promise<Year> {
  const year = await work.year(begins);
  await year.operations.openRegistry();
  return year;
}

const start = (year: Year, calendar: Calendar, actor = desk()) =>
  year.operations.startCycle(calendar, actor, { offsetMs: year.cycle.offsetMs, rehearsal: true });

const refusal = (message: string) => ({ type: 'Refused', message: expect.stringContaining(message) });

describe('the registry', () => {
  test('starts a cycle once: a second start is refused in words, while it runs and after it was closed', async () => {
    const year = await openedIn('2018-12-01T02:00:00Z');
    const calendar = only(year.calendar, 'handover');
    expect(await start(year, calendar)).toMatchObject({ year: 2018, state: 'running', chair: 'SG' });
    await expect(start(year, calendar, head())).rejects.toMatchObject(
      refusal('The cycle of 2018 was started already, by secretariat-sg on 2018-12-01.'),
    );
    await year.until('2018-12-11T00:00:00Z');
    await year.operations.handOver(2018, desk());
    await year.operations.handOver(2018, head());
    const result = (await year.still.workflow.getHandle(cycleId(year.network, 2018)).describe()).status.name;
    expect(result).toBe('RUNNING');
    await year.until('2019-01-01T00:00:00Z');
    expect((await year.operations.registry()).cycles).toMatchObject([
      { year: 2018, state: 'closed' },
      { year: 2019, state: 'prepared', chair: 'TH', handedOver: { from: 2018 } },
    ]);
    const events = (await year.history(registryId(year.network))).length;
    await expect(start(year, calendar)).rejects.toMatchObject(
      refusal('The cycle of 2018 was held and is closed.'),
    );
    expect((await year.history(registryId(year.network))).length).toBe(events);
  });

  test('refuses a stranger, and dates that make no calendar, and starts nothing', async () => {
    const year = await openedIn('2018-12-01T02:00:00Z');
    const calendar = only(year.calendar, 'handover');
    await expect(start(year, calendar, stranger)).rejects.toMatchObject(
      refusal("“nr-vn” is not an office of the chair's secretariat of 2018 (SG)"),
    );
    const impossible = (date: string): Calendar => ({
      ...calendar,
      dates: calendar.dates.map((each) =>
        each.id === 'handover.closes'
          ? { ...each, pinned: { date, setBy: 'the secretariat', source: 'a letter' } }
          : each,
      ),
    });
    await expect(start(year, impossible('2018-02-30'))).rejects.toMatchObject(
      refusal('The date “handover.closes” is “2018-02-30”; expected a day of the calendar as YYYY-MM-DD.'),
    );
    expect((await year.operations.registry()).cycles).toEqual([]);
    await expect(year.operations.status(2018)).rejects.toMatchObject({ type: 'NotFound' });
  });

  test('is not open where nobody opened it', async () => {
    const year = await work.year('2018-12-01T02:00:00Z');
    await expect(start(year, year.calendar)).rejects.toMatchObject({
      type: 'NotFound',
      message: expect.stringContaining('is not open'),
    });
  });
});

describe('the handover', () => {
  test('wants two persons of the secretariat, and then tells the next chair with the papers', async () => {
    const year = await openedIn('2018-12-01T02:00:00Z');
    await start(year, only(year.calendar, 'handover'));
    await expect(year.operations.handOver(2018, desk())).rejects.toMatchObject({
      message: 'The handover of 2018 is not open now. See: ascn cycle status 2018',
    });
    await year.until('2018-12-11T00:00:00Z');
    expect((await year.operations.status(2018)).waiting).toMatchObject([{ id: 'handover' }]);
    await expect(year.operations.handOver(2018, stranger)).rejects.toMatchObject(
      refusal('is not an office of the chair'),
    );
    expect(await year.operations.handOver(2018, desk())).toEqual({ done: false, to: 'TH', year: 2019 });
    await expect(year.operations.handOver(2018, desk())).rejects.toMatchObject(
      refusal('secretariat-sg prepared this'),
    );
    expect(await year.letters('handover')).toEqual([]);
    expect(await year.operations.handOver(2018, head())).toEqual({ done: true, to: 'TH', year: 2019 });
    await year.settle();
    expect((await year.letters('handover')).map(({ to }) => to[0]).toSorted()).toEqual([
      'nr-th',
      'secretariat-th',
    ]);
    await expect(year.operations.handOver(2018, head())).rejects.toMatchObject(
      refusal('was handed over to TH already'),
    );

    await year.until('2019-01-01T00:00:00Z');
    const ended = (await year.still.workflow.getHandle(cycleId(year.network, 2018)).result()) as YearSoFar;
    expect(ended.papers.map(({ id }) => id)).toEqual(['handover']);
    await expect(year.operations.handOver(2018, head())).rejects.toMatchObject(
      refusal('handed over already'),
    );
    expect(
      (await year.still.workflow.getHandle(phaseId(year.network, 2018, 'handover')).describe()).status.name,
    ).toBe('COMPLETED');
  });
});
