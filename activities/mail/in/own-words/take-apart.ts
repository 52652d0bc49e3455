/**
 * Taking a letter's lines apart: what the person wrote, what is quoted, what is signature. Every written line comes
 * to exactly one of the three. One pass with a bounded look ahead, so that no letter can keep it busy.
 */
import type { Quoting } from '../quoting.js';
import { headingAt, originalAt } from './headings.js';
import type { Line, Role } from './lines.js';
import { Lines } from './lines.js';
import { signatureAmong } from './signature.js';

export interface OwnWords {
  /** What the person wrote, in order; a blank line where one stood. */
  text: string;
  /** The letters that are answered or forwarded, with their headings and marks. */
  quoted: string;
  signature: string;
  /**
   * Where the person wrote between or under the lines of what is quoted: `text` with those, each marked by `>`. Else
   * empty.
   */
  between: string;
}

/** Takes lines apart by what the HTML says of them and by the words that mail programs use. */
export function takeApart(all: readonly Line[], quoting: Quoting): OwnWords {
  const lines = new Lines(all);
  const roles = quotedLines(lines, quoting);
  markSignatures(lines, roles, quoting);
  return {
    text: joined(lines, roles, 'own'),
    quoted: joined(lines, roles, 'quoted'),
    signature: joined(lines, roles, 'signature'),
    between: interleaved(lines, roles),
  };
}

/** The role of each line, as far as quoting goes; blank lines have none. */
function quotedLines(lines: Lines, quoting: Quoting): (Role | undefined)[] {
  const roles = new Array<Role | undefined>(lines.count);
  const quote = (from: number, to: number): void => {
    for (let i = from; i < to; i++) if (!lines.isBlank(i)) roles[i] = 'quoted';
  };
  let i = 0;
  while (i < lines.count) {
    if (lines.all[i]?.originalBegins) {
      quote(i, lines.count);
      break;
    }
    if (lines.isBlank(i)) {
      i++;
      continue;
    }
    if (lines.all[i]?.given === 'quoted' || (lines.isQuoted(i) && !isOwnAngle(lines, i, roles))) {
      if (forwardsUnmarked(lines, i, quoting)) {
        quote(i, lines.count);
        break;
      }
      roles[i] = 'quoted';
      i++;
      continue;
    }
    const heading = lines.isShort(i) ? headingAt(lines, i, quoting) : undefined;
    const below = heading ? lines.writtenFrom(heading.end) : lines.count;
    const mark = heading && below < heading.end + 6 ? markAt(lines, below) : undefined;
    if (heading && mark) {
      quote(i, heading.end);
      i = mark(roles, heading.end);
    } else if (heading && !heading.needsMarks) {
      quote(i, lines.count);
      break;
    } else {
      roles[i] = isRestOfQuoted(lines, i) ? 'quoted' : (lines.all[i]?.given ?? 'own');
      i++;
    }
  }
  return roles;
}

/** Gmail marks the heading of a forwarded letter as quoted, and not the letter. */
function forwardsUnmarked(lines: Lines, i: number, quoting: Quoting): boolean {
  if (lines.all[i]?.given !== 'quoted' || lines.all[i - 1]?.given === 'quoted') return false;
  const ruler = lines.isShort(i) ? originalAt(lines, i, quoting) : undefined;
  return ruler !== undefined && !lines.isQuoted(lines.writtenFrom(ruler.end));
}

type Marked = (roles: (Role | undefined)[], from: number) => number;

/** How the lines under a heading are marked; none where they are not. */
function markAt(lines: Lines, below: number): Marked | undefined {
  if (lines.isQuoted(below) || lines.all[below]?.given === 'quoted') return (_roles, from) => from;
  const own = /^\s{0,3}([|:»›]|[A-Z]{1,4}>)\s?/u.exec(lines.text(below))?.[1];
  const isMarked =
    own !== undefined &&
    lines
      .text(lines.writtenFrom(below + 1))
      .trimStart()
      .startsWith(own)
      ? (text: string) => text.trimStart().startsWith(own)
      : /^(?: {4}|\t)\s*\S/.test(lines.text(below)) && lines.count > below
        ? (text: string) => /^(?: {4}|\t)/.test(text)
        : undefined;
  if (!isMarked) return undefined;
  return (roles, from) => {
    let i = from;
    while (i < lines.count && (lines.isBlank(i) || isMarked(lines.text(i)))) {
      if (!lines.isBlank(i)) roles[i] = 'quoted';
      i++;
    }
    return i;
  };
}

/** A line of the person's own that begins with `>`: a link's bracket closed there, `>> offer <<`, or `> 50%` alone. */
function isOwnAngle(lines: Lines, i: number, roles: readonly (Role | undefined)[]): boolean {
  const text = lines.text(i);
  if (/^\s*>.*<\s*$/.test(text) && text.length < 400) return true;
  const above = roles[i - 1] === 'own' && lines.isShort(i - 1) ? lines.text(i - 1) : '';
  if (/<(?:https?:\/\/|mailto:)[^>]*$/.test(above)) return true;
  return /^>=?\s?\d/.test(text) && roles[i - 1] === 'own' && !lines.isQuoted(i + 1);
}

/** The rest of a quoted line that a program broke without a mark: between two marked lines, in mid-sentence. */
function isRestOfQuoted(lines: Lines, i: number): boolean {
  const above = lines.text(i - 1);
  return (
    i > 0 &&
    lines.all[i]?.given === undefined &&
    lines.isQuoted(i - 1) &&
    lines.isQuoted(i + 1) &&
    (isLinkInBrackets(lines.text(i)) ||
      (above.length >= 65 &&
        above.length < 1000 &&
        !/[.?!:;…。？！]["')\]]?\s*$/.test(above) &&
        /^\p{Ll}/u.test(lines.text(i)) &&
        lines.text(i).length <= 76))
  );
}

/** `(http://city.example/plan)`, or the rest of it. */
const isLinkInBrackets = (text: string): boolean =>
  /^\s*(?:\(https?:\/\/[^\s()]{1,300}\)\s*>?|[^\s()]{1,300}\))\s*$/.test(text);

function markSignatures(lines: Lines, roles: (Role | undefined)[], quoting: Quoting): void {
  let own: number[] = [];
  let leads = true;
  const finish = (): void => {
    if (own.length > 0) {
      for (const i of signatureAmong(lines, own, leads, quoting)) roles[i] = 'signature';
      leads = false;
    }
    own = [];
  };
  for (let i = 0; i < lines.count; i++) {
    if (roles[i] === 'own') own.push(i);
    else if (roles[i] === 'quoted') finish();
  }
  finish();
}

/** The lines of one role. Blank lines stay; one stays too where what stood between was set apart by one. */
function joined(lines: Lines, roles: readonly (Role | undefined)[], role: Role): string {
  const kept: string[] = [];
  let follows = false;
  let apart = false;
  for (let i = 0; i < lines.count; i++) {
    if (roles[i] === role) {
      if (apart && kept.length > 0 && kept.at(-1) !== '') kept.push('');
      kept.push(lines.text(i));
      [follows, apart] = [true, false];
    } else if (roles[i] !== undefined) follows = false;
    else if (follows) kept.push('');
    else apart = true;
  }
  return kept.join('\n').trim();
}

function interleaved(lines: Lines, roles: readonly (Role | undefined)[]): string {
  const quoted = roles.indexOf('quoted');
  if (quoted < 0 || roles.lastIndexOf('own') < quoted) return '';
  const kept: string[] = [];
  for (let i = 0; i < lines.count; i++) {
    if (roles[i] === 'signature') continue;
    const line = lines.text(i);
    kept.push(roles[i] === 'quoted' && !lines.isMarked(i) ? `> ${line}` : line);
  }
  return kept.join('\n').trim();
}
