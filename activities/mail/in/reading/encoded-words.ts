/** Text in headers: encoded words (RFC 2047), also broken ones, and bytes that are not ASCII (RFC 6532, or raw). */
import { decodeText } from './charsets.js';
import { oneLine } from './one-line.js';
import { fromQuotedPrintable } from './transfer.js';

/** The beginning of an encoded word: charset, language (RFC 2231, section 5), encoding. */
const beginning = /=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?/gi;

interface Word {
  from: number;
  to: number;
  charset: string;
  bytes: Buffer;
}

/**
 * @param value as it stands in the message, one character a byte
 * @param hint the charset that the message's text names, for bytes that are not ASCII
 * @returns the text on one line, without control characters
 */
export function decodeWords(value: string, hint?: string): string {
  const words = wordsIn(value);
  if (words.length === 0) return oneLine(decodeRaw(value, hint));
  const out: string[] = [];
  let at = 0;
  for (let i = 0; i < words.length; i++) {
    const first = words[i]!;
    const between = value.slice(at, first.from);
    // Blanks between two encoded words are not part of the text.
    if (i === 0 || between.trim() !== '') out.push(decodeRaw(between, hint));
    // A character may be split over two words of one charset.
    const bytes = [first.bytes];
    let last = first;
    for (let next = words[i + 1]; next?.charset === first.charset; next = words[i + 1]) {
      if (value.slice(last.to, next.from).trim() !== '') break;
      bytes.push(next.bytes);
      last = next;
      i++;
    }
    out.push(decodeText(Buffer.concat(bytes), first.charset, hint).text);
    at = last.to;
  }
  out.push(decodeRaw(value.slice(at), hint));
  return oneLine(out.join(''));
}

/** Characters that are bytes, as text: UTF-8 where they are that, else by the hint or a guess. */
export const decodeRaw = (value: string, hint?: string): string =>
  /[^\0-\x7f]/.test(value) ? decodeText(Buffer.from(value, 'latin1'), undefined, hint).text : value;

function wordsIn(value: string): Word[] {
  const words: Word[] = [];
  beginning.lastIndex = 0;
  for (let found = beginning.exec(value); found; found = beginning.exec(value)) {
    const start = beginning.lastIndex;
    let end = value.indexOf('?=', start);
    // One that is cut off at the end of the header is read as far as it goes.
    const cut = end < 0;
    if (cut) end = value.length;
    const payload = value.slice(start, end);
    words.push({
      from: found.index,
      to: cut ? end : end + 2,
      charset: (found[1] ?? '').toLowerCase(),
      bytes: decodePayload(payload, (found[2] ?? '').toLowerCase()),
    });
    if (cut) break;
    beginning.lastIndex = end + 2;
  }
  return words;
}

const decodePayload = (payload: string, encoding: string): Buffer =>
  encoding === 'b'
    ? Buffer.from(payload, 'base64')
    : fromQuotedPrintable(Buffer.from(payload.replaceAll('_', '=20'), 'latin1'));
