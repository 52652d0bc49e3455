/** The value of a structured header with its parameters (RFC 2045, section 5.1; RFC 2231): a type, a disposition. */
import { decodeText } from './charsets.js';
import { decodeWords } from './encoded-words.js';

export interface WithParameters {
  /** The first word, in small letters: `text/plain`, `attachment`. */
  value: string;
  /** Names in small letters; values decoded, on one line. */
  parameters: Map<string, string>;
}

/** No header has more; further ones are left out. */
const mostParameters = 60;

interface Section {
  part: number;
  percent: boolean;
  value: string;
}

/** @param hint the charset of the message's text, for names that are given in raw bytes */
export function readParameters(header: string, hint?: string): WithParameters {
  const pieces = splitAtSemicolons(header);
  const value = (/^[^\s;()"]+/.exec((pieces[0] ?? '').trim())?.[0] ?? '').toLowerCase();
  const plain = new Map<string, string>();
  const extended = new Map<string, Section[]>();
  for (const piece of pieces.slice(1, mostParameters + 1)) {
    const equals = piece.indexOf('=');
    if (equals < 1) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const given = unquote(piece.slice(equals + 1).trim());
    const [, base = '', part, star] = /^([^*]{1,60})(?:\*(\d{1,3}))?(\*)?$/.exec(name) ?? [];
    if (base === '') continue;
    if (part === undefined && star === undefined) {
      if (!plain.has(base)) plain.set(base, decodeWords(given, hint));
      continue;
    }
    const sections = extended.get(base) ?? [];
    sections.push({ part: Number(part ?? 0), percent: star !== undefined, value: given });
    extended.set(base, sections);
  }
  for (const [name, sections] of extended) {
    const joined = joinSections(sections, hint);
    // Of both ways to give a name, the extended one can hold all its letters.
    if (joined !== '') plain.set(name, joined);
  }
  return { value, parameters: plain };
}

function joinSections(sections: Section[], hint: string | undefined): string {
  sections.sort((a, b) => a.part - b.part);
  const [first] = sections;
  // charset'language'value stands in the first section only.
  const [, charset, rest] = /^([^']{0,40})'[^']{0,40}'([^]*)$/.exec(first?.percent ? first.value : '') ?? [];
  const bytes = sections.map(({ percent, value }, i) => {
    const text = i === 0 && rest !== undefined ? rest : value;
    return percent ? fromPercent(text) : Buffer.from(text, 'latin1');
  });
  const label = charset || undefined;
  const text = decodeText(Buffer.concat(bytes), label, hint).text;
  return decodeWords(
    label === undefined && text.includes('=?') ? text : Buffer.from(text, 'utf8').toString('latin1'),
  );
}

const fromPercent = (text: string): Buffer =>
  Buffer.from(
    text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))),
    'latin1',
  );

/** A quoted string without its quotes; what follows them is none of it. */
function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  let end = 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return text.slice(1, end).replace(/\\(["\\])/g, '$1');
}

/** Semicolons within quotes do not count; a quote that is never closed is a character like others. */
function splitAtSemicolons(header: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  let open = false;
  const lastQuote = header.lastIndexOf('"');
  for (let i = 0; i < header.length; i++) {
    const char = header[i];
    if (open && char === '\\') i++;
    else if (char === '"' && (open || i < lastQuote)) open = !open;
    else if (char === ';' && !open) {
      pieces.push(header.slice(from, i));
      from = i + 1;
      if (pieces.length > mostParameters) break;
    }
  }
  pieces.push(header.slice(from));
  return pieces;
}
