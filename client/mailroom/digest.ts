/** By what a letter is known: its digest without what each mail server on the way adds. */
import { createHash } from 'node:crypto';

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
 * have one digest.
 */
export function digestOf(raw: Uint8Array): string {
  const text = Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  const kept = head
    .split(/\r\n(?![ \t])/)
    .filter((header) => !trace.has(header.slice(0, header.search(/[:\s]|$/)).toLowerCase()));
  return createHash('sha256')
    .update(kept.join('\r\n') + (end < 0 ? '' : text.slice(end)), 'latin1')
    .digest('hex');
}
