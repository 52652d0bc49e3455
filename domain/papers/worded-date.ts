/** Calendar dates in words, as papers print them. */
import type { IsoDate } from '../time.js';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const parts = (date: IsoDate): { day: number; month: string; year: string } => ({
  day: Number(date.slice(8)),
  month: months[Number(date.slice(5, 7)) - 1] ?? '',
  year: date.slice(0, 4),
});

/** `8 July 2018`. */
export function wordedDate(date: IsoDate): string {
  const { day, month, year } = parts(date);
  return `${day} ${month} ${year}`;
}

/** `22–25 May 2018`, `30 July – 4 August 2018`, or one day as it is. */
export function wordedDays(date: IsoDate, until: IsoDate): string {
  if (date === until) return wordedDate(date);
  const [first, last] = [parts(date), parts(until)];
  if (first.year !== last.year) return `${wordedDate(date)} – ${wordedDate(until)}`;
  if (first.month !== last.month) return `${first.day} ${first.month} – ${wordedDate(until)}`;
  return `${first.day}–${wordedDate(until)}`;
}
