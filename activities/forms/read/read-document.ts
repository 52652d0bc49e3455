/** Reading a document that came with a letter: bytes become tables and lines, or the reason why not. */
import type { DocumentRead } from '../../../domain/answer-documents.js';
import type { Language } from '../../../domain/network.js';
import { decodeText, readCsv } from './csv.js';
import { readOpenDocumentXml } from './open-document.js';
import { Refusal } from './refusal.js';
import { readWorkbook } from './sheet.js';
import { readWordXml } from './word.js';
import type { Archive } from './zip.js';
import { openArchive } from './zip.js';

/** What is read at most, in bytes: a form is some kilobytes. */
const largest = 25_000_000;

/** Encodings of texts that are no Unicode, by the writer's language. */
const legacy: Record<Language, string> = { en: 'windows-1252', vi: 'windows-1258' };

/**
 * Reads a Word document, an Excel workbook, an OpenDocument text or spreadsheet, or a table of comma-separated
 * values, by its content; a plain text and such a table by the ending of its name. No file is touched.
 *
 * @param name as shown
 * @param language the writer's, for texts that are no Unicode
 * @returns its tables and lines in their order, or why nothing was read; it never throws
 */
export async function readDocument(
  name: string,
  content: Uint8Array,
  language: Language = 'en',
): Promise<DocumentRead> {
  try {
    if (content.length > largest) throw new Refusal('too-large');
    if (startsWith(content, [0x50, 0x4b, 0x03, 0x04])) return await readArchive(await openArchive(content));
    if (startsWith(content, [0xd0, 0xcf, 0x11, 0xe0])) throw new Refusal(compoundFile(content));
    const ending = /\.([a-z]{3})\s*$/i.exec(name)?.[1]?.toLowerCase() ?? '';
    if (['csv', 'tsv', 'tab'].includes(ending))
      return { source: 'sheet', blocks: [{ rows: readCsv(content, legacy[language]) }] };
    if (ending === 'txt') return { source: 'word', blocks: [{ text: textFile(content, legacy[language]) }] };
    throw new Refusal('not-a-form');
  } catch (error) {
    return { unread: error instanceof Refusal ? error.unread : 'damaged' };
  }
}

const startsWith = (content: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => content[i] === byte);

/** Longest plain text that is read, in bytes. */
const longestText = 500_000;

function textFile(content: Uint8Array, encoding: string): string {
  if (content.length > longestText) throw new Refusal('too-large');
  return decodeText(content, encoding);
}

async function readArchive(archive: Archive): Promise<DocumentRead> {
  const has = (name: string): boolean => archive.names.includes(name);
  if (archive.names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name) || /^Basic\/.+\.xml$/.test(name)))
    throw new Refusal('macros');
  if (has('word/document.xml')) {
    const xml = await archive.read('word/document.xml');
    return { source: 'word', blocks: readWordXml(xml ?? new Uint8Array()) };
  }
  if (has('xl/workbook.xml')) return { source: 'sheet', blocks: await readWorkbook(archive) };
  if (has('content.xml') && has('mimetype')) {
    const type = new TextDecoder().decode(await archive.read('mimetype'));
    const xml = await archive.read('content.xml');
    const sheet = type.startsWith('application/vnd.oasis.opendocument.spreadsheet');
    if (xml && (sheet || type.startsWith('application/vnd.oasis.opendocument.text')))
      return { source: sheet ? 'sheet' : 'word', blocks: readOpenDocumentXml(xml, sheet) };
  }
  throw new Refusal('not-a-form');
}

/** A compound file (MS-CFB) holds a document of before Office 2007, or a new one under a password (MS-OFFCRYPTO). */
function compoundFile(content: Uint8Array): 'password' | 'old-format' {
  const name = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0]);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(Buffer.from(name))
    ? 'password'
    : 'old-format';
}
