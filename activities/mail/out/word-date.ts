/** Dates as letters word them. */
import { DateTime } from 'luxon';
import type { Language } from '../../../domain/network.js';
import { isIsoDate } from '../../../domain/time.js';

const vietnameseDays = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

/** In official Vietnamese a day below 10 and the months 1 and 2 carry a zero (Decree 30/2020/ND-CP, Annex I). */
const padded = (n: number, below: number): string => (n < below ? `0${n}` : String(n));

const vietnamese = (date: DateTime, parts: 'day' | 'month' | 'year'): string =>
  `ngày ${padded(date.day, 10)}` +
  (parts === 'day' ? '' : ` tháng ${padded(date.month, 3)}`) +
  (parts === 'year' ? ` năm ${date.year}` : '');

/** The calendar day of a date or an instant, in a zone; undefined for a text that is neither. */
function dayOf(when: string, zone: string): DateTime | undefined {
  if (isIsoDate(when)) return DateTime.fromISO(when, { zone });
  if (!/^\d{4}-\d{2}-\d{2}T/.test(when)) return undefined;
  const instant = DateTime.fromISO(when, { setZone: true }).setZone(zone);
  return instant.isValid ? instant : undefined;
}

/**
 * A day with its weekday: “Friday, 29 June 2018”, “thứ Sáu, ngày 29 tháng 6 năm 2018”.
 *
 * @param when a calendar date, or an instant whose day in `zone` is meant; any other text is returned as it is
 */
export function wordDay(when: string, zone: string, language: Language): string {
  const day = dayOf(when, zone);
  if (!day) return when;
  return language === 'vi'
    ? `${vietnameseDays[day.weekday - 1]}, ${vietnamese(day, 'year')}`
    : day.setLocale('en-GB').toFormat('cccc, d MMMM yyyy');
}

/** A letter's own date: “6 February 2018”, “ngày 06 tháng 02 năm 2018”. */
export function wordDate(when: string, zone: string, language: Language): string {
  const day = dayOf(when, zone);
  if (!day) return when;
  return language === 'vi' ? vietnamese(day, 'year') : day.setLocale('en-GB').toFormat('d MMMM yyyy');
}

/** How a due date comes worded with a request (`RequestPlan.dueDate`), in the language of the office that is asked. */
const wordedDue = [
  { locale: 'en', pattern: 'cccc, d LLLL yyyy' },
  { locale: 'vi', pattern: "cccc, 'ngày' d 'tháng' L 'năm' yyyy" },
].map(({ locale, pattern }) => ({ locale, parser: DateTime.buildFormatParser(pattern, { locale }) }));

/**
 * A due date: a calendar date, an instant, or one that comes worded. The letter may be in another language than
 * the request's office writes: a Vietnamese city's request is escalated in English.
 */
export function wordDue(when: string, zone: string, language: Language): string {
  const [, day = when, hour] = /^(.*\d), (\d\d:\d\d) UTC$/.exec(when) ?? [];
  for (const { locale, parser } of wordedDue) {
    const read = DateTime.fromFormatParser(day, parser, { zone: 'utc', locale });
    const date = read.isValid ? read.toISODate() : undefined;
    if (date) return wordCutOff(hour === undefined ? date : `${date}T${hour}:00Z`, language);
  }
  return wordDay(when, zone, language);
}

/** The days of a meeting: “22 to 25 May 2018”. */
export function wordDays(first: string, last: string, language: Language): string {
  const [from, to] = [dayOf(first, 'utc'), dayOf(last, 'utc')];
  if (!from || !to || first === last) return wordDay(first, 'utc', language);
  const sameYear = from.year === to.year;
  const sameMonth = sameYear && from.month === to.month;
  if (language === 'vi') {
    return `từ ${vietnamese(from, sameMonth ? 'day' : sameYear ? 'month' : 'year')} đến ${vietnamese(to, 'year')}`;
  }
  const start = from.setLocale('en-GB').toFormat(sameMonth ? 'd' : sameYear ? 'd MMMM' : 'd MMMM yyyy');
  return `${start} to ${to.setLocale('en-GB').toFormat('d MMMM yyyy')}`;
}

/** A cut-off with its hour in UTC: “Friday, 29 June 2018, 09:00 UTC”. */
export function wordCutOff(when: string, language: Language): string {
  const instant = dayOf(when, 'utc');
  if (!instant || isIsoDate(when)) return wordDay(when, 'utc', language);
  return language === 'vi'
    ? `${instant.toFormat('HH')} giờ ${instant.toFormat('mm')} (giờ UTC), ${wordDay(when, 'utc', 'vi')}`
    : `${wordDay(when, 'utc', 'en')}, ${instant.toFormat('HH:mm')} UTC`;
}
