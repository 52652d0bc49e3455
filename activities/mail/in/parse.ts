/** A raw message as the judge needs it. */
import PostalMime from 'postal-mime';
import type { DeliveryReport } from '../../../domain/verdict.js';
import { ownWords } from './own-words.js';
import { reportsIn, returnedHeaders } from './parse-report.js';
import type { Quoting } from './quoting.js';

export interface ParsedLetter {
  /** The first value of each header, by its name in small letters. */
  headers: Map<string, string>;
  /** The writer's mail address in small letters. */
  from?: string;
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
  reports: DeliveryReport[];
  /** Headers of the letter that a report returns. */
  returned: Map<string, string>;
}

/**
 * Parses a raw message.
 *
 * @throws Error when it is no message at all, or nested or headed beyond all measure
 */
export async function parseLetter(raw: Uint8Array, quoting: Quoting): Promise<ParsedLetter> {
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true });
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  const addresses = [...(email.to ?? []), ...(email.cc ?? [])].flatMap((each) => each.group ?? [each]);
  const from = email.from?.address?.toLowerCase();
  return {
    headers,
    ...(from && { from }),
    to: addresses.map(({ address }) => address.toLowerCase()),
    subject: email.subject ?? '',
    ...(email.messageId && { messageId: email.messageId }),
    ...(({ text, quoted, signature }) => ({ text, quoted, signature }))(ownWords(email, quoting)),
    documents: email.attachments
      .filter(
        ({ related, mimeType }) =>
          !related && !/^(?:message|image)\//.test(mimeType) && mimeType !== 'text/rfc822-headers',
      )
      .map(({ filename, mimeType }) => ({ name: filename ?? '', type: mimeType })),
    reports: reportsIn(email.attachments),
    returned: await returnedHeaders(email.attachments),
  };
}
