/** Who wrote a letter, by its own word: for whose it is, not for whom it speaks. */
import { addressParser } from 'postal-mime';
import type { Owner } from '../../domain/document.js';
import { headSize, withCrlf } from './line-ends.js';

/** Of a message what is looked at: a header is shorter. */
const longestHead = 256 * 1024;

/** Whose a raw message is: that of the address in `From`; the network's where there is none. */
export function writerOf(raw: Uint8Array): Owner {
  const first = withCrlf(raw, 0, longestHead);
  const head = first.toString('latin1', 0, headSize(first)).replace(/\r\n(?=[ \t])/g, '');
  const from = /^from:(.{1,4000})$/im.exec(head)?.[1];
  const [writer] = from === undefined ? [] : addressParser(from.trim(), { flatten: true });
  return writer?.address?.includes('@') ? { person: writer.address } : 'network';
}
