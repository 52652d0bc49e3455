/** A raw message as the judge needs it. */
import { createHash } from 'node:crypto';
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

export interface AttachedDocument {
  name: string;
  /** The name as given, on one line. */
  shownName: string;
  declaredType: string;
  content: Uint8Array;
  sha256: string;
  related: boolean;
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
  documents: AttachedDocument[];
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
      .map(({ filename, mimeType, content }) => documentOf(filename ?? '', mimeType, content)),
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

function documentOf(
  filename: string,
  declaredType: string,
  given: ArrayBuffer | Uint8Array | string,
): AttachedDocument {
  const content = typeof given === 'string' ? new TextEncoder().encode(given) : new Uint8Array(given);
  const shownName = filename.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name: filename, shownName, declaredType, content, sha256, related: false };
}
