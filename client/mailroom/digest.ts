/** By what a letter is known: its digest without what each mail server on the way adds. */
import { createHash } from 'node:crypto';
import { headSize, withCrlf } from './line-ends.js';

/** Headers that differ between two deliveries of one letter. */
const trace = new Set([
  'received',
  'return-path',
  'delivered-to',
  'x-original-to',
  'x-delivered-to',
  'envelope-to',
  'delivery-date',
  'received-spf',
  'authentication-results',
  'arc-seal',
  'arc-message-signature',
  'arc-authentication-results',
  'x-received',
]);

/**
 * The SHA-256 of a message without its trace headers, in hex; line ends count as CRLF. Two deliveries of one letter
 * have one digest. The body is hashed as it stands, without a copy: a letter of 25 MB holds the others up for as
 * long as that takes.
 */
export function digestOf(raw: Uint8Array): string {
  const message = withCrlf(raw);
  const end = headSize(message);
  const kept = message
    .toString('latin1', 0, end)
    .split(/\r\n(?![ \t])/)
    .filter((header) => !trace.has(header.slice(0, header.search(/[:\s]|$/)).toLowerCase()));
  return createHash('sha256').update(kept.join('\r\n'), 'latin1').update(message.subarray(end)).digest('hex');
}
