/** Undoing the transfer encoding of a part (RFC 2045, section 6): the exact bytes that were sent. */

/** @param encoding the value of Content-Transfer-Encoding; an unknown one leaves the bytes as they are */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  switch (encoding) {
    case 'base64':
      // Leaves out what is no letter of the alphabet, and ends at the padding, both as section 6.8 wants.
      return Buffer.from(bytes.toString('latin1'), 'base64');
    case 'quoted-printable':
      return fromQuotedPrintable(bytes);
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return fromUuencode(bytes);
    default:
      return bytes;
  }
}

export const isKnownEncoding = (encoding: string): boolean =>
  ['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable', 'x-uuencode', 'x-uue', 'uuencode'].includes(
    encoding,
  );

const hex = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
};

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9;

/** Quoted-printable: `=3D`, soft line breaks, and no blanks at the end of a line; what is broken stays as it is. */
export function fromQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafeSlow(bytes.length);
  let length = 0;
  /** Where blanks begin that stand at the end of what is written, as they came. */
  let blanks = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 61) {
      const high = hex(bytes[i + 1]);
      const low = hex(bytes[i + 2]);
      if (high >= 0 && low >= 0) {
        out[length++] = high * 16 + low;
        blanks = length;
        i += 2;
        continue;
      }
      let end = i + 1;
      while (isBlank(bytes[end])) end++;
      if (bytes[end] === 13 && bytes[end + 1] === 10) end++;
      if (bytes[end] === 10 || end >= bytes.length) {
        blanks = length;
        i = end;
        continue;
      }
    } else if (byte === 10 || (byte === 13 && bytes[i + 1] === 10)) length = blanks;
    out[length++] = byte;
    if (!isBlank(byte)) blanks = length;
  }
  return out.subarray(0, length);
}

/** The lines between `begin` and `end`; three bytes of four characters. */
function fromUuencode(bytes: Buffer): Buffer {
  const begin = /^begin [0-7]{3,4} /m.exec(bytes.toString('latin1', 0, 1000))?.index;
  if (begin === undefined) return bytes;
  const out = Buffer.allocUnsafeSlow(bytes.length);
  let length = 0;
  const value = (i: number): number => ((bytes[i] ?? 32) - 32) & 63;
  let at = bytes.indexOf(10, begin) + 1;
  while (at > 0 && at < bytes.length && bytes.toString('latin1', at, at + 3) !== 'end') {
    const next = bytes.indexOf(10, at) + 1 || bytes.length;
    const count = value(at);
    for (let n = 0, i = at + 1; n < count && i < next; n += 3, i += 4) {
      const three = (value(i) << 18) | (value(i + 1) << 12) | (value(i + 2) << 6) | value(i + 3);
      for (let k = 0; k < 3 && n + k < count; k++) out[length++] = (three >> (16 - 8 * k)) & 255;
    }
    at = next;
  }
  return out.subarray(0, length);
}
