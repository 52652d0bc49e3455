/** What stands over a quoted letter: an attribution, a block of header lines, or `-----Original Message-----`. */
import { foldWords } from '../../../../domain/fold.js';
import { phraseAtStart } from './phrase-index.js';
import type { HeaderKind, Quoting } from '../quoting.js';
import { address, attributionAt, rulerFirst, rulerLast, time } from './attribution.js';
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
  if (!afterRuler && holdsHeaders(lines.text(i), quoting)) return { end: i + 1, needsMarks: false };
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

/** All header lines run together: `Date: … From: … To: … Subject: …`. */
function holdsHeaders(text: string, quoting: Quoting): boolean {
  if (text.length > 400 || !address.test(text)) return false;
  const names = [...text.matchAll(/(?:^|\s)\*?(\p{L}{2,12}) ?[:：]\*? /gu)].map(([, name = '']) =>
    foldWords(name),
  );
  return (
    new Set(names.map((name) => quoting.headers.get(name)).filter((kind) => kind !== undefined)).size >= 3
  );
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
  const name = lines.nameOf(i);
  return name === '' ? undefined : quoting.headers.get(name);
}

/** `-----Original Message-----`, `Begin forwarded message:`, or a ruler over header lines. */
export function originalAt(lines: Lines, i: number, quoting: Quoting): Heading | undefined {
  const text = lines
    .text(i)
    .replace(/&nbsp;/g, ' ')
    .trim();
  if (text.length < 5 || text.length > 120) return undefined;
  const withHeaders = (next: number): number =>
    headersAt(lines, lines.writtenFrom(next), quoting, true)?.end ?? next;
  if (/^(?:_{5,}|-{10,}|={10,}|\*{10,})$/.test(text)) {
    const below = lines.writtenFrom(i + 1);
    if (below > i + 3 || lines.isQuoted(below)) return undefined;
    const headers = headersAt(lines, below, quoting, true);
    return headers && { end: headers.end, needsMarks: false };
  }
  const words = foldWords(text);
  const found = phraseAtStart(quoting.originals, words);
  if (found === undefined || words.length > found.length + 50) return undefined;
  const alone = words.length === found.length;
  const ruled = rulerFirst.test(text) && (alone || (found.includes(' ') && rulerLast.test(text)));
  if (ruled) return { end: withHeaders(i + 1), needsMarks: false };
  if (!alone) return undefined;
  const below = lines.writtenFrom(i + 1);
  const headed = headerKindOf(lines, below, quoting) !== undefined || lines.isQuoted(below);
  if (/[:：]\**$/.test(text) || headed) {
    return headed || /[:：]/.test(text) ? { end: withHeaders(i + 1), needsMarks: false } : undefined;
  }
  return undefined;
}
