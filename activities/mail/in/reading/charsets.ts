/** Bytes to text: by the charset that is named, or, where it is missing or wrong, by what the bytes look like. */
import { isAscii, isUtf8 } from 'node:buffer';
import { createRequire } from 'node:module';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { withFewMarks } from './marks.js';

export interface DecodedText {
  text: string;
  /** What was not as it should be: a sentence. */
  defect?: string;
}

/**
 * Decodes a text, normalised to NFC (windows-1258 writes the tones of Vietnamese as marks of their own).
 *
 * @param label the charset that the message names; undefined where it names none
 * @param hint a charset that the rest of the message names, tried before any guess
 */
export function decodeText(bytes: Buffer, label?: string, hint?: string): DecodedText {
  const { text, defect } = decode(bytes, label?.trim().toLowerCase() || undefined, hint);
  const read = fromZawgyi(withFewMarks(text).normalize('NFC'));
  return read.defect === undefined && defect !== undefined ? { text: read.text, defect } : read;
}

function decode(bytes: Buffer, label: string | undefined, hint: string | undefined): DecodedText {
  const named = label === undefined ? undefined : codecOf(label);
  if (isAscii(bytes)) {
    if (named && sevenBit.has(named.name)) return { text: named.decode(bytes) };
    // ISO-2022-JP is often sent without a word of it: escapes to and from its double bytes.
    if (bytes.includes('\x1b$')) return { text: codecOf('iso-2022-jp')!.decode(bytes) };
    return { text: bytes.toString('latin1') };
  }
  const said =
    label === undefined ? 'It does not name its charset' : `It names the charset “${label.slice(0, 40)}”`;
  const utf8 = isUtf8(bytes);
  if (named?.name.startsWith('utf-16')) return { text: named.decode(bytes) };
  if (named && named.name !== 'utf-8') {
    const text = named.decode(bytes);
    // Old gateways take text in UTF-8 for another charset's.
    const wrong = doubleByte.has(named.name) ? isBroken(text) : utf8 && isSurelyUtf8(bytes, named.name);
    if (!wrong || named.name === 'iso-2022-jp') return { text };
    if (utf8) {
      const plain = /^(?:us-)?ascii$/.test(label ?? '');
      return { text: bytes.toString('utf8'), ...(!plain && { defect: `${said}, but is in UTF-8.` }) };
    }
    return better(bytes, text, said, hint);
  }
  if (utf8) {
    const text = bytes.toString('utf8').replace(/^\ufeff/, '');
    return named || label === undefined
      ? { text }
      : { text, defect: `${said}, which is not known; it was read as UTF-8.` };
  }
  if (named) return better(bytes, bytes.toString('utf8'), said, hint);
  const { name, text } = guess(bytes, hint);
  return {
    text,
    defect: `${said}${label === undefined ? '' : ', which it is not or is not known'}; it was read as ${name}.`,
  };
}

/** By accident a word of another alphabet may be valid UTF-8, three Thai letters for instance; hardly a sentence. */
const isSurelyUtf8 = (bytes: Buffer, named: string): boolean =>
  named === 'windows-1252' || bytes.filter((byte) => byte > 127).length >= 8;

/** The text as it was named where few characters of it are broken, else as it looks. */
function better(bytes: Buffer, text: string, said: string, hint: string | undefined): DecodedText {
  const marks = broken(text);
  const foreign = text.length - text.replace(/[^\0-\x7f]/g, '').length;
  if (marks * 5 <= foreign) return { text, defect: `${said}; ${marks} of its characters could not be read.` };
  const other = guess(bytes, hint);
  return broken(other.text) < marks
    ? { text: other.text, defect: `${said}, which it is not; it was read as ${other.name}.` }
    : { text, defect: `${said}; ${marks} of its characters could not be read.` };
}

const broken = (text: string): number => text.split('\ufffd').length - 1;
const isBroken = (text: string): boolean => text.includes('\ufffd');

interface Codec {
  name: string;
  decode: (bytes: Buffer) => string;
}

/** Those whose text looks like ASCII. */
const sevenBit = new Set(['iso-2022-jp', 'utf-7', 'utf-16le', 'utf-16be']);
const doubleByte = new Set(['gb18030', 'gbk', 'big5', 'euc-kr', 'euc-jp', 'shift_jis', 'iso-2022-jp']);
const codecs = new Map<string, Codec | undefined>();

/**
 * By the names of the WHATWG's list (what the web reads, Latin-1 as windows-1252), then by those of iconv-lite, which
 * has some that the list leaves out: UTF-7, cp874, VISCII, TCVN.
 */
function codecOf(label: string): Codec | undefined {
  if (!codecs.has(label)) {
    if (codecs.size > 500) codecs.clear();
    codecs.set(label, findCodec(label));
  }
  return codecs.get(label);
}

function findCodec(label: string): Codec | undefined {
  if (label.length > 40) return undefined;
  try {
    const decoder = new TextDecoder(label);
    const name = decoder.encoding;
    // Some versions of Node decode windows-1252 as Latin-1, which makes control characters of its quotation marks.
    if (name === 'windows-1252') return { name, decode: (bytes) => iconv.decode(bytes, name) };
    return { name, decode: (bytes) => decoder.decode(bytes) };
  } catch {
    if (/^(?:base64|hex|binary|ucs-?2|internal|utf-?32.*)$/.test(label) || !iconv.encodingExists(label))
      return undefined;
    const name = /utf-?7/.test(label) ? 'utf-7' : label;
    return { name, decode: (bytes) => iconv.decode(bytes, label).replace(/\p{Surrogate}/gu, '\ufffd') };
  }
}

/** Bytes that are looked at for a guess, of lines that are not plain ASCII. */
const sampleBytes = 8 * 1024;

/** The statistics are sure from here on; for less, western text is likelier than any other. */
const leastSure = 20;

function guess(bytes: Buffer, hint: string | undefined): { name: string; text: string } {
  const hinted = hint === undefined ? undefined : codecOf(hint.toLowerCase());
  if (hinted && hinted.name !== 'utf-8') {
    const text = hinted.decode(bytes);
    if (!isBroken(text)) return { name: hinted.name, text };
  }
  for (const { name, confidence } of analyse(sampleOf(bytes))) {
    if (confidence < leastSure || /^(?:UTF-|ISO-2022|ASCII)/i.test(name)) continue;
    const codec = codecOf(name.toLowerCase());
    if (codec) return { name: codec.name, text: codec.decode(bytes) };
  }
  return { name: 'windows-1252', text: iconv.decode(bytes, 'windows-1252') };
}

function sampleOf(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte > 127);
  const from = Math.max(0, bytes.lastIndexOf(10, first) + 1, first - 200);
  return bytes.subarray(from, from + sampleBytes);
}

interface MyanmarTools {
  ZawgyiDetector: new () => { getZawgyiProbability(text: string): number };
  ZawgyiConverter: new () => { zawgyiToUnicode(text: string): string };
}
const require = createRequire(import.meta.url);
let zawgyi: { probability: (text: string) => number; convert: (text: string) => string } | undefined;

/** Its model is loaded with the first Burmese text. */
function zawgyiTools() {
  if (zawgyi) return zawgyi;
  const tools = require('myanmar-tools') as MyanmarTools;
  const detector = new tools.ZawgyiDetector();
  const converter = new tools.ZawgyiConverter();
  return (zawgyi = {
    probability: (text) => detector.getZawgyiProbability(text),
    convert: (text) => converter.zawgyiToUnicode(text),
  });
}

/** The converter's rules take a time that grows faster than the text: pieces of this many characters, so many in all. */
const zawgyiPiece = 500;
const mostZawgyi = 100_000;

/** Burmese in the Zawgyi font's order, which most of the country wrote until 2019, as Unicode. */
function fromZawgyi(text: string): DecodedText {
  if (!/[\u1000-\u109f]/.test(text)) return { text };
  const tools = zawgyiTools();
  const first = text.search(/[\u1000-\u109f]/);
  if (tools.probability(text.slice(first, first + 5000)) < 0.95) return { text };
  if (text.length > mostZawgyi)
    return { text, defect: 'Its Burmese is written for the Zawgyi font, and too long to be converted.' };
  const converted = text
    .split(/(\n|[^\u1000-\u109f\u200b\n]+)/)
    .map((run) => (/[\u1000-\u109f]/.test(run) ? pieces(run).map(tools.convert).join('') : run))
    .join('');
  return {
    text: converted,
    defect: 'Its Burmese was written for the Zawgyi font and was converted to Unicode.',
  };
}

const pieces = (text: string): string[] => {
  const found: string[] = [];
  for (let i = 0; i < text.length; i += zawgyiPiece) found.push(text.slice(i, i + zawgyiPiece));
  return found;
};
