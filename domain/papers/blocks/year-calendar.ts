/** The dates of the year, and how each was set. */
import { resolveCalendar } from '../../calendar.js';
import type { Block } from '../block.js';
import { wordedDays } from '../worded-date.js';
import type { PaperYear } from '../year.js';

export function yearCalendar(year: PaperYear): Block {
  const dates = [...resolveCalendar(year.calendar).values()].sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : 0,
  );
  return {
    lines: [],
    tables: [
      {
        title: `Dates of ${year.calendar.year}`,
        columns: ['Date', 'Event', 'How it was set'],
        rows: dates.map(({ id, date, until, title, basis, source }) =>
          Object.entries({ days: wordedDays(date, until), title, basis }).map(([field, text]) => ({
            text,
            source: { of: `data/${source ?? `calendars/${year.calendar.year}`}`, field: `${id}.${field}` },
          })),
        ),
      },
    ],
  };
}
