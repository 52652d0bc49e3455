/** Dates as people write them, in the members' languages. Pure: relative words are understood from a given day. */
import { foldWords } from './fold.js';
import type { IsoDate } from './time.js';
import { addDays, isIsoDate } from './time.js';

/** The date understood; or both readings of one like 12/5/2018, which a person has to tell apart. */
export type DateRead = { date: IsoDate } | { either: [IsoDate, IsoDate] } | undefined;

/**
 * Names of the months, abbreviated ones too: English; Indonesian and Malay; Filipino; Portuguese (Tetum uses its
 * names); Spanish; French; German; Thai; Lao; Khmer; Burmese; Tamil.
 */
const months = [
  'january jan januari enero janeiro janvier januar janv มกราคม ม.ค. ມັງກອນ មករា ဇန်နဝါရီ ஜனவரி janeiru',
  'february feb februari pebruari pebrero fevereiro febrero février fév februar กุมภาพันธ์ ก.พ. ກຸມພາ កុម្ភៈ កុម្ភះ ဖေဖော်ဝါရီ பிப்ரவரி fevereiru',
  'march mar maret mac marso março marzo mars märz มีนาคม มี.ค. ມີນາ មីនា မတ် மார்ச் marsu',
  'april apr abril avril avr เมษายน เม.ย. ເມສາ មេសា ဧပြီ ஏப்ரல்',
  'may mei mayo maio mai พฤษภาคม พ.ค. ພຶດສະພາ ឧសភា မေ மே maiu',
  'june jun juni hunyo junho junio juin มิถุนายน มิ.ย. ມິຖຸນາ មិថុនា ဇွန် ஜூன் juñu',
  'july jul juli julai hulyo julho julio juillet juil กรกฎาคม ก.ค. ກໍລະກົດ កក្កដា ဇူလိုင် ஜூலை julhu',
  'august aug agustus ogos agosto août ago สิงหาคม ส.ค. ສິງຫາ សីហា ဩဂုတ် ஆகஸ்ட் agostu',
  'september sep sept setyembre setembro septiembre septembre กันยายน ก.ย. ກັນຍາ កញ្ញា စက်တင်ဘာ செப்டம்பர் setembru',
  'october oct oktober okt oktubre outubro octubre octobre ตุลาคม ต.ค. ຕຸລາ តុលា အောက်တိုဘာ அக்டோபர் outubru',
  'november nov nobyembre novembro noviembre novembre พฤศจิกายน พ.ย. ພະຈິກ វិច្ឆិកា နိုဝင်ဘာ நவம்பர் novembru',
  'december dec desember disember des disyembre dezembro diciembre décembre déc dezember dez ธันวาคม ธ.ค. ທັນວາ ធ្នូ ဒီဇင်ဘာ டிசம்பர் dezembru',
].map((names) => names.split(' ').map((name) => foldWords(name)));
const monthName = months
  .flat()
  .sort((a, b) => b.length - a.length)
  .join('|');
const monthOf = (name: string): number => months.findIndex((names) => names.includes(name)) + 1;

/** From Sunday; English, Vietnamese, and those of the languages that the months are in. */
const weekdays = [
  'sunday|chủ nhật|minggu|ahad|linggo|domingo|dimanche|sonntag|วันอาทิตย์|ວັນອາທິດ|ថ្ងៃអាទិត្យ|တနင်္ဂနွေ|ஞாயிறு|星期日|星期天|周日|週日|日曜|일요일',
  'monday|thứ hai|senin|isnin|lunes|segunda-feira|segunda feira|segunda|lundi|montag|วันจันทร์|ວັນຈັນ|ថ្ងៃចន្ទ|တနင်္လာ|திங்கள்|星期一|周一|週一|月曜|월요일',
  'tuesday|thứ ba|selasa|martes|terça-feira|terça feira|mardi|dienstag|วันอังคาร|ວັນອັງຄານ|ថ្ងៃអង្គារ|အင်္ဂါ|செவ்வாய்|星期二|周二|週二|火曜|화요일',
  'wednesday|thứ tư|rabu|miyerkules|quarta-feira|quarta feira|mercredi|mittwoch|miércoles|วันพุธ|ວັນພຸດ|ថ្ងៃពុធ|ဗုဒ္ဓဟူး|புதன்|星期三|周三|週三|水曜|수요일',
  'thursday|thứ năm|kamis|khamis|huwebes|quinta-feira|quinta feira|jeudi|donnerstag|jueves|วันพฤหัส|ວັນພະຫັດ|ថ្ងៃព្រហស្បតិ៍|ကြာသပတေး|வியாழன்|星期四|周四|週四|木曜|목요일',
  'friday|thứ sáu|jumat|jumaat|biyernes|sexta-feira|sexta feira|vendredi|freitag|viernes|วันศุกร์|ວັນສຸກ|ថ្ងៃសុក្រ|သောကြာ|வெள்ளி|星期五|周五|週五|金曜|금요일',
  'saturday|thứ bảy|sabtu|sabado|sábado|samedi|samstag|วันเสาร์|ວັນເສົາ|ថ្ងៃសៅរ៍|စနေ|சனி|星期六|周六|週六|土曜|토요일',
].map((names) => names.split('|').map((name) => foldWords(name)));

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

/** Zeros of the scripts that have digits of their own. */
const zeros = [0x0e50, 0x0ed0, 0x17e0, 0x1040, 0x0be6, 0xff10];

/** The text with digits of any script as those of ASCII. */
const plainDigits = (text: string): string =>
  text.replace(/[๐-๙໐-໙០-៩၀-၉௦-௯０-９]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (zeros.find((zero) => code >= zero && code < zero + 10) ?? code));
  });

/**
 * As `foldWords`, with the parts of a numeric date held together: `12-5-2018` becomes `12/5/2018`. What is folded
 * once stays as it is.
 */
export const foldDates = (text: string): string =>
  plainDigits(text)
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/(?<=\d) ?[/.-] ?(?=\d)/g, '/')
    .replace(/\/(?!\d)|(?<!\d)\//g, ' ')
    .replace(/[^\p{L}\p{N}\p{M}/]+/gu, ' ')
    .trim();

const [korYear, korMonth, korDay] = ['년', '월', '일'].map((name) => name.normalize('NFD'));
const mention = new RegExp(
  [
    `(?<![\\d/])(?:\\d{1,2}/)?(?<day>\\d{1,2})(?:st|nd|rd|th|er)?(?: (?:of|de|ng|loron|fulan|ខែ|ເດືອນ))? ?(?:เดือน|ខែ|ເດືອນ)? ?(?<month>${monthName})(?![a-z])(?:(?: de| del| tinan| năm)? (?:พ ศ |ค ศ |ឆ្នាំ ?|ປີ ?)?(?<year>\\d{4}|\\d{2}(?![\\d/:])))?`,
    '(?<![\\d/])(?<iso>\\d{4}/\\d{1,2}/\\d{1,2})(?![\\d/])',
    '(?<![\\d/])(?<dmy>\\d{1,2}/\\d{1,2}/(?:\\d{4}|\\d{2}))(?![\\d/])',
    `(?:(?<year6>\\d{4}) ?(?:年|${korYear}) ?)?(?<![\\d/])(?<month6>\\d{1,2}) ?(?:月|${korMonth}) ?(?<day6>\\d{1,2}) ?(?:日|号|號|${korDay})`,
    `(?<![a-z])(?<month2>${monthName}) ?(?:လ )?(?<day2>\\d{1,2})(?:st|nd|rd|th)?(?![\\d/])(?: (?<year2>\\d{4})(?!\\d))?`,
    'ngay (?<day3>\\d{1,2}) (?:thang )?(?<month3>\\d{1,2})(?![\\d/])(?: (?:nam )?(?<year3>\\d{4})\\b)?',
    '\\bday (?<day7>\\d{1,2})/(?<month7>\\d{1,2})(?![\\d/])',
    '(?<![\\d/])(?<day8>\\d{1,2})/(?<month8>\\d{1,2})(?![\\d/])',
    '\\b(?:the )?(?<day4>\\d{1,2})(?:st|nd|rd|th)\\b',
    `\\b(?:ngay|tanggal|tgl|dia|tarikh) (?<day5>\\d{1,2})(?![\\d/]| ?(?:de )?(?:${monthName}))`,
    `วันที่ ?(?<day9>\\d{1,2})(?![\\d/]| ?(?:เดือน ?)?(?:${monthName}))`,
    `(?<![\\d/月] ?)(?<day10>\\d{1,2}) ?(?:日|号|號|${korDay})(?! ?[間间內内])`,
    `(?<weekday>${weekdays
      .flat()
      .map((name) => (/[a-z]/.test(name) ? `\\b${name}\\b` : name))
      .join('|')})`,
    '\\b(?:in|within|trong(?: vong)?|dalam|sa loob ng|em|en|dans|unter) (?<count>\\d{1,2}) (?:days?|ngay|hari|araw|dias|jours)\\b',
    '\\b(?<tomorrow>tomorrow|ngay mai|besok|esok|bukas|amanha|manana|demain|morgen|aban)\\b|(?<tomorrow2>พรุ่งนี้|明天|明日|내일)',
  ].join('|'),
  'g',
);

/** Promises reach half a year ahead at most; what lies further is a date of the past without its year. */
const furthest = 180;

/**
 * The first day, from `today` on, that a text mentions: “on the 20th”, “by 20 May”, “ngày 20/5”, “on Friday”.
 * A day or month without its year is the next one to come; a numeric date is read day first, month first where that
 * is no date to come; years of the Buddhist era are understood.
 */
export const firstDayIn = (text: string, today: IsoDate, within = furthest): IsoDate | undefined =>
  daysIn(text, today, within)[0];

/** All days from `today` on that a text mentions, in its order. */
export function daysIn(text: string, today: IsoDate, within = furthest): IsoDate[] {
  const last = addDays(today, within);
  const fits = (date: IsoDate | undefined): date is IsoDate =>
    date !== undefined && date >= today && date <= last;
  const mentions = [...foldDates(text).matchAll(mention)];
  return mentions.flatMap((found, i) => {
    // “Monday, 21 May” is one day.
    const next = mentions[i + 1];
    const ends = found.index + found[0].length;
    if (found.groups?.weekday && next && !next.groups?.weekday && next.index - ends <= 4) return [];
    return datesOf(found.groups ?? {}, today).find((date) => fits(date)) ?? [];
  });
}

type Found = Record<string, string | undefined>;

/** The readings of one mention, the likeliest first. */
function datesOf(found: Found, today: IsoDate): (IsoDate | undefined)[] {
  const numeric = found.iso ?? found.dmy;
  if (numeric !== undefined) {
    const [a = 0, b = 0, c = 0] = numeric.split('/').map(Number);
    if (found.iso) return years(a).map((year) => iso(year, b, c));
    return years(c).flatMap((year) => [iso(year, b, a), iso(year, a, b)]);
  }
  const month = found.month ?? found.month2;
  const day = found.day ?? found.day2 ?? found.day3 ?? found.day6 ?? found.day7 ?? found.day8;
  if (day !== undefined) {
    const number = month
      ? monthOf(month)
      : Number(found.month3 ?? found.month6 ?? found.month7 ?? found.month8);
    const given = found.year ?? found.year2 ?? found.year3 ?? found.year6;
    // Around the clock, not a day of July.
    if (found.day8 === '24' && number === 7) return [];
    const year = Number(today.slice(0, 4));
    return (given ? years(Number(given)) : [year, year + 1]).map((each) => iso(each, number, Number(day)));
  }
  return [relative(found, today)];
}

/** A year as it is written: two digits, or of the Buddhist era. */
const years = (written: number): number[] => {
  if (written < 100) return [2000 + written, 2500 + written - 543];
  return [written > 2400 ? written - 543 : written];
};

function relative(found: Found, today: IsoDate): IsoDate | undefined {
  const alone = found.day4 ?? found.day5 ?? found.day9 ?? found.day10;
  if (alone !== undefined) {
    const from = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
    const ahead = [from, from + 1, from + 2].map((n) => iso(Math.floor(n / 12), (n % 12) + 1, Number(alone)));
    return ahead.find((date) => date !== undefined && date >= today);
  }
  if (found.weekday !== undefined) {
    const wanted = weekdays.findIndex((names) => names.includes(found.weekday ?? ''));
    const now = new Date(`${today}T00:00:00Z`).getUTCDay();
    return addDays(today, (wanted - now + 7) % 7 || 7);
  }
  if (found.count !== undefined) return addDays(today, Number(found.count));
  return (found.tomorrow ?? found.tomorrow2) === undefined ? undefined : addDays(today, 1);
}
