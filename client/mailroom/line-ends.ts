/** Line ends of a message: CRLF, and nothing else (RFC 5321, section 2.3.8). */

const [cr, lf] = [13, 10];

/**
 * Looks for line ends that are none, as the bytes come in: a CR or an LF on its own. Some servers take one for the
 * end of a line, or `LF . LF` for the end of a message, so that one message holds two for them (SMTP smuggling).
 *
 * @returns told each chunk in turn; true from the first stray one on
 */
export function strayLineEnds(): (chunk: Uint8Array) => boolean {
  let stray = false;
  let last = 0;
  return (chunk) => {
    for (let at = 0; at < chunk.length && !stray; at++) {
      const byte = chunk[at]!;
      stray = (byte === lf) !== (last === cr);
      last = byte;
    }
    return stray;
  };
}

/** A piece of a message, with CRLF for each LF on its own; the same bytes where there is none. */
export function withCrlf(raw: Uint8Array, from: number, to: number): Buffer {
  const end = Math.min(to, raw.length);
  let bare = 0;
  for (let at = from; at < end; at++) if (raw[at] === lf && raw[at - 1] !== cr) bare++;
  if (bare === 0) return Buffer.from(raw.buffer, raw.byteOffset + from, end - from);
  const piece = Buffer.allocUnsafe(end - from + bare);
  let put = 0;
  for (let at = from; at < end; at++) {
    if (raw[at] === lf && raw[at - 1] !== cr) piece[put++] = cr;
    piece[put++] = raw[at]!;
  }
  return piece;
}

/** Where the header of a message with CRLF ends: before the empty line, or at the end where there is none. */
export function headSize(message: Buffer): number {
  const end = message.indexOf('\r\n\r\n');
  return end < 0 ? message.length : end;
}
