/** A letter as the verdict needs it. */
import type { LetterFacts } from '../../../domain/verdict.js';
import type { ParsedLetter } from './parse.js';
import { reportedIn } from './reports.js';

/**
 * What the verdict rests on; that fields of a form were answered (`answered`), and that the letter is none of ours,
 * is for the caller to add.
 *
 * @param received the day on which the letter came in, where its writer is
 */
export const factsOf = (letter: ParsedLetter, received: string): LetterFacts => ({
  headers: letter.headers,
  ...(letter.from !== undefined && { from: letter.from }),
  ...(letter.fromName !== undefined && { fromName: letter.fromName }),
  to: letter.to,
  subject: letter.subject,
  ...reportedIn(letter.machineParts, letter.wholeText),
  text: letter.text,
  quoted: letter.quoted,
  whole: letter.wholeText,
  answered: 0,
  // what is encrypted came as an envelope: someone wrote, and a person asks what
  attachments: letter.documents.filter(isSaying).length + (letter.encrypted === undefined ? 0 : 1),
  received,
});

/** Bytes above which a picture that came by itself is a scan or a photograph, and no logo. */
const smallestScan = 40 * 1024;

const isSaying = ({ related, declaredType, content }: ParsedLetter['documents'][number]): boolean =>
  !related && !(declaredType.startsWith('image/') && content.byteLength < smallestScan);
