/**
 * S/MIME in one part, `application/pkcs7-mime` (RFC 8551): which kind it is, and the message that was signed. The
 * signature is not checked, and nothing rests on it. Only the way down to the content is read (RFC 5652): tags and
 * lengths, in one pass; certificates and signatures are never looked at.
 */
import { inflateSync } from 'node:zlib';

export type Envelope = { content: Buffer; signed: boolean } | 'encrypted' | 'too-large' | undefined;

const signedData = '2a864886f70d010702';
const envelopedData = '2a864886f70d010703';
const authEnvelopedData = '2a864886f70d0109100117';
const compressedData = '2a864886f70d0109100109';

/**
 * @param room bytes that compressed content may come to
 * @returns undefined where it is no CMS, or holds no content
 */
export function openEnvelope(bytes: Buffer, room: number): Envelope {
  try {
    const info = childrenOf(bytes, readElement(bytes, 0));
    const kind = oid(bytes, info.next());
    if (kind === envelopedData || kind === authEnvelopedData) return 'encrypted';
    const explicit = readNext(info);
    if (kind === signedData) {
      const content = contentAfter(bytes, explicit, 2);
      return content && { content, signed: true };
    }
    if (kind === compressedData) {
      const content = contentAfter(bytes, explicit, 2);
      return content && { content: inflateSync(content, { maxOutputLength: room }), signed: false };
    }
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return 'too-large';
    // Not what it says that it is: lengths beyond its end, another order, content that does not inflate.
  }
  return undefined;
}

/** The content in the EncapsulatedContentInfo that stands after so many other elements. */
function contentAfter(bytes: Buffer, explicit: Element, elements: number): Buffer | undefined {
  const body = childrenOf(bytes, readNext(childrenOf(bytes, explicit)));
  for (let i = 0; i < elements; i++) readNext(body);
  const encapsulated = childrenOf(bytes, readNext(body));
  oid(bytes, encapsulated.next());
  const wrapped = encapsulated.next();
  if (wrapped.done) return undefined;
  const chunks: Buffer[] = [];
  for (const octets of childrenOf(bytes, wrapped.value)) collect(bytes, octets, chunks, 0);
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

/** An element of BER (X.690): where its content stands. */
interface Element {
  tag: number;
  start: number;
  end: number;
  /** Where what follows it begins. */
  next: number;
}

/** Levels of elements within elements; CMS needs eight to its content, certificates some more. */
const deepest = 40;

class Broken extends Error {}

function readElement(bytes: Buffer, at: number, depth = 0): Element {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || depth > deepest || (tag & 31) === 31) throw new Broken();
  let start = at + 2;
  if (first === 128) {
    // Without a length: it goes on to the end-of-contents octets.
    let inner = start;
    while (bytes[inner] !== 0 || bytes[inner + 1] !== 0) inner = readElement(bytes, inner, depth + 1).next;
    return { tag, start, end: inner, next: inner + 2 };
  }
  let length = first;
  if (first > 128) {
    const count = first - 128;
    if (count > 4) throw new Broken();
    length = bytes.readUIntBE(start, count);
    start += count;
  }
  if (start + length > bytes.length) throw new Broken();
  return { tag, start, end: start + length, next: start + length };
}

function* childrenOf(bytes: Buffer, { tag, start, end }: Element): Generator<Element, undefined> {
  if ((tag & 32) === 0) throw new Broken();
  for (let at = start; at < end;) {
    const element = readElement(bytes, at);
    yield element;
    at = element.next;
  }
  return undefined;
}

function readNext(elements: Generator<Element, undefined>): Element {
  const { value } = elements.next();
  if (!value) throw new Broken();
  return value;
}

function oid(bytes: Buffer, { value }: IteratorResult<Element, undefined>): string {
  if (value?.tag !== 6) throw new Broken();
  return bytes.toString('hex', value.start, Math.min(value.end, value.start + 20));
}

/** An octet string, whole or in pieces. */
function collect(bytes: Buffer, element: Element, chunks: Buffer[], depth: number): void {
  if ((element.tag & 32) === 0) chunks.push(bytes.subarray(element.start, element.end));
  else if (depth < deepest)
    for (const piece of childrenOf(bytes, element)) collect(bytes, piece, chunks, depth + 1);
}
