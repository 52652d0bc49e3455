/** The words of a letter: what the person wrote, what is quoted, the signature, over all pieces of its text. */
import { ownWords } from '../own-words.js';
import type { Quoting } from '../quoting.js';
import type { Piece } from './contents.js';

export interface Words {
  text: string;
  quoted: string;
  signature: string;
  /** The text with the lines that are quoted between its own; empty where none are. */
  between: string;
  /** The readable text before it was taken apart. */
  whole: string;
}

export function wordsOf(pieces: readonly Piece[], quoting: Quoting): Words {
  const words = inRuns(pieces).map(({ text, html }) =>
    ownWords({ ...(text !== undefined && { text }), ...(html !== undefined && { html }) }, quoting),
  );
  const together = (texts: string[]): string => texts.filter((text) => text !== '').join('\n\n');
  const joined = (key: keyof Words): string => together(words.map((each) => each[key]));
  const isBetween = words.some(({ between }) => between !== '');
  return {
    text: joined('text'),
    quoted: joined('quoted'),
    signature: joined('signature'),
    between: isBetween ? together(words.map(({ between, text }) => between || text)) : '',
    whole: joined('whole'),
  };
}

/** Pieces of one kind that follow each other are one text: a picture stood between them. */
function inRuns(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = [];
  for (const { text, html } of pieces) {
    const last = runs.at(-1);
    const goesOn =
      last &&
      (last.text === undefined) === (text === undefined) &&
      (last.html === undefined) === (html === undefined);
    if (!goesOn) runs.push({ text, html });
    else {
      if (text !== undefined) last.text += `\n${text}`;
      if (html !== undefined) last.html += `<br>${html}`;
    }
  }
  return runs;
}
