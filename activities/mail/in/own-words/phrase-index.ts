/**
 * Finding one of many phrases in a folded line, at a cost that does not grow with their number. Plain data, so that
 * it can be handed to a worker thread.
 */

export interface Phrases {
  /** Phrases of scripts with spaces, the longest first. */
  byFirstWord: ReadonlyMap<string, readonly string[]>;
  byLastWord: ReadonlyMap<string, readonly string[]>;
  /** Phrases of scripts without spaces between words, or that join them to a name; the longest first. */
  joined: readonly string[];
}

/** Han, kana, Hangul (also taken apart by folding), Thai, Lao, Burmese, Khmer. */
const unspaced =
  /[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;

/** @param folded phrases as `foldWords` gives them */
export function phrasesOf(folded: readonly string[]): Phrases {
  const sorted = [...new Set(folded)].filter(Boolean).sort((a, b) => b.length - a.length);
  const spaced = sorted.filter((phrase) => !unspaced.test(phrase));
  return {
    byFirstWord: groupedBy(spaced, firstWord),
    byLastWord: groupedBy(spaced, lastWord),
    joined: sorted.filter((phrase) => unspaced.test(phrase)),
  };
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function firstWord(line: string): string {
  const space = line.indexOf(' ');
  return space < 0 ? line : line.slice(0, space);
}

const lastWord = (line: string): string => line.slice(line.lastIndexOf(' ') + 1);

/** The longest phrase that the line begins with. */
export function phraseAtStart({ byFirstWord, joined }: Phrases, line: string): string | undefined {
  return (
    byFirstWord.get(firstWord(line))?.find((phrase) => isWholeAt(line, phrase, 0)) ??
    (unspaced.test(line.slice(0, 8)) ? joined.find((phrase) => line.startsWith(phrase)) : undefined)
  );
}

/** True where the line ends with a phrase. */
export function hasPhraseAtEnd({ byLastWord, joined }: Phrases, line: string): boolean {
  const last = lastWord(line);
  const spaced = byLastWord.get(last)?.some((phrase) => line === phrase || line.endsWith(` ${phrase}`));
  return spaced === true || (unspaced.test(last) && joined.some((phrase) => line.endsWith(phrase)));
}

/** Where in the line a phrase begins; -1 where none does. */
export function indexOfPhrase({ byFirstWord, joined }: Phrases, line: string): number {
  for (let at = 0; at < line.length;) {
    const space = line.indexOf(' ', at);
    const end = space < 0 ? line.length : space;
    if (byFirstWord.get(line.slice(at, end))?.some((phrase) => isWholeAt(line, phrase, at))) return at;
    at = end + 1;
  }
  if (!unspaced.test(line)) return -1;
  return joined.reduce((found, phrase) => (found >= 0 ? found : line.indexOf(phrase)), -1);
}

const isWholeAt = (line: string, phrase: string, at: number): boolean =>
  line.startsWith(phrase, at) && (line.length === at + phrase.length || line[at + phrase.length] === ' ');

/** True where the line begins as a phrase does, whose last word may be only the beginning of one. */
export const beginsLike = ({ byFirstWord, joined }: Phrases, line: string): boolean =>
  byFirstWord.get(firstWord(line))?.some((phrase) => line.startsWith(phrase)) === true ||
  (unspaced.test(line.slice(0, 8)) && joined.some((phrase) => line.startsWith(phrase)));

/** Phrases with gaps for a name, such as `sent from my …`. */
export interface Patterns {
  /** What stands between the gaps, by the first word. */
  byFirstWord: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Those that begin with a gap, or in a script without spaces. */
  others: readonly (readonly string[])[];
}

/** Longest name in a gap, in characters. */
const gap = 60;

/** @param patterns the parts of each, folded; empty where it begins or ends with a gap */
export function patternsOf(patterns: readonly (readonly string[])[]): Patterns {
  const isIndexed = ([first = '']: readonly string[]): boolean => first !== '' && !unspaced.test(first);
  return {
    byFirstWord: groupedBy(patterns.filter(isIndexed), ([first = '']) => firstWord(first)),
    others: patterns.filter((parts) => !isIndexed(parts)),
  };
}

/** True where the whole line is as a pattern says; after its end a name's length more may follow. */
export function fitsPattern({ byFirstWord, others }: Patterns, line: string): boolean {
  const fits = (parts: readonly string[]): boolean => fitsParts(parts, line);
  return byFirstWord.get(firstWord(line))?.some(fits) === true || others.some(fits);
}

function fitsParts(parts: readonly string[], line: string): boolean {
  const [first = '', ...more] = parts;
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of more.entries()) {
    const isLast = i === more.length - 1;
    const found = isLast && line.endsWith(part) ? line.length - part.length : line.indexOf(part, at + 1);
    if (found <= at || found - at > gap + 60) return false;
    if (found - at > gap && part !== '') return false;
    at = found + part.length;
  }
  return at === line.length || (line[at] === ' ' && line.length - at <= gap);
}
