/** The head of a message or a part (RFC 5322, section 2.2), read in one pass over its bytes. */
import { largestHead, mostFields, TooMuch } from './limits.js';

/** A header field as it stands: unfolded, one character a byte. */
export interface Field {
  /** In small letters. */
  name: string;
  value: string;
}

export interface Head {
  fields: Field[];
  /** Bytes of the head with the empty line that ends it. */
  length: number;
  /** Lines that are no header field, left out. */
  strayLines: number;
}

const LF = 10;
const CR = 13;
const space = 32;
const tab = 9;

/** What may stand before the colon of a header field; RFC 5322 sets no limit, 100 characters are more than any has. */
const fieldName = /^([!-9;-~]{1,100})[ \t]*:/;

/**
 * Reads header fields up to the empty line. A line that is none is left out when the head goes on after it; else
 * the body begins there, as it does in a part whose head was forgotten.
 *
 * @throws TooMuch
 */
export function readHead(bytes: Buffer): Head {
  const fields: Field[] = [];
  let lines: string[] = [];
  let strayLines = 0;
  const close = (): void => {
    const last = fields.at(-1);
    if (last && lines.length > 0) last.value += lines.join('');
    lines = [];
  };
  let at = 0;
  while (at < bytes.length) {
    const { stop, next } = lineAt(bytes, at);
    if (next > largestHead) throw new TooMuch('Its head is endless.');
    if (stop === at) {
      close();
      return { fields, length: next, strayLines };
    }
    const folded = bytes[at] === space || bytes[at] === tab;
    if (folded && fields.length > 0) lines.push(bytes.toString('latin1', at, stop));
    else {
      const line = bytes.toString('latin1', at, stop);
      const name = folded ? undefined : fieldName.exec(line);
      if (name) {
        close();
        if (fields.length >= mostFields) throw new TooMuch('Its head has too many fields.');
        fields.push({ name: (name[1] ?? '').toLowerCase(), value: line.slice(name[0].length) });
      } else if (isMailboxLine(line) || goesOn(bytes, next)) strayLines++;
      else {
        close();
        return { fields, length: at, strayLines: strayLines + (fields.length > 0 ? 1 : 0) };
      }
    }
    at = next;
  }
  close();
  return { fields, length: bytes.length, strayLines };
}

/** The end of a line without its line end, and the start of the next. */
function lineAt(bytes: Buffer, at: number): { stop: number; next: number } {
  const lf = bytes.indexOf(LF, at);
  const end = lf < 0 ? bytes.length : lf;
  return { stop: end > at && bytes[end - 1] === CR ? end - 1 : end, next: lf < 0 ? bytes.length : lf + 1 };
}

/** `From office@city.example Mon May …`: the line that mailbox files put before a message. */
const isMailboxLine = (line: string): boolean => /^>?From [^:]{1,200}/.test(line);

function goesOn(bytes: Buffer, at: number): boolean {
  const { stop } = lineAt(bytes, at);
  return fieldName.test(bytes.toString('latin1', at, Math.min(stop, at + 120)));
}
