/** Finding wordings in a text, in time linear in its length. */
import { foldDates } from '../dates-in-words.js';
import { foldWords } from '../fold.js';

/** Characters that a `*` stands for at most. */
const widestGap = 120;

/** Small letters, plain quotes, one space between words. What mail servers write keeps its punctuation. */
export const plainWords = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc\u0060\u00b4]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();

/**
 * Where a wording stands in a text; -1 where it does not.
 *
 * @param wording pieces that follow each other, `*` between them for up to 120 characters
 */
export function placeOf(text: string, wording: string): number {
  if (!wording.includes('*')) return text.indexOf(wording);
  const [first = '', ...others] = wording.split('*').map((piece) => piece.trim());
  for (let from = text.indexOf(first); from >= 0; from = text.indexOf(first, from + 1)) {
    let end = from + first.length;
    const fits = others.every((piece) => {
      const at = text.slice(end, end + widestGap + piece.length).indexOf(piece);
      end += at + piece.length;
      return at >= 0;
    });
    if (fits) return from;
  }
  return -1;
}

/** The first of the wordings that stands in the text. */
export const firstIn = (text: string, wordings: readonly string[]): string | undefined =>
  wordings.find((wording) => placeOf(text, wording) >= 0);

/** Between the words of Khmer, Lao, Thai and Burmese, and within words where a line may break. */
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** A text without case, accents and punctuation (numeric dates keep together), a space at both ends, for `spokenIn`. */
export const spoken = (text: string): string => ` ${foldDates(text.replace(invisible, ''))} `;

/** Scripts that put no space between words, or change their ends: a wording may begin and end within a word. */
const within =
  /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Tamil}\u1100-\u11ff]/u;

/** A wording as `spokenIn` looks for it: folded, and in whole words where its script has them. */
export function spokenWording(wording: string): string {
  const pieces = wording.split('*').map((piece) => foldWords(piece.replace(invisible, '')));
  return pieces.map((piece) => (within.test(piece) ? piece : ` ${piece} `)).join('*');
}

/** A wording found, where it stands, and where it ends in a text made by `spoken`. */
export interface Spoken {
  wording: string;
  at: number;
}

/** A list in whole words by the word that each begins with; the others as they are. */
interface Index {
  byWord: ReadonlyMap<string, readonly string[]>;
  others: readonly string[];
}

const indices = new WeakMap<readonly string[], Index>();

/** The index of a list, made once: a text is compared with many thousands of wordings. */
function indexOf(wordings: readonly string[]): Index {
  const made = indices.get(wordings);
  if (made) return made;
  const byWord = new Map<string, string[]>();
  const others: string[] = [];
  for (const wording of wordings) {
    const word = /^ ([^ *]+) /.exec(wording)?.[1];
    if (word === undefined) others.push(wording);
    else byWord.set(word, [...(byWord.get(word) ?? []), wording]);
  }
  const index = { byWord, others };
  indices.set(wordings, index);
  return index;
}

/** The words of a text and where each begins. */
interface Words {
  text: string;
  words: readonly string[];
  places: readonly number[];
  /** It has letters of no script but Latin, unaccented. */
  plain: boolean;
}

let last: Words = { text: '', words: [], places: [], plain: true };

/** The words of a text made by `spoken`; of the last one they are kept, since it is compared with many lists. */
function wordsOf(text: string): Words {
  if (text === last.text) return last;
  const words = text.split(' ');
  let at = 0;
  const places = words.map((word) => {
    const place = at;
    at += word.length + 1;
    return place;
  });
  last = { text, words, places, plain: /^[\x00-\x7f]*$/.test(text) };
  return last;
}

/**
 * The first place of any of the wordings in a text made by `spoken`.
 *
 * @param wordings made by `spokenWording`
 */
export function spokenIn(text: string, wordings: readonly string[]): Spoken | undefined {
  const { byWord, others } = indexOf(wordings);
  const { words, places, plain } = wordsOf(text);
  let first: Spoken | undefined;
  for (const wording of plain ? [] : others) {
    const at = placeOf(text, wording);
    if (at >= 0 && (!first || at < first.at)) first = { at, wording };
  }
  for (let i = 1; i < words.length; i++) {
    const at = (places[i] ?? 0) - 1;
    if (first && at >= first.at) break;
    const wording = byWord.get(words[i] ?? '')?.find((each) => standsAt(text, each, at));
    if (wording === undefined) continue;
    first = { at, wording };
    break;
  }
  return (
    first && {
      ...first,
      wording: first.wording
        .replace(/ *\* */g, ' … ')
        .trim()
        .normalize('NFC'),
    }
  );
}

/** The wording of the list that a text made by `spoken` begins with. */
export const beginsWith = (text: string, wordings: readonly string[]): string | undefined =>
  wordings.find((wording) => text.startsWith(wording, wording.startsWith(' ') ? 0 : 1));

/** True where the wording begins at this place. */
function standsAt(text: string, wording: string, at: number): boolean {
  if (!wording.includes('*')) return text.startsWith(wording, at);
  const first = wording.split('*', 1)[0]?.trim() ?? '';
  return placeOf(text.slice(at, at + first.length + 4 * widestGap), wording) === 1;
}
