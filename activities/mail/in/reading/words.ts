/** The words of a letter: what the person wrote, what is quoted, the signature, over all pieces of its text. */
import { textOfHtml } from '../parse-html.js';
import { takeApart } from '../parse-quote.js';
import type { Piece } from './contents.js';

export interface Words {
  text: string;
  quoted: string;
  signature: string;
  /** The readable text before it was taken apart. */
  whole: string;
}

export async function wordsOf(pieces: readonly Piece[]): Promise<Words> {
  const words: Words[] = [];
  for (const piece of inRuns(pieces)) words.push(await apart(piece));
  const joined = (key: keyof Words): string =>
    words
      .map((each) => each[key])
      .filter((text) => text !== '')
      .join('\n\n');
  return {
    text: joined('text'),
    quoted: joined('quoted'),
    signature: joined('signature'),
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

async function apart({ text, html }: Piece): Promise<Words> {
  const whole = text ?? (await textOfHtml(html ?? ''));
  return { ...takeApart(whole), whole };
}
