/** A letter as it can be read: its subject and its plain text. */
import PostalMime from 'postal-mime';

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
  const bytes = await raw().catch(() => undefined);
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
