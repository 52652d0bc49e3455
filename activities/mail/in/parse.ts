/** A raw message as the judge needs it. */
import PostalMime from 'postal-mime';
import { textOfHtml } from './parse-html.js';
import { takeApart } from './parse-quote.js';

/** A part for machines, its content decoded. */
export interface MachinePart {
  /** In small letters. */
  type: string;
  parameters: Record<string, string>;
  content: Uint8Array;
}

export interface ParsedLetter {
  /** The first value of each header, by its name in small letters. */
  headers: Map<string, string>;
  /** The writer's mail address in small letters. */
  from?: string;
  fromName?: string;
  /** All addresses of To and Cc, in small letters. */
  to: string[];
  subject: string;
  messageId?: string;
  /** What the person wrote, quote and signature removed. */
  text: string;
  quoted: string;
  signature: string;
  /** Documents that came with the letter; not the pictures of a signature. */
  documents: { name: string; type: string }[];
  /** The readable text before it was taken apart. */
  wholeText: string;
  machineParts: MachinePart[];
}

const machineTypes = /^(?:message\/|text\/(?:calendar|rfc822-headers)$|application\/ics$)/i;

/**
 * Parses a raw message.
 *
 * @throws Error when it is no message at all, or nested or headed beyond all measure
 */
export async function parseLetter(raw: Uint8Array): Promise<ParsedLetter> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  const whole = email.text ?? (email.html === undefined ? '' : await textOfHtml(email.html));
  const addresses = [...(email.to ?? []), ...(email.cc ?? [])].flatMap((each) => each.group ?? [each]);
  const from = email.from?.address?.toLowerCase();
  return {
    headers,
    ...(from && { from }),
    ...(email.from?.name && { fromName: email.from.name }),
    to: addresses.map(({ address }) => address.toLowerCase()),
    subject: email.subject ?? '',
    ...(email.messageId && { messageId: email.messageId }),
    ...takeApart(whole.normalize('NFC')),
    documents: email.attachments
      .filter(
        ({ related, mimeType }) => !related && !/^image\//.test(mimeType) && !machineTypes.test(mimeType),
      )
      .map(({ filename, mimeType }) => ({ name: filename ?? '', type: mimeType })),
    wholeText: whole.normalize('NFC'),
    machineParts: email.attachments
      .filter(({ mimeType }) => machineTypes.test(mimeType))
      .map(({ mimeType, content }) => ({
        type: mimeType.toLowerCase(),
        parameters: {},
        content: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
      })),
  };
}
