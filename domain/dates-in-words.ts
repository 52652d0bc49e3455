/** Dates as people write them, in English and Vietnamese. Pure: relative words are understood from a given day. */
import { foldWords } from './fold.js';
import type { IsoDate } from './time.js';
import { addDays, isIsoDate } from './time.js';

/** The date understood; or both readings of one like 12/5/2018, which a person has to tell apart. */
export type DateRead = { date: IsoDate } | { either: [IsoDate, IsoDate] } | undefined;

const months = [
  ['january', 'jan'],
  ['february', 'feb'],
  ['march', 'mar'],
  ['april', 'apr'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug'],
  ['september', 'sep', 'sept'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
];
const monthName = months
  .flat()
  .sort((a, b) => b.length - a.length)
  .join('|');
const monthOf = (name: string): number => months.findIndex((names) => names.includes(name)) + 1;

const weekdays = [
  ['sunday', 'chu nhat'],
  ['monday', 'thu hai'],
  ['tuesday', 'thu ba'],
  ['wednesday', 'thu tu'],
  ['thursday', 'thu nam'],
  ['friday', 'thu sau'],
  ['saturday', 'thu bay'],
];

const iso = (year: number, month: number, day: number): IsoDate | undefined => {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isIsoDate(text) ? text : undefined;
};
const read = (date: IsoDate | undefined): DateRead => (date === undefined ? undefined : { date });

const dayMonth = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${monthName})(?: (\\d{4}))?$`);
const monthDay = new RegExp(`^(${monthName}) (\\d{1,2})(?:st|nd|rd|th)?(?: (\\d{4}))?$`);

/**
 * Reads one complete date: `2018-05-12`, `12 May 2018`, `May 12, 2018`, `ngày 12 tháng 5 năm 2018`, `25/5/2018`.
 *
 * @returns the date; both readings where day and month could be exchanged; undefined for anything else
 */
export function readDate(text: string): DateRead {
  const trimmed = text.trim().slice(0, 60);
  const asIso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  if (asIso) return read(iso(Number(asIso[1]), Number(asIso[2]), Number(asIso[3])));
  const numeric = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(trimmed.replace(/^ngày\s+/iu, ''));
  if (numeric) {
    const [a, b, year] = numeric.slice(1).map(Number) as [number, number, number];
    const [dayFirst, monthFirst] = [iso(year, b, a), iso(year, a, b)];
    if (dayFirst && monthFirst && dayFirst !== monthFirst) return { either: [dayFirst, monthFirst] };
    return read(dayFirst ?? monthFirst);
  }
  const words = foldWords(trimmed);
  const inWords = dayMonth.exec(words) ?? swapped(monthDay.exec(words));
  if (inWords?.[3]) return read(iso(Number(inWords[3]), monthOf(inWords[2] ?? ''), Number(inWords[1])));
  const vietnamese = /^(?:ngay )?(\d{1,2}) thang (\d{1,2}) (?:nam )?(\d{4})$/.exec(words);
  return vietnamese
    ? read(iso(Number(vietnamese[3]), Number(vietnamese[2]), Number(vietnamese[1])))
    : undefined;
}

/** Month before day, put into the order of `dayMonth`. */
const swapped = (match: RegExpExecArray | null): (string | undefined)[] | null =>
  match && [match[0], match[2], match[1], match[3]];

const mention = new RegExp(
  [
    '(?<iso>\\b\\d{4} \\d{2} \\d{2}\\b)',
    `(?<day>\\b\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month>${monthName})\\b(?: (?<year>\\d{4})\\b)?`,
    `\\b(?<month2>${monthName}) (?<day2>\\d{1,2})(?:st|nd|rd|th)?\\b(?: (?<year2>\\d{4})\\b)?`,
    'ngay (?<day3>\\d{1,2}) (?:thang )?(?<month3>\\d{1,2})\\b(?: (?:nam )?(?<year3>\\d{4})\\b)?',
    '\\b(?:the )?(?<day4>\\d{1,2})(?:st|nd|rd|th)\\b',
    '\\bngay (?<day5>\\d{1,2})\\b',
    `\\b(?<weekday>${weekdays.flat().join('|')})\\b`,
    '\\b(?:in|within|trong(?: vong)?) (?<count>\\d{1,2}) (?:days?|ngay)\\b',
    '\\b(?<tomorrow>tomorrow|ngay mai)\\b',
  ].join('|'),
  'g',
);

/** Promises reach half a year ahead at most; what lies further is a date of the past without its year. */
const furthest = 180;

/**
 * The first day, from `today` on, that a text mentions: “on the 20th”, “by 20 May”, “ngày 20/5”, “on Friday”.
 * A day or month without its year is the next one to come.
 */
export function firstDayIn(text: string, today: IsoDate): IsoDate | undefined {
  for (const { groups = {} } of foldWords(text).matchAll(mention)) {
    const date = dayOf(groups, today);
    if (date !== undefined && date >= today && date <= addDays(today, furthest)) return date;
  }
  return undefined;
}

function dayOf(found: Record<string, string | undefined>, today: IsoDate): IsoDate | undefined {
  const year = Number(today.slice(0, 4));
  if (found.iso) return found.iso.replace(/ /g, '-');
  const month = found.month ?? found.month2;
  const day = found.day ?? found.day2 ?? found.day3;
  if (day !== undefined) {
    const number = month ? monthOf(month) : Number(found.month3);
    const given = found.year ?? found.year2 ?? found.year3;
    if (given) return iso(Number(given), number, Number(day));
    return [year, year + 1]
      .map((y) => iso(y, number, Number(day)))
      .find((date) => date !== undefined && date >= today);
  }
  const alone = found.day4 ?? found.day5;
  if (alone !== undefined) {
    const from = year * 12 + Number(today.slice(5, 7)) - 1;
    const ahead = [from, from + 1, from + 2].map((n) => iso(Math.floor(n / 12), (n % 12) + 1, Number(alone)));
    return ahead.find((date) => date !== undefined && date >= today);
  }
  if (found.weekday !== undefined) {
    const wanted = weekdays.findIndex((names) => names.includes(found.weekday ?? ''));
    const now = new Date(`${today}T00:00:00Z`).getUTCDay();
    return addDays(today, (wanted - now + 7) % 7 || 7);
  }
  if (found.count !== undefined) return addDays(today, Number(found.count));
  return found.tomorrow === undefined ? undefined : addDays(today, 1);
}
