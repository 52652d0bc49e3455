/**
 * One day as an answer gives it, in the members' languages, scripts and years. What may be read in two ways, such as
 * 12/5/2018, is not decided: both readings come back.
 */
import { plainDigits } from './digits.js';
import { foldWords } from './fold.js';
import { monthNamed, vietnameseMonths } from './month-names.js';
import type { IsoDate } from './time.js';
import { isIsoDate } from './time.js';
import type { Sureness, Writer } from './writer.js';

/** A day; both readings; or that several days are given. Undefined for anything else. */
export type DayRead =
  { date: IsoDate; sure: Sureness } | { either: [IsoDate, IsoDate] } | { trouble: 'range' } | undefined;

const longestText = 120;

/** The Buddhist era counts from 543 BC; members whose officers write its years. */
const buddhist = { ahead: 543, members: ['TH', 'LA', 'KH'] };
const buddhistMarks =
  /(?:^|[\s(,])(?:พ\s?\.\s?ศ\s?\.?|พุทธศักราช|ព\s?\.\s?ស\s?\.?|ພ\s?\.\s?ສ\s?\.?|b\.?\s?e\.?(?=[\s\d)]|$))/iu;
const commonMarks =
  /(?:^|[\s(,])(?:ค\s?\.\s?ศ\s?\.?|គ\s?\.\s?ស\s?\.?|ຄ\s?\.\s?ສ\s?\.?|a\.?d\.?(?=[\s\d)]|$)|c\.?e\.?(?=[\s\d)]|$))/giu;

const fillers = new Set(
  [
    'of the on de ng ika tanggal tgl hari tarikh bulan tahun year date ngay nam petsa dia data',
    'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun',
    'senin selasa rabu kamis khamis jumat jumaat sabtu minggu ahad isnin thu hai ba tu sau bay chu nhat',
    'วันที่ วัน เดือน ปี จันทร์ อังคาร พุธ พฤหัสบดี ศุกร์ เสาร์ อาทิตย์ วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์',
    'ថ្ងៃ ថ្ងៃទី ទី ខែ ឆ្នាំ ວັນທີ ວັນ ເດືອນ ປີ ရက် ရက်နေ့ ခုနှစ် လ',
  ].flatMap((line) => line.split(' ').map((word) => foldWords(word))),
);

/**
 * Reads one complete day.
 *
 * @param writer of a member that counts Buddhist years, 2561 is 2018; of another only where it is marked
 */
export function readDay(text: string, writer: Pick<Writer, 'member'> = {}): DayRead {
  const all = plainDigits(text.normalize('NFC'))
    .trim()
    .replace(/[.;,]$/, '');
  if (all.length > longestText || !/\d/.test(all)) return undefined;
  const marked = buddhistMarks.test(all);
  const value = all
    .replace(buddhistMarks, ' ')
    .replace(commonMarks, ' ')
    .replace(/\(\s*\)/g, '')
    .trim();
  const era: Era = marked ? 'marked' : buddhist.members.includes(writer.member ?? '') ? 'usual' : 'none';
  return inFigures(value, era) ?? inWords(value, era);
}

type Era = 'marked' | 'usual' | 'none';

function inFigures(value: string, era: Era): DayRead {
  const yearFirst =
    /^(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})$/.exec(value) ??
    /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]$/.exec(value);
  if (yearFirst) return dayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]), era);
  const yearLast =
    /^(?:\p{L}[\p{L}\p{M}, ]{0,30}\s)?(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4})$/u.exec(value);
  if (!yearLast) return undefined;
  const [a, b, year] = yearLast.slice(1).map(Number) as [number, number, number];
  const [dayFirst, monthFirst] = [dayOf(year, b, a, era), dayOf(year, a, b, era)];
  if (!dayFirst || !monthFirst || dayFirst.date === monthFirst.date) return dayFirst ?? monthFirst;
  return { either: [dayFirst.date, monthFirst.date] };
}

const vietnameseWord = new RegExp(
  `^(\\d{1,2}) thang (${[...vietnameseMonths].reverse().join('|')}) (?:nam )?(\\d{4})$`,
);

function inWords(value: string, era: Era): DayRead {
  const folded = foldWords(
    value
      .replace(/([\p{L}\p{M}])\.(?=\p{L})/gu, '$1')
      .replace(/(\d)(\p{L})/gu, '$1 $2')
      .replace(/(\p{L}|\p{M})(\d)/gu, '$1 $2'),
  );
  const words = folded.split(' ').filter((word) => word !== '');
  const start = words.findIndex((word) => /^\d/.test(word));
  const vietnamese = vietnameseWord.exec(words.slice(Math.max(0, start)).join(' '));
  if (vietnamese) {
    const month = vietnameseMonths.indexOf(vietnamese[2] ?? '') + 1;
    return dayOf(Number(vietnamese[3]), month, Number(vietnamese[1]), era);
  }
  const figures: number[] = [];
  let month: number | undefined;
  let monthNext = false;
  for (const [i, word] of words.entries()) {
    if (/^\d+$/.test(word)) {
      if (monthNext && month === undefined) month = Number(word);
      else figures.push(Number(word));
      monthNext = false;
    } else if (monthWords.has(word)) monthNext = true;
    else if (!(/^(?:st|nd|rd|th|o)$/.test(word) && /^\d/.test(words[i - 1] ?? '')) && !fillers.has(word)) {
      const named = monthNamed(word.replace(/^(?:เดือน|ខែ|ເດືອນ)/u, ''));
      if (named === undefined || month !== undefined) return undefined;
      month = named;
    }
    if (fillers.has(word) && /^(?:ខែ|ເດືອນ|เดือน|bulan)$/u.test(word)) monthNext = true;
  }
  if (month === undefined) return undefined;
  const years = figures.filter((figure) => figure > 99);
  if (years.length !== 1) return years.length > 1 ? { trouble: 'range' } : undefined;
  const days = figures.filter((figure) => figure <= 99);
  if (days.length !== 1) return days.length > 1 ? { trouble: 'range' } : undefined;
  return dayOf(years[0] ?? 0, month, days[0] ?? 0, era);
}

const monthWords = new Set(['thang']);

/** Years from here on are no common ones; from the other they are. */
const [firstBuddhist, lastCommon] = [2400, 2200];

function dayOf(
  year: number,
  month: number,
  day: number,
  era: Era,
): { date: IsoDate; sure: Sureness } | undefined {
  const counted = year >= firstBuddhist && era !== 'none';
  if (!counted && (year > lastCommon || year < 1900)) return undefined;
  const pad = (n: number): string => String(n).padStart(2, '0');
  const date = `${counted ? year - buddhist.ahead : year}-${pad(month)}-${pad(day)}`;
  if (!isIsoDate(date)) return undefined;
  return { date, sure: counted && era === 'usual' ? 'likely' : 'certain' };
}
