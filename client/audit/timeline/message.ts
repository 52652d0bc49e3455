/** A letter as it can be read: its subject and its plain text. */
import PostalMime from 'postal-mime';
import { CycleError } from '../../../domain/errors.js';

export interface Message {
  subject: string;
  text: string;
  /** The names of what was attached. */
  attached: string[];
  /** Why it cannot be read here, in a sentence. */
  unreadable?: string;
}

/** @param raw gives the message as it was sent or came in, or fails where the record does not hold it */
export async function readMessage(raw: () => Promise<Uint8Array>): Promise<Message> {
  const nothing = { subject: '', text: '', attached: [] };
  let erased: string | undefined;
  const bytes = await raw().catch((error: unknown) => {
    if (error instanceof CycleError && error.type === 'Erased') erased = error.message;
    return undefined;
  });
  if (erased !== undefined) return { ...nothing, unreadable: erased };
  if (!bytes)
    return { ...nothing, unreadable: 'The text of this letter is not in this record, or cannot be read.' };
  try {
    const { subject = '', text, attachments } = await PostalMime.parse(bytes);
    return {
      subject: subject.replace(/\s+/g, ' '),
      text: text?.trim() || 'The letter has no plain text.',
      attached: attachments.map(({ filename, mimeType }) => filename ?? mimeType),
    };
  } catch {
    return {
      ...nothing,
      unreadable: 'The text of this letter cannot be read: it is not written as mail is.',
    };
  }
}
