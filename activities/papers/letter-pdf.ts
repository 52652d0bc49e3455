/** A formal letter as a numbered PDF on letterhead, which an officer can route upward. */
import type { FormalLetter } from '../../domain/formal-letter.js';
import { renderPdf } from './render.js';

export type { FormalLetter };

/** @returns the bytes of the PDF; the same letter gives the same bytes */
export async function renderLetterPdf(letter: FormalLetter): Promise<Uint8Array> {
  const { pdf } = await renderPdf('letter', letter);
  return pdf;
}
