/** What stands over a quoted letter: an attribution, a block of header lines, or `-----Original Message-----`. */
import { foldWords } from '../../../../domain/fold.js';
import type { HeaderKind, Quoting } from '../quoting.js';
import type { Lines } from './lines.js';

/** A heading that ends before line `end`. */
export interface Heading {
  end: number;
  /** Too weak to stand alone: only where what follows is marked as quoted. */
  needsMarks: boolean;
}

/** The heading that begins in line `i`. */
export const headingAt = (lines: Lines, i: number, quoting: Quoting): Heading | undefined =>
  originalAt(lines, i, quoting) ?? headersAt(lines, i, quoting, false) ?? attributionAt(lines, i, quoting);

/** How far an attribution may be wrapped, in lines and characters. */
const attributionLines = 5;
const attributionLength = 500;

const address = /[^\s<>"]@[^\s<>"]/;
const time = /(?:^|\D)\d{1,2} ?(?:[:.：hH]|[時时点] ?|시 ?)\d{2}(?!\d|[./-]\d)/;
const day =
  /(?:^|\D)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20|25)\d{2})(?!\d)|\d ?[年년]/;
/** The end of a line that introduces something, with what programs put around it. */
const colonAtEnd = /[:：៖][\s*_>–—-]*$|[-–—]{2,}\s*$|\p{sc=Mymr}\s?[-–]\s*$/u;

function attributionAt(lines: Lines, i: number, quoting: Quoting): Heading | undefined {
  const stands = i === 0 || lines.isBlank(i - 1) || lines.isQuoted(i - 1);
  const begins = quoting.begins.test(lines.words(i)) || /^[\s*-]*\d/.test(lines.text(i));
  if (!stands && !begins && !colonAtEnd.test(lines.text(i))) return undefined;
  let joined = '';
  for (let j = i; j < i + attributionLines && j < lines.count; j++) {
    const line = lines.text(j).trim();
    if (line === '' && begins && joined.length < 120 && goesOnAfterBlank(lines, j + 1, quoting)) continue;
    if (line === '' || joined.length + line.length > attributionLength) return undefined;
    if (j > i && lines.isQuoted(j) && !/^>\s*(?:\p{L}{1,12}\s?)?[:：]?$/u.test(line)) return undefined;
    joined += (j === i || /[<(]$/.test(joined) ? '' : ' ') + line;
    const introduces = colonAtEnd.test(line);
    if (introduces || /[>)\p{L}]$/u.test(line)) {
      const strength = strengthOf(joined, { stands, begins, introduces }, lines, j + 1, quoting);
      if (strength && beginsLater(lines, i, j, begins, quoting)) return undefined;
      if (strength) return { end: j + 1, needsMarks: strength === 'weak' };
    }
    // An attribution has one colon at the end of a line.
    if (introduces) return undefined;
  }
  return undefined;
}

const goesOnAfterBlank = (lines: Lines, j: number, quoting: Quoting): boolean =>
  /^\s*<(?!https?:)/.test(lines.text(j)) || quoting.wrote.exec(lines.words(j))?.index === 0;

/** True where line `i` is prose, and the attribution begins in one of the lines after it. */
function beginsLater(lines: Lines, i: number, last: number, begins: boolean, quoting: Quoting): boolean {
  const first = lines.text(i);
  if (begins && (time.test(first) || day.test(first))) return false;
  for (let j = i + 1; j <= last; j++) {
    const starts = quoting.begins.test(lines.words(j)) || /^[\s*-]*\d/.test(lines.text(j));
    if (starts && attributionAt(lines, j, quoting)) return true;
  }
  return false;
}

function strengthOf(
  joined: string,
  { stands, begins, introduces }: { stands: boolean; begins: boolean; introduces: boolean },
  lines: Lines,
  end: number,
  quoting: Quoting,
): 'strong' | 'weak' | undefined {
  const [hasAddress, hasTime, hasDay] = [address.test(joined), time.test(joined), day.test(joined)];
  const dated = hasTime || hasDay;
  const words = foldWords(joined);
  const wrote = quoting.wrote.exec(words);
  if (wrote && quoting.ownVoice.test(words) && !hasAddress) return introduces ? 'weak' : undefined;
  const atEnd = wrote !== null && quoting.wroteAtEnd.test(words);
  // `Field: value` with the word somewhere in the value
  if (wrote && !begins && !hasAddress && /^[^:]{1,40}: /.test(joined.trim()) && !/^[^:]*\d: /.test(joined))
    return undefined;
  if (wrote && introduces) {
    if (hasAddress && (dated || begins || atEnd || stands)) return 'strong';
    if (hasTime && hasDay && (begins || stands)) return 'strong';
    if (hasTime && begins) return 'strong';
    if (hasDay && begins && atEnd && standsAlone(lines, end, stands) && namedAfterComma.test(joined))
      return 'strong';
    if (atEnd || dated) return 'weak';
    return undefined;
  }
  if (wrote && atEnd && begins && hasTime && hasAddress) return 'strong';
  if (wrote && atEnd && begins && hasTime && hasDay && standsAlone(lines, end, stands)) return 'strong';
  if (wrote) return undefined;
  // `2018-05-07 9:00 GMT+07:00 Office <office@city.example>:`
  const dateFirst = begins && (/^[\s*-]*\d/.test(joined) || hasDay) && !/^[^\d:]{1,40}: /.test(joined);
  if (dateFirst && hasAddress && hasDay && /[>)]\s*[:：]?[\s*]*$/.test(joined)) {
    if (introduces && (hasTime || stands)) return 'strong';
    return hasTime && stands ? 'strong' : 'weak';
  }
  if (introduces && hasAddress && dated && stands) return 'weak';
  return undefined;
}

const standsAlone = (lines: Lines, end: number, stands: boolean): boolean =>
  stands && (end >= lines.count || lines.isBlank(end));
/** `…, Secretariat wrote:`; `…, the ministry wrote:` is prose. */
const namedAfterComma = /,\s*["“'«]?\p{Lu}/u;

/** Most header lines over a letter, with their continuations. */
const headerLines = 24;

/**
 * A block of header lines, `From: …`, `Sent: …`, `To: …`, also in bold, indented, or with blank lines between.
 *
 * Answers to our forms are lines of `label: value` too, and officials head a letter by `To:` and `Subject:`. So
 * either three different ones with a sender, or two with an address; and at the beginning of a letter an address or
 * a time as well.
 */
function headersAt(lines: Lines, i: number, quoting: Quoting, afterRuler: boolean): Heading | undefined {
  const first = headerKindOf(lines, i, quoting);
  if (!first || first === 'other' || first === 'copy') return undefined;
  const kinds = new Set<HeaderKind>();
  let end = i;
  let last = i;
  let [hasAddress, hasTime] = [false, false];
  for (let j = i; j < Math.min(lines.count, i + headerLines); j++) {
    if (lines.isBlank(j)) {
      // Some programs set each header line apart.
      if (j !== end || headerKindOf(lines, j + 1, quoting) === undefined) break;
      if (end - i > 2 && !lines.isBlank(i + 1)) break;
      end = j + 1;
      continue;
    }
    const kind = headerKindOf(lines, j, quoting);
    if (kind !== undefined) {
      if (kind !== 'other' && kind !== 'copy' && kinds.has(kind)) break;
      kinds.add(kind);
      last = j;
    } else if (j - last > 3 || !goesOn(lines, j, last, quoting)) break;
    hasAddress ||= address.test(lines.text(j));
    hasTime ||= time.test(lines.text(j));
    end = j + 1;
  }
  kinds.delete('copy');
  kinds.delete('other');
  const heading = { end, needsMarks: false };
  if (afterRuler) return kinds.has('from') || kinds.size >= 2 ? heading : undefined;
  const atStart = lines.writtenFrom(0) === i;
  const apart = i === 0 || lines.isBlank(i - 1) || lines.isQuoted(i - 1);
  const addressed = kinds.has('from') || kinds.has('sent');
  if (kinds.size >= 3 && addressed && (hasAddress || hasTime)) return heading;
  if (kinds.size >= 3 && kinds.has('from') && kinds.has('sent') && !atStart) return heading;
  if (kinds.size === 2 && addressed && hasAddress && apart && (end >= lines.count || lines.isBlank(end)))
    return heading;
  if (kinds.size === 2 && kinds.has('from') && kinds.has('sent') && hasAddress && apart) return heading;
  const fromOneAddress =
    first === 'from' && kinds.size === 1 && end === i + 1 && /[:：]\**\s*\S.*@/.test(lines.text(i));
  if (fromOneAddress && apart && !atStart && lines.isBlank(end)) return heading;
  return undefined;
}

/** A header's value that goes on in the next line: indented, or more headers follow soon. */
function goesOn(lines: Lines, j: number, last: number, quoting: Quoting): boolean {
  if (/^\s+\S/.test(lines.text(j)) && !/^\s/.test(lines.text(last))) return true;
  for (let k = j; k <= j + 3; k++) {
    if (lines.isBlank(k)) return false;
    if (headerKindOf(lines, k, quoting) !== undefined) return true;
  }
  return false;
}

function headerKindOf(lines: Lines, i: number, quoting: Quoting): HeaderKind | undefined {
  const text = lines.text(i);
  if (text.length > 2000) return undefined;
  const colon = text.slice(0, 48).search(/[:：]/);
  if (colon < 1) return undefined;
  return quoting.headers.get(foldWords(text.slice(0, colon)));
}

/** `-----Original Message-----`, `Begin forwarded message:`, or a ruler over header lines. */
function originalAt(lines: Lines, i: number, quoting: Quoting): Heading | undefined {
  const text = lines.text(i).trim();
  if (text.length < 5 || text.length > 120) return undefined;
  const withHeaders = (next: number): number =>
    headersAt(lines, lines.writtenFrom(next), quoting, true)?.end ?? next;
  if (/^(?:_{5,}|-{10,}|={10,}|\*{10,})$/.test(text)) {
    const below = lines.writtenFrom(i + 1);
    if (below > i + 3 || lines.isQuoted(below)) return undefined;
    const headers = headersAt(lines, below, quoting, true);
    return headers && { end: headers.end, needsMarks: false };
  }
  const words = lines.words(i);
  const found = quoting.originals.exec(words);
  if (!found || words.length > found[0].length + 50) return undefined;
  const alone = words.length === found[0].length;
  const ruled = /^[\s*>]*[-_=~—–]{2,}/.test(text) && (alone || /[-_=~—–]{2,}[\s*]*$/.test(text));
  if (ruled) return { end: withHeaders(i + 1), needsMarks: false };
  if (!alone) return undefined;
  const below = lines.writtenFrom(i + 1);
  const headed = headerKindOf(lines, below, quoting) !== undefined || lines.isQuoted(below);
  if (/[:：]\**$/.test(text) || headed) {
    return headed || /[:：]/.test(text) ? { end: withHeaders(i + 1), needsMarks: false } : undefined;
  }
  return undefined;
}
