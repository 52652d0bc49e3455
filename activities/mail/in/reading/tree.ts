/**
 * The parts of a message (RFC 2046), as ranges of its bytes: nothing is copied, and no line is looked at that is not
 * a head or begins like a boundary.
 */
import type { Field } from './head.js';
import { readHead } from './head.js';
import { deepestPart, largestInflated, longestTexts, mostParts, TooMuch } from './limits.js';
import type { WithParameters } from './parameters.js';
import { readParameters } from './parameters.js';
import { decodeTransfer } from './transfer.js';

export interface Part {
  fields: Field[];
  /** Media type in small letters, and its parameters. */
  type: WithParameters;
  disposition: WithParameters;
  /** Content-Transfer-Encoding in small letters; empty where there is none. */
  encoding: string;
  /** As it was sent, with its transfer encoding. */
  body: Buffer;
  /** Of a multipart. */
  children: Part[];
}

/** One reading of a message: what counts over all its parts. */
export class Reading {
  /** What was not as it should be, a sentence each. */
  readonly defects = new Set<string>();
  /** The first charset that a part names; a hint for raw bytes in headers. */
  charset: string | undefined;
  /** Bytes of text, and of what compressed parts come to, that may still be read. */
  textLeft = longestTexts;
  inflatedLeft = largestInflated;
  private parts = 0;

  /** @throws TooMuch */
  countPart(): void {
    if (++this.parts > mostParts) throw new TooMuch(`It has more than ${mostParts} parts.`);
  }
}

/** The first value of a field, as it stands. */
export const fieldOf = (fields: readonly Field[], name: string): string | undefined =>
  fields.find((field) => field.name === name)?.value;

/**
 * Reads a message, or what stands in one as a message of its own.
 *
 * @param depth how deep the bytes lie within others
 * @throws TooMuch
 */
export function readTree(bytes: Buffer, reading: Reading, depth = 0): Part {
  return readPart(bytes, 'text/plain', reading, depth);
}

function readPart(bytes: Buffer, usualType: string, reading: Reading, depth: number): Part {
  if (depth > deepestPart)
    throw new TooMuch(`Its parts lie more than ${deepestPart} deep within each other.`);
  reading.countPart();
  const { fields, length, strayLines } = readHead(bytes);
  if (strayLines > 0) reading.defects.add('Some lines of its head are no header fields; they were left out.');
  const encoding = (fieldOf(fields, 'content-transfer-encoding') ?? '')
    .replace(/[;(].*/, '')
    .trim()
    .toLowerCase();
  const given = readParameters(fieldOf(fields, 'content-type') ?? usualType, reading.charset);
  const type = { ...given, value: typeOf(given.value, usualType) };
  reading.charset ??= type.parameters.get('charset');
  const part: Part = {
    fields,
    type,
    disposition: readParameters(fieldOf(fields, 'content-disposition') ?? '', reading.charset),
    encoding,
    body: bytes.subarray(length),
    children: [],
  };
  if (!type.value.startsWith('multipart/')) return part;
  const childType = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  part.children = bodiesOf(part, reading).map((body) => readPart(body, childType, reading, depth + 1));
  // What calls itself a multipart and has no parts is read as the text that it is.
  if (part.children.length === 0) part.type = { value: 'text/plain', parameters: new Map() };
  return part;
}

/** RFC 2045, section 5.2: what cannot be understood is text. */
const typeOf = (value: string, usualType: string): string =>
  /^[^/]+\/[^/]+$/.test(value) ? value : value === 'text' ? 'text/plain' : usualType;

function bodiesOf({ type, body, encoding }: Part, reading: Reading): Buffer[] {
  let boundary = type.parameters.get('boundary');
  if (!boundary) {
    reading.defects.add('It does not say what stands between its parts.');
    boundary = /(?:^|\n)--([^\s-][^\r\n]{0,100}?)[ \t]*\r?\n/.exec(
      body.toString('latin1', 0, 64 * 1024),
    )?.[1];
    if (boundary === undefined) return [];
  }
  let { bodies, closed } = splitAt(body, boundary);
  if (bodies.length === 0 && /^(?:base64|quoted-printable)$/.test(encoding)) {
    reading.defects.add('Its parts were encoded together, which is not allowed.');
    ({ bodies, closed } = splitAt(decodeTransfer(body, encoding), boundary));
  }
  if (bodies.length === 0) reading.defects.add('It says that it has parts, and has none.');
  else if (!closed) reading.defects.add('It ends before its last part does.');
  return bodies;
}

const LF = 10;
const CR = 13;
const hyphen = 45;

/** What stands between the lines `--boundary`; the line end before each belongs to it (RFC 2046, section 5.1.1). */
function splitAt(body: Buffer, boundary: string): { bodies: Buffer[]; closed: boolean } {
  const mark = Buffer.from(`--${boundary}`, 'utf8');
  const bodies: Buffer[] = [];
  let open = -1;
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== LF) continue;
    let end = at + mark.length;
    const last = body[end] === hyphen && body[end + 1] === hyphen;
    if (last) end += 2;
    while (body[end] === 32 || body[end] === 9) end++;
    if (body[end] === CR) end++;
    if (end < body.length && body[end] !== LF) continue;
    if (open >= 0) bodies.push(body.subarray(open, beforeLineEnd(body, open, at)));
    if (bodies.length > mostParts) throw new TooMuch(`It has more than ${mostParts} parts.`);
    if (last) return { bodies, closed: true };
    open = Math.min(end + 1, body.length);
  }
  if (open >= 0) bodies.push(body.subarray(open));
  return { bodies, closed: false };
}

function beforeLineEnd(body: Buffer, from: number, at: number): number {
  let end = at;
  if (end > from && body[end - 1] === LF) end--;
  if (end > from && body[end - 1] === CR) end--;
  return end;
}
