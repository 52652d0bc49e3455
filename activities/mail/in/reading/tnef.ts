/**
 * winmail.dat (MS-OXTNEF): the documents and the text that Outlook packs into one part. Tags and lengths in one pass;
 * what does not fit ends the reading, and what was found until then counts. The libraries for it are abandoned.
 */
import { decodeText } from './charsets.js';
import { textOfCompressedRtf } from './rtf.js';

export interface PackedDocument {
  name: string;
  type: string;
  content: Buffer;
  contentId?: string;
}

export interface Packed {
  documents: PackedDocument[];
  text?: string;
  html?: string;
  /** It ended within an attribute, or held what cannot be. */
  broken: boolean;
}

const signature = 0x223e9f78;

/** Attributes (MS-OXTNEF, section 2.1.3.3). */
const attBody = 0x0002800c;
const attAttachTitle = 0x00018010;
const attAttachData = 0x0006800f;
const attAttachRenddata = 0x00069002;
const attMsgProps = 0x00069003;
const attAttachment = 0x00069005;
const attOemCodepage = 0x00069007;

/** Properties (MS-OXPROPS). */
const body = 0x1000;
const rtfCompressed = 0x1009;
const html = 0x1013;
const displayName = 0x3001;
const attachData = 0x3701;
const attachFilename = 0x3704;
const attachLongFilename = 0x3707;
const attachMimeTag = 0x370e;
const attachContentId = 0x3712;

/** No letter holds more documents, nor messages deeper within others. */
const mostDocuments = 500;
const deepestMessage = 3;

/** @returns undefined where it is no TNEF */
export function unpackTnef(bytes: Buffer, depth = 0): Packed | undefined {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return undefined;
  const packed: Packed = { documents: [], broken: false };
  let codepage = 'windows-1252';
  /** The document whose attributes are being read. */
  let current: (Partial<PackedDocument> & { embedded?: Packed }) | undefined;
  const close = (): void => {
    if (current?.content && packed.documents.length < mostDocuments)
      packed.documents.push({
        name: '',
        type: 'application/octet-stream',
        ...current,
        content: current.content,
      });
    packed.documents.push(
      ...(current?.embedded?.documents ?? []).slice(0, mostDocuments - packed.documents.length),
    );
    current = undefined;
  };
  let at = 6;
  // level (1), attribute (4), length (4), data, checksum (2)
  while (at + 11 <= bytes.length) {
    const id = bytes.readUInt32LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    const data = bytes.subarray(at + 9, at + 9 + length);
    if (data.length < length) {
      packed.broken = true;
      break;
    }
    at += 11 + length;
    if (id === attOemCodepage && length >= 4) codepage = codepageName(data.readUInt32LE(0));
    else if (id === attBody) packed.text ??= decodeText(withoutZeros(data), codepage).text;
    else if (id === attMsgProps) packed.broken ||= !readMessage(data, packed, codepage);
    else if (id === attAttachRenddata) {
      close();
      current = {};
    } else if (id === attAttachTitle) (current ??= {}).name ??= decodeText(withoutZeros(data), codepage).text;
    else if (id === attAttachData) (current ??= {}).content = data;
    else if (id === attAttachment) packed.broken ||= !readAttachment(data, (current ??= {}), codepage, depth);
  }
  close();
  return packed;
}

function readMessage(data: Buffer, packed: Packed, codepage: string): boolean {
  const { properties, whole } = readProperties(data, codepage);
  const text = properties.get(body);
  if (typeof text === 'string') packed.text ??= text;
  const page = properties.get(html);
  if (page !== undefined) packed.html ??= typeof page === 'string' ? page : decodeText(page).text;
  const rtf = properties.get(rtfCompressed);
  if (Buffer.isBuffer(rtf) && packed.text === undefined && packed.html === undefined) {
    const read = textOfCompressedRtf(rtf);
    if (read) packed.text = read;
  }
  return whole;
}

function readAttachment(
  data: Buffer,
  current: Partial<PackedDocument> & { embedded?: Packed },
  codepage: string,
  depth: number,
): boolean {
  const { properties, whole } = readProperties(data, codepage);
  const text = (id: number): string | undefined => {
    const value = properties.get(id);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const name = text(attachLongFilename) ?? current.name ?? text(attachFilename) ?? text(displayName);
  if (name !== undefined) current.name = name;
  const type = text(attachMimeTag);
  if (type !== undefined) current.type = type.toLowerCase();
  const contentId = text(attachContentId);
  if (contentId !== undefined) current.contentId = contentId;
  const content = properties.get(attachData);
  if (Buffer.isBuffer(content)) {
    // An object begins with the id of its kind; a message within is a TNEF of its own.
    const inner = depth < deepestMessage ? unpackTnef(content.subarray(16), depth + 1) : undefined;
    if (inner) current.embedded = inner;
    else current.content ??= content;
  }
  return whole;
}

/** Bytes of the values of fixed length, padded to four (MS-OXTNEF, section 2.1.3.4). */
const fixedLength = new Map([
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 4],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
]);
const string8 = 0x1e;
const unicode = 0x1f;
const object = 0x0d;
const binary = 0x102;
const several = 0x1000;

/** The properties that hold text or bytes; of several values the first. `whole` is false where the list ends early. */
function readProperties(
  data: Buffer,
  codepage: string,
): { properties: Map<number, string | Buffer>; whole: boolean } {
  const properties = new Map<number, string | Buffer>();
  let at = 4;
  try {
    for (let left = data.readUInt32LE(0); left > 0 && at < data.length; left--) {
      const type = data.readUInt16LE(at);
      const id = data.readUInt16LE(at + 2);
      at += 4;
      if (id >= 0x8000) at = afterName(data, at);
      const kind = type & ~several;
      const fixed = fixedLength.get(kind);
      const many = (type & several) !== 0;
      if (fixed !== undefined) {
        const count = many ? data.readUInt32LE(at) : 1;
        at += (many ? 4 : 0) + count * fixed;
        continue;
      }
      if (![string8, unicode, object, binary].includes(kind)) return { properties, whole: false };
      const count = data.readUInt32LE(at);
      at += 4;
      for (let i = 0; i < count; i++) {
        const length = data.readUInt32LE(at);
        at += 4;
        if (at + length > data.length) return { properties, whole: false };
        const value = data.subarray(at, at + length);
        if (!properties.has(id)) properties.set(id, valueOf(kind, value, codepage));
        at += length + padding(length);
      }
    }
    return { properties, whole: true };
  } catch (error) {
    // Beyond the end of the data.
    if ((error as Error).name === 'RangeError') return { properties, whole: false };
    throw error;
  }
}

function valueOf(kind: number, value: Buffer, codepage: string): string | Buffer {
  if (kind === unicode) return value.toString('utf16le').replace(/\0+$/, '');
  return kind === string8 ? decodeText(withoutZeros(value), codepage).text : value;
}

/** A property with a name of its own: a GUID, then a number or a text. */
function afterName(data: Buffer, at: number): number {
  if (data.readUInt32LE(at + 16) === 0) return at + 24;
  const length = data.readUInt32LE(at + 20);
  return at + 24 + length + padding(length);
}

const padding = (length: number): number => (4 - (length % 4)) % 4;

function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** A Windows code page as a charset. */
function codepageName(page: number): string {
  const named: Record<number, string> = {
    932: 'shift_jis',
    936: 'gb18030',
    949: 'euc-kr',
    950: 'big5',
    54936: 'gb18030',
    65001: 'utf-8',
    20127: 'us-ascii',
  };
  return named[page] ?? (page === 874 || (page >= 1250 && page <= 1258) ? `windows-${page}` : `cp${page}`);
}
