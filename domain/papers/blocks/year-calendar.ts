/** The dates of the year, and how each was set. */
import type { Calendar, ResolvedDate } from '../../calendar.js';
import { resolveCalendar } from '../../calendar.js';
import type { Block } from '../block.js';
import { wordedDays } from '../worded-date.js';
import type { PaperYear } from '../year.js';

export const yearCalendar = ({ calendar }: PaperYear): Block =>
  datesOf(calendar, `Dates of ${calendar.year}`);

/** The draft of next year's calendar, which the next chair reviews before it starts its year. */
export function nextCalendar({ nextCalendar: draft, calendar }: PaperYear): Block {
  if (draft) return datesOf(draft, `Draft dates of ${draft.year}, for review`);
  return {
    lines: [
      {
        text: `No draft of the calendar of ${calendar.year + 1} has been drawn up yet.`,
        source: { of: `data/calendars/${calendar.year + 1}`, field: 'none' },
      },
    ],
    tables: [],
  };
}

function datesOf(calendar: Calendar, title: string): Block {
  const dates = [...resolveCalendar(calendar).values()].sort((a, b) =>
    a.date < b.date ? -1 : a.date > b.date ? 1 : 0,
  );
  return {
    lines: [],
    tables: [
      {
        title,
        columns: ['Date', 'Event', 'How it was set'],
        rows: dates.map((date) =>
          Object.entries({
            days: wordedDays(date.date, date.until),
            title: date.title,
            basis: basisOf(calendar, date),
          }).map(([field, text]) => ({
            text,
            source: {
              of: `data/${date.source ?? `calendars/${calendar.year}`}`,
              field: `${date.id}.${field}`,
            },
          })),
        ),
      },
    ],
  };
}

/** Who set a date, or from which other date it follows, by that date's title. */
function basisOf({ dates }: Calendar, { id, basis }: ResolvedDate): string {
  const entry = dates.find((date) => date.id === id);
  if (!entry?.derived || entry.pinned) return `${basis.charAt(0).toUpperCase()}${basis.slice(1)}`;
  const { from, days } = entry.derived;
  const title = `“${dates.find((date) => date.id === from)?.title ?? from}”`;
  if (days === 0) return `On the day of ${title}`;
  return `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'} ${title}`;
}
