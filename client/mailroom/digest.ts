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

/** Bytes that are hashed before others have a turn; of the first of them, what stands in the header. */
const pieceSize = 256 * 1024;

/**
 * The SHA-256 of a message without its trace headers, in hex; line ends count as CRLF. Two deliveries of one letter
 * have one digest. A large letter is hashed in pieces, so that it holds nobody up; a header beyond the first of them,
 * which is twice as long as any, counts as text.
 */
export async function digestOf(raw: Uint8Array): Promise<string> {
  const first = withCrlf(raw, 0, pieceSize);
  const end = headSize(first);
  const hash = createHash('sha256')
    .update(withoutTrace(first.subarray(0, end)))
    .update(first.subarray(end));
  for (let at = pieceSize; at < raw.length; at += pieceSize) {
    await new Promise((turn) => setImmediate(turn));
    hash.update(withCrlf(raw, at, at + pieceSize));
  }
  return hash.digest('hex');
}

const withoutTrace = (head: Buffer): Buffer =>
  Buffer.from(
    head
      .toString('latin1')
      .split(/\r\n(?![ \t])/)
      .filter((header) => !trace.has(header.slice(0, header.search(/[:\s]|$/)).toLowerCase()))
      .join('\r\n'),
    'latin1',
  );
