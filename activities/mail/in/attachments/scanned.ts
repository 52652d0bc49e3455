/** A reader whose documents a virus scanner has seen. */
import type { Attachment } from '../../../../domain/attachment.js';
import { verdictOn } from '../../../../domain/attachment.js';
import type { AttachedDocument } from '../parse.js';
import type { Reader } from '../reading/reader.js';
import type { Scanner } from './clamd.js';

/**
 * The scanner is asked about every document that would be accepted; one in which it finds something waits for a
 * person, and the rest of the letter counts.
 *
 * @returns a reader whose `readLetter` also throws CycleError `Unavailable` while the scanner is away: the letter waits
 */
export const scanned = (reader: Reader, scanner: Scanner): Reader => ({
  ...reader,
  async readLetter(raw, patience) {
    const letter = await reader.readLetter(raw, patience);
    if ('refused' in letter) return letter;
    const attachments: Attachment[] = [];
    for (const [i, attachment] of letter.attachments.entries())
      attachments.push(await seen(attachment, letter.documents[i], scanner));
    return { ...letter, attachments };
  },
});

async function seen(
  attachment: Attachment,
  document: AttachedDocument | undefined,
  scanner: Scanner,
): Promise<Attachment> {
  if (attachment.verdict !== 'accepted' || !document || !(await scanner.isInfected(document.content)))
    return attachment;
  return { ...attachment, verdict: verdictOn('infected'), fault: 'infected' };
}
