import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Calendar } from '../../domain/calendar.js';
import { pin } from '../../domain/calendar.js';
import { cycleId } from '../../domain/ids.js';
import type { LetterListRow } from '../../domain/letter-record.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, isAt, openWork, stranger } from '../setup/year.js';
import { agrees } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const begins = '2018-04-10T02:00:00Z';

/** A year that holds only the workshop of 22 May; its letters are out. */
async function invited(): Promise<Year & { year: Calendar }> {
  const opened = await work.year(begins);
  const calendar: Calendar = {
    ...opened.calendar,
    phases: opened.calendar.phases
      .filter(({ id }) => id === 'workshop')
      .map((phase) => ({ ...phase, after: [] })),
  };
  await opened.operations.openRegistry();
  await opened.operations.startCycle(calendar, desk(), { offsetMs: opened.cycle.offsetMs, rehearsal: true });
  await opened.until('2018-04-10T03:00:00Z');
  return { ...opened, year: calendar };
}

/** UID, SEQUENCE and first day of the calendar entry that a letter carries. */
async function entryOf(year: Year, letter: LetterListRow) {
  const { attachments } = await year.message(letter);
  const entry = attachments.find(({ mimeType }) => mimeType === 'text/calendar')!;
  const text =
    typeof entry.content === 'string' ? entry.content : Buffer.from(entry.content as ArrayBuffer).toString();
  const event = text.replace(/\r?\n /g, '').split('BEGIN:VEVENT')[1]!;
  const line = (name: string) => new RegExp(`^${name}[^:\\r\\n]*:(.*)$`, 'm').exec(event)?.[1]?.trim();
  return { uid: line('UID'), sequence: line('SEQUENCE'), first: line('DTSTART') };
}

describe('moved dates', () => {
  test('are refused in words when they make no calendar, have no reason, or come from a stranger; nothing moves then', async () => {
    const year = await invited();
    const id = cycleId(year.network, 2018);
    const events = (await year.history(id)).length;
    const moved = pin(year.year, { workshop: '2018-05-29' }, 'secretariat-sg', 'letter of the host');
    const refusal = (message: string) => ({ type: 'Refused', message: expect.stringContaining(message) });
    await expect(year.operations.reschedule(2018, moved, desk())).rejects.toMatchObject(
      refusal('Say why the dates move, with --why'),
    );
    await expect(year.operations.reschedule(2018, moved, stranger)).rejects.toMatchObject(
      refusal('is not an office of the chair'),
    );
    const circle: Calendar = {
      ...moved,
      dates: moved.dates.map((date) =>
        date.id === 'workshop'
          ? { id: date.id, title: date.title, derived: { from: 'framework-comments.due', days: 1 } }
          : date,
      ),
    };
    await expect(year.operations.reschedule(2018, circle, desk('A slip'))).rejects.toMatchObject(
      refusal('in a circle'),
    );
    await expect(
      year.operations.reschedule(2018, { ...moved, year: 2019 }, desk('A slip')),
    ).rejects.toMatchObject(refusal('not of 2018'));
    expect(() => pin(year.year, { workshop: '2018-02-30' }, 'secretariat-sg', '')).toThrow(
      'The date for “workshop” is “2018-02-30”; expected a day of the calendar as YYYY-MM-DD.',
    );
    expect((await year.history(id)).length).toBe(events);
    expect(await year.letters('', 'meeting-moved')).toEqual([]);
  });

  test('move what follows, update letters and calendar entries in place, and the year waits for the new instants', async () => {
    const year = await invited();
    const [invitation] = await year.letters('workshop-delegation/vn', 'ask/');
    const before = await entryOf(year, invitation!);
    expect(before).toMatchObject({ sequence: '0', first: expect.stringContaining('20180522') });
    await year.answer('ASCN/2018/framework-comments/th/1', agrees, 'nr-th');
    expect((await year.request('framework-comments/th')).state).toBe('accepted');

    const moved = pin(year.year, { workshop: '2018-05-29' }, 'secretariat-sg', 'letter of the host');
    const moves = await year.operations.reschedule(2018, moved, desk('The hall is taken'));
    expect(moves.find(({ id }) => id === 'workshop')).toMatchObject({
      from: '2018-05-22',
      to: '2018-05-29',
      until: '2018-06-01',
      because: 'set',
    });
    expect(moves.find(({ id }) => id === 'framework-comments.due')).toMatchObject({
      from: '2018-05-25',
      to: '2018-06-01',
      because: 'follows',
    });
    await year.settle();

    const [update, ...more] = await year.letters('workshop-delegation/vn', 'meeting-moved');
    expect(more).toEqual([]);
    expect(await entryOf(year, update!)).toEqual({
      uid: before.uid,
      sequence: '1',
      first: before.first!.replace('20180522', '20180529'),
    });
    expect(await year.letters('framework-comments/ph', 'date-moved')).toHaveLength(1);
    expect((await year.request('framework-comments/ph')).plan.due.slice(0, 10)).toBe('2018-06-01');
    // who has answered is left in peace
    expect(await year.letters('framework-comments/th', 'date-moved')).toEqual([]);

    // reminders count from the new day
    const { plan } = await year.request('framework-comments/ph');
    await year.until('2018-05-19T00:00:00Z');
    const [reminder, ...others] = await year.letters('framework-comments/ph', 'reminder');
    expect(others).toEqual([]);
    expect(isAt(reminder!.at, plan.reminders[0]!.at)).toBe(true);
    expect(reminder!.at.slice(0, 10)).toBe('2018-05-18');

    // the phase ends after the new last day
    await year.until('2018-06-01T00:00:00Z');
    expect((await year.operations.status(2018)).phases).toMatchObject([{ id: 'workshop', state: 'running' }]);
  }, 180_000);
});
