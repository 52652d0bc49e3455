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

/** Bytes: of a header, what comes later counts as text; of a message, so many are hashed before others have a turn. */
const longestHead = 1024 * 1024;
const pieceSize = 256 * 1024;

/**
 * The SHA-256 of a message without its trace headers, in hex; line ends count as CRLF. Two deliveries of one letter
 * have one digest. A large letter is hashed in pieces, so that it holds nobody up.
 */
export async function digestOf(raw: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  let head: Buffer | undefined = Buffer.alloc(0);
  for (let at = 0; at < raw.length; at += pieceSize) {
    if (at > 0) await new Promise((turn) => setImmediate(turn));
    const piece = withCrlf(raw, at, at + pieceSize);
    if (!head) hash.update(piece);
    else {
      head = Buffer.concat([head, piece]);
      const end = headSize(head);
      if (end === head.length && end < longestHead) continue;
      hash.update(withoutTrace(head.subarray(0, end))).update(head.subarray(end));
      head = undefined;
    }
  }
  return hash.update(head ? withoutTrace(head) : '').digest('hex');
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
