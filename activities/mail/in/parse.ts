/** A raw message as it is judged. */
import { readAddresses } from './reading/addresses.js';
import type { AttachedDocument, MachinePart } from './reading/contents.js';
import { contentsOf } from './reading/contents.js';
import { decodeWords } from './reading/encoded-words.js';
import type { Field } from './reading/head.js';
import { largestMessage, mostAddresses, mostReferences, TooMuch } from './reading/limits.js';
import { fieldOf, Reading, readTree } from './reading/tree.js';
import { wordsOf } from './reading/words.js';
import type { Quoting } from './quoting.js';

export type { AttachedDocument, MachinePart };

/**
 * No value that may stand in a header or a line of ours holds a line end, a control character or an override of
 * direction: all but the texts, and the bytes of documents and machines' parts.
 */
export interface ParsedLetter {
  /** The first value of each header, by its name in small letters; decoded, on one line. */
  headers: ReadonlyMap<string, string>;
  allHeaders: readonly { name: string; value: string }[];
  /** The writer's mail address in small letters. */
  from?: string;
  fromName?: string;
  /** All addresses of To and Cc, in small letters. */
  to: string[];
  subject: string;
  /** With its brackets, as are those that follow. */
  messageId?: string;
  inReplyTo: string[];
  references: string[];
  /** What the person wrote, quote and signature removed. */
  text: string;
  quoted: string;
  signature: string;
  /** Of one who wrote between the lines: `text` with what is quoted around it, marked by `>`; else empty. */
  between: string;
  /** The readable text before it was taken apart. */
  wholeText: string;
  documents: AttachedDocument[];
  machineParts: MachinePart[];
  /** Signatures are not checked. */
  signed?: 's/mime' | 'openpgp';
  encrypted?: 's/mime' | 'openpgp';
  /** What was not as it should be, a sentence each. */
  defects: string[];
}

/**
 * Parses a raw message, in this thread: for a message of unknown origin see `createReader`.
 *
 * @throws TooMuch for one beyond the limits of `reading/limits.ts`
 */
export function parseLetter(raw: Uint8Array, quoting: Quoting): ParsedLetter {
  if (raw.byteLength > largestMessage) throw new TooMuch('It is larger than any letter may be.');
  const reading = new Reading();
  const message = readTree(withLineEnds(raw, reading), reading);
  const { pieces, ...contents } = contentsOf(message, reading);
  const allHeaders = message.fields.map(({ name, value }) => ({
    name,
    value: decodeWords(value, reading.charset),
  }));
  const headers = new Map<string, string>();
  for (const { name, value } of allHeaders) if (!headers.has(name)) headers.set(name, value);
  const { whole, ...words } = wordsOf(pieces, quoting);
  return {
    headers,
    allHeaders,
    ...writer(message.fields, reading),
    to: ['to', 'cc'].flatMap((name) => addressesOf(message.fields, name, reading)).slice(0, mostAddresses),
    subject: headers.get('subject') ?? '',
    ...idsOf(headers),
    ...words,
    wholeText: whole,
    ...contents,
    defects: [...reading.defects],
  };
}

/** A message with the line ends of old Macintoshes only is read as if it had others. */
function withLineEnds(raw: Uint8Array, reading: Reading): Buffer {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  if (bytes.includes(10) || !bytes.includes(13)) return bytes;
  reading.defects.add('Its lines do not end as those of a letter do.');
  return Buffer.from(bytes.toString('latin1').replaceAll('\r', '\n'), 'latin1');
}

function writer(fields: readonly Field[], reading: Reading): Pick<ParsedLetter, 'from' | 'fromName'> {
  const found = readAddresses(fieldOf(fields, 'from') ?? '', 2, reading.charset);
  const [first] =
    found.length > 0 ? found : readAddresses(fieldOf(fields, 'sender') ?? '', 1, reading.charset);
  const second = fields.filter(({ name }) => name === 'from').length > 1 || found.length > 1;
  if (second) reading.defects.add('It names more than one writer.');
  if (!first) return {};
  return { from: first.address, ...(first.name !== '' && { fromName: first.name }) };
}

const addressesOf = (fields: readonly Field[], name: string, { charset }: Reading): string[] =>
  fields
    .filter((field) => field.name === name)
    .slice(0, 10)
    .flatMap(({ value }) => readAddresses(value, mostAddresses, charset).map(({ address }) => address));

/** Longest Message-ID: the longest line of RFC 5322. */
const messageIds = /<[^<>\s]{1,996}>/g;

function idsOf(
  headers: ReadonlyMap<string, string>,
): Pick<ParsedLetter, 'messageId' | 'inReplyTo' | 'references'> {
  const idsIn = (name: string): string[] => {
    const ids = headers.get(name)?.match(messageIds) ?? [];
    return ids.length <= mostReferences ? ids : [...ids.slice(0, 1), ...ids.slice(1 - mostReferences)];
  };
  const [messageId] = idsIn('message-id');
  return {
    ...(messageId !== undefined && { messageId }),
    inReplyTo: idsIn('in-reply-to'),
    references: idsIn('references'),
  };
}
