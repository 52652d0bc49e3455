/** What a person wrote in a letter, apart from what is quoted and from the signature. */
import { linesOfHtml } from './own-words/html.js';
import type { Line } from './own-words/lines.js';
import { partSharedLines } from './own-words/shared-line.js';
import type { OwnWords } from './own-words/take-apart.js';
import { takeApart } from './own-words/take-apart.js';
import type { Quoting } from './quoting.js';

export type { OwnWords };

/**
 * Separates a letter's own words from what it quotes and from its signature. Every written line is in exactly one of
 * the three; where one of them stood between others, its lines are joined in order. A letter that only forwards
 * another has the text ''. Pure; the time grows with the letter's length.
 *
 * @param letter the readable parts as decoded; line ends of any kind
 * @returns also `whole`, the readable text before it was taken apart
 */
export function ownWords(
  letter: { text?: string; html?: string },
  quoting: Quoting,
): OwnWords & { whole: string } {
  const plain = letter.text === undefined || letter.text.trim() === '' ? undefined : linesOfText(letter.text);
  const rich =
    letter.html === undefined || letter.html.trim() === ''
      ? undefined
      : linesOfHtml(letter.html.normalize('NFC'));
  const fromPlain = plain && separate(partSharedLines(plain, quoting), quoting);
  const fromRich = rich && separate(partSharedLines(rich, quoting), quoting);
  const chosen = fromPlain && fromRich ? betterOf(fromPlain, fromRich) : (fromRich ?? fromPlain);
  if (!chosen) return { text: '', quoted: '', signature: '', between: '', whole: '' };
  return {
    ...chosen.parts,
    whole: chosen.lines
      .map((line) => line.text)
      .join('\n')
      .trim(),
  };
}

const linesOfText = (text: string): Line[] =>
  text
    .normalize('NFC')
    .split(/\r\n?|\n/)
    .map((line) => ({ text: line }));

interface Separated {
  lines: readonly Line[];
  parts: OwnWords;
}

function separate(lines: readonly Line[], quoting: Quoting): Separated {
  const parts = takeApart(lines, quoting);
  // Some write their answer into the block that their program keeps for the signature.
  if (parts.text === '' && lines.some(({ given }) => given === 'signature')) {
    const bare = lines.map((line) => (line.given === 'signature' ? { text: line.text } : line));
    const again = takeApart(bare, quoting);
    if (again.text !== '') return { lines, parts: again };
  }
  return { lines, parts };
}

/**
 * Of a letter's plain and HTML parts the one that separates better. The structure of HTML tells a quotation in any
 * language, and a form's rows; plain text keeps lines as they were typed. So: HTML where it holds rows of a form or
 * its structure cut what the words could not; else plain, unless one of the two holds nothing of the person's own.
 */
function betterOf(plain: Separated, rich: Separated): Separated {
  if (rich.lines.every(({ text }) => text === '')) return plain;
  const [a, b] = [wordsOf(plain.parts.text), wordsOf(rich.parts.text)];
  if (holdsRows(rich, plain)) return rich;
  if (a === b) return plain;
  if (a === '' || b === '') {
    const wrote = a === '' ? rich : plain;
    const empty = a === '' ? plain : rich;
    // Where the other found all to be quoted, it saw an original that this one took for the person's words.
    return empty.parts.quoted !== '' && wrote.parts.quoted === '' ? empty : wrote;
  }
  const structured = rich.lines.some(({ given, originalBegins }) => given !== undefined || originalBegins);
  if (structured || rich.parts.quoted !== '')
    return b.length <= a.length * 1.05 || plain.parts.quoted === '' ? rich : plain;
  return plain.parts.quoted !== '' ? plain : rich.lines.length > 1 ? rich : plain;
}

/** True where the HTML tells rows of a form that the plain text has torn apart. */
function holdsRows(rich: Separated, plain: Separated): boolean {
  const own = new Set(rich.parts.text.split('\n'));
  const plainLines = new Set(plain.lines.map(({ text }) => text.trim()));
  return rich.lines.some(({ row, text }) => row === true && own.has(text) && !plainLines.has(text.trim()));
}

const wordsOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');
