/** Who wrote what is quoted, and when: `On Mon, 7 May 2018 at 09:00, Office <office@city.example> wrote:`. */
import { foldWords } from '../../../../domain/fold.js';
import { hasPhraseAtEnd, indexOfPhrase, phraseAtStart } from './phrase-index.js';
import type { Quoting } from '../quoting.js';
import type { Heading } from './headings.js';
import type { Lines } from './lines.js';

/** How far an attribution may be wrapped, in lines and characters. */
const attributionLines = 5;
const attributionLength = 500;

export const address = /[^\s<>"]@[^\s<>"]/;
export const time = /(?:^|\D)\d{1,2} ?(?:[:.：hH]|[時时点] ?|시 ?)\d{2}(?!\d|[./-]\d)/;
const day =
  /(?:^|\D)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20|25)\d{2})(?!\d)|\d ?[年년]/;
/** The end of a line that introduces something, with what programs put around it. */
const introduction = /[:：៖][\s*_>\p{Cf}–—-]*$|[-–—]{2,}\s*$|\p{sc=Mymr}\s?[-–]\s*$/u;
/** `---- … ----` */
export const rulerFirst = /^[\s*>]*[-_=~#—–‐‑─━]{2,}/u;
export const rulerLast = /[-_=~#—–‐‑─━]{2,}[\s*]*$/u;

/** What is asked of the lines around an attribution. */
interface Place {
  /** Nothing written stands right above it. */
  stands: boolean;
  /** Its first word is one that attributions begin with, or a number. */
  begins: boolean;
  /** It ends with a colon or dashes. */
  introduces: boolean;
  /** Its end stands alone too. */
  alone: boolean;
}

/** The attribution that begins in line `i`. */
export function attributionAt(lines: Lines, i: number, quoting: Quoting): Heading | undefined {
  const stands = i === 0 || lines.isBlank(i - 1) || lines.isQuoted(i - 1);
  const begins = beginsAt(lines, i, quoting);
  if (!stands && !begins && !introduction.test(lines.text(i))) return undefined;
  let joined = '';
  for (let j = i; j < i + attributionLines && j < lines.count; j++) {
    const line = lines
      .text(j)
      .replace(/\p{Cf}/gu, '')
      .trim();
    if (line === '' && begins && joined.length < 120 && goesOnAfterBlank(lines, j + 1, quoting)) continue;
    if (line === '' || joined.length + line.length > attributionLength) return undefined;
    if (j > i && lines.isQuoted(j) && !/^>\s*(?:\p{L}{1,12}\s?)?[:：]?$/u.test(line)) return undefined;
    joined += (j === i || /[<(]$/.test(joined) ? '' : ' ') + line;
    const introduces = introduction.test(line);
    const may = /[>)]$/.test(line) || hasPhraseAtEnd(quoting.wrote, lines.words(j));
    if (introduces || (may && /\d/.test(joined))) {
      const end = j + 1;
      const alone = stands && (end >= lines.count || lines.isBlank(end));
      const strength = strengthOf(joined, { stands, begins, introduces, alone }, quoting);
      if (strength && beginsLater(lines, i, j, begins, quoting)) return undefined;
      if (strength) return { end, needsMarks: strength === 'weak' };
    }
    // An attribution has one colon at the end of a line.
    if (introduces) return undefined;
  }
  return undefined;
}

const beginsAt = (lines: Lines, i: number, quoting: Quoting): boolean =>
  /^[\s*\p{Cf}-]*\d/u.test(lines.text(i).slice(0, 40)) ||
  phraseAtStart(quoting.begins, lines.words(i)) !== undefined;

const goesOnAfterBlank = (lines: Lines, j: number, quoting: Quoting): boolean =>
  /^\s*<(?!https?:)/.test(lines.text(j)) || phraseAtStart(quoting.wrote, lines.words(j)) !== undefined;

/** True where line `i` is prose, and the attribution begins in one of the lines after it. */
function beginsLater(lines: Lines, i: number, last: number, begins: boolean, quoting: Quoting): boolean {
  const first = lines.text(i);
  if (begins && (time.test(first) || day.test(first))) return false;
  for (let j = i + 1; j <= last; j++) {
    if (beginsAt(lines, j, quoting) && attributionAt(lines, j, quoting)) return true;
  }
  return false;
}

/** Weak ones count only over what is marked as quoted; the strong also over a letter without marks. */
function strengthOf(joined: string, place: Place, quoting: Quoting): 'strong' | 'weak' | undefined {
  const hasAddress = address.test(joined);
  // `Field: value`, whatever the value says
  const isField = !place.begins && !hasAddress && /^[^:]{1,40}: /.test(joined) && !/^[^:]*\d: /.test(joined);
  if (isField) return undefined;
  const words = foldWords(joined);
  if (indexOfPhrase(quoting.wrote, words) < 0) return withoutVerb(joined, hasAddress, place);
  if (!hasAddress && indexOfPhrase(quoting.ownVoice, words) >= 0)
    return place.introduces ? 'weak' : undefined;
  const atEnd = hasPhraseAtEnd(quoting.wrote, words);
  if (atEnd && rulerFirst.test(joined) && rulerLast.test(joined)) return 'strong';
  return withVerb(joined, hasAddress, atEnd, place);
}

/** `…, Secretariat wrote:`; `…, the ministry wrote:` is prose. */
const namedAfterComma = /,\s*["“'«]?\p{Lu}/u;

function withVerb(
  joined: string,
  hasAddress: boolean,
  atEnd: boolean,
  place: Place,
): 'strong' | 'weak' | undefined {
  const { stands, begins, introduces, alone } = place;
  const [hasTime, hasDay] = [time.test(joined), day.test(joined)];
  const dated = hasTime || hasDay;
  if (!introduces) {
    const whole = atEnd && begins && hasTime && (hasAddress || (hasDay && alone));
    return whole ? 'strong' : undefined;
  }
  if (hasAddress && (dated || begins || atEnd || stands)) return 'strong';
  if (hasTime && (begins || (hasDay && stands))) return 'strong';
  if (hasDay && begins && atEnd && alone && namedAfterComma.test(joined)) return 'strong';
  return atEnd || dated ? 'weak' : undefined;
}

/** `2018-05-07 9:00 GMT+07:00 Office <office@city.example>:` */
function withoutVerb(joined: string, hasAddress: boolean, place: Place): 'strong' | 'weak' | undefined {
  const { stands, begins, introduces } = place;
  const [hasTime, hasDay] = [time.test(joined), day.test(joined)];
  if (!hasAddress) return undefined;
  const dateFirst = begins && hasDay && !/^[^\d:]{1,40}: /.test(joined);
  if (dateFirst && /[>)]\s*[:：]?[\s*]*$/.test(joined)) {
    return (introduces && stands) || (hasTime && (introduces || stands)) ? 'strong' : 'weak';
  }
  return introduces && (begins || stands) && (hasTime || hasDay) ? 'weak' : undefined;
}
