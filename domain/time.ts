/**
 * Time as the cycle uses it. Zones, holidays and working days belong to activities (`activities/calendar/`);
 * here and in workflows there are only calendar dates and instants, which compare as they stand.
 */

/** A calendar date, `YYYY-MM-DD`, without a zone. */
export type IsoDate = string;

/** A moment in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ`; two of them sort as strings. */
export type Instant = string;

const dayMs = 86_400_000;

/** The milliseconds since 1970 of an instant. */
export const toMs = (instant: Instant): number => Date.parse(instant);

/** The instant of milliseconds since 1970, cut to the second. */
export const toInstant = (ms: number): Instant => new Date(ms).toISOString().slice(0, 19) + 'Z';

/** The instant `ms` milliseconds after `instant`. */
export const after = (instant: Instant, ms: number): Instant => toInstant(toMs(instant) + ms);

export const hours = (n: number): number => n * 3_600_000;
export const days = (n: number): number => n * dayMs;

/** True for a real date written `YYYY-MM-DD` (31 April is not one). */
export function isIsoDate(text: string): text is IsoDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** `date` moved by whole days; negative is earlier. */
export const addDays = (date: IsoDate, n: number): IsoDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + n * dayMs).toISOString().slice(0, 10);

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export const daysBetween = (a: IsoDate, b: IsoDate): number =>
  Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / dayMs);

/** True when `date` lies in the dated span: from `from` on, before `until`; an absent end is open. */
export const inForce = (span: { from?: IsoDate; until?: IsoDate }, date: IsoDate): boolean =>
  (span.from === undefined || span.from <= date) && (span.until === undefined || date < span.until);
