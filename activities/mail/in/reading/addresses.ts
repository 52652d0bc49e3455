/** The addresses of a header (RFC 5322, section 3.4), in one pass: nothing in it is read twice. */
import { decodeRaw, decodeWords } from './encoded-words.js';
import { longestAddressField } from './limits.js';

export interface MailAddress {
  /** In small letters; holds an `@`, no blanks and no control characters. */
  address: string;
  /** The name beside it as a person reads it; empty where there is none. */
  name: string;
}

/** One mailbox while it is read. */
interface Gathering {
  words: string[];
  comments: string[];
  angle?: string;
}

/**
 * Members of groups stand among the others. What is no address is left out.
 *
 * @param value as it stands in the message, one character a byte
 * @param most addresses that are wanted
 */
export function readAddresses(value: string, most: number, hint?: string): MailAddress[] {
  const text = value.slice(0, longestAddressField);
  const found: MailAddress[] = [];
  let box: Gathering = { words: [], comments: [] };
  const finish = (): void => {
    const address = addressOf(box);
    if (address !== undefined) {
      const name =
        box.angle === undefined ? box.comments.join(' ') : box.words.join('') || box.comments.join(' ');
      found.push({ address, name: decodeWords(unquoted(name), hint) });
    }
    box = { words: [], comments: [] };
  };
  /** Where the last sign stands that can close each; behind it, an opening sign is a character like others. */
  const lastQuote = text.lastIndexOf('"');
  const lastBracket = text.lastIndexOf(')');
  let at = 0;
  while (at < text.length && found.length < most) {
    const char = text[at]!;
    if (char === '"' && at < lastQuote) {
      const end = afterQuoted(text, at);
      box.words.push(text.slice(at, end));
      at = end;
    } else if (char === '(' && at < lastBracket) {
      const end = afterComment(text, at);
      box.comments.push(text.slice(at + 1, end - 1));
      at = end;
    } else if (char === '<') {
      const end = endOfAngle(text, at);
      // Of several the first that can be one.
      if (!box.angle?.includes('@')) box.angle = text.slice(at + 1, end);
      at = text[end] === '>' ? end + 1 : end;
    } else if (char === ',' || char === ';') {
      finish();
      at++;
    } else if (char === ':') {
      // The name of a group, or `mailto:`.
      box = { words: [], comments: [] };
      at++;
    } else {
      const end = wordEnd(text, at);
      box.words.push(text.slice(at, end));
      at = end;
    }
  }
  if (found.length < most) finish();
  return found;
}

function wordEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && !'"(<,;:'.includes(text[at]!)) at++;
  return at;
}

function afterQuoted(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length);
}

function afterComment(text: string, from: number): number {
  let depth = 0;
  let at = from;
  for (; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The end of `<…>`: its bracket, or where another address begins. */
function endOfAngle(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && !'><'.includes(text[at]!)) {
    if (text[at] === '"') at = afterQuoted(text, at);
    else at++;
  }
  return Math.min(at, text.length);
}

/** RFC 5321, section 4.5.3.1: 64 before and 255 after the `@`. */
const longestAddress = 320;

function addressOf({ words, angle }: Gathering): string | undefined {
  const given = (angle ?? words.join('')).trim();
  // The route of RFC 822: <@gateway.example:office@city.example>
  const bare = given.startsWith('@') ? given.slice(given.lastIndexOf(':') + 1) : given;
  const last =
    angle === undefined && !bare.startsWith('"')
      ? (bare.split(/\s+/).findLast((word) => word.includes('@')) ?? '')
      : bare;
  const address = decodeRaw(last.replace(/^mailto:/i, '')).trim();

  if (
    address.length > longestAddress ||
    /[\0-\x1f\x7f-\x9f<>\u2028\u2029\u202a-\u202e\u2066-\u2069]/.test(address)
  )
    return undefined;
  return /^(?:"[^"]+"|[^\s@"]+(?:@[^\s@"]+)*)@[^\s@]+$/.test(address) ? address.toLowerCase() : undefined;
}

const unquoted = (name: string): string => name.replace(/\\(.)/g, '$1').replaceAll('"', '').trim();
