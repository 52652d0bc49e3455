/** What the verdict on a letter rests on. */
import type { LetterFacts } from '../../../domain/verdict.js';
import { reportsIn } from './parse-report.js';
import type { ParsedLetter } from './parse.js';

/** @param received the day on which the letter came in */
export const factsOf = (letter: ParsedLetter, received: string): LetterFacts => ({
  headers: letter.headers,
  ...(letter.from !== undefined && { from: letter.from }),
  reports: reportsIn(letter.machineParts),
  text: letter.text,
  answered: 0,
  // What is encrypted came as an envelope: someone wrote, and a person asks what.
  attachments: letter.documents.filter(isSaying).length + (letter.encrypted === undefined ? 0 : 1),
  received,
});

/** Bytes above which a picture that came by itself is a scan or a photograph, and no logo. */
const smallestScan = 40 * 1024;

const isSaying = ({ related, declaredType, content }: ParsedLetter['documents'][number]): boolean =>
  !related && !(declaredType.startsWith('image/') && content.byteLength < smallestScan);
