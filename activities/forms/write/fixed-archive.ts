/** Office documents packed so that the same content gives the same bytes, and blank ones made only once. */
import { unzipSync, zipSync } from 'fflate';
import type { Form } from '../../../domain/form.js';
import type { Instant } from '../../../domain/time.js';
import type { FormDocument } from './form-document.js';

/** The first day that a zip archive can give (PKWARE APPNOTE, 4.4.6), in the machine's zone as fflate reads it. */
const packedAt = new Date(1980, 0, 1);

type Parts = [name: string, content: Uint8Array][];

/** How one kind of document is made, as the library packs it. */
type Make = (document: FormDocument) => Promise<Uint8Array>;

/**
 * Makes a document. A blank form differs from letter to letter only in reference, addressee, dates and names: it is
 * made once with marks in their places, since making it takes ten times as long as filling these in.
 *
 * @param at the instant that the document gives as that of its making
 */
export function documentMaker(make: Make): (document: FormDocument, at: Instant) => Promise<Uint8Array> {
  const blanks = new WeakMap<Form, Map<string, Promise<Parts>>>();
  return async (document, at) => {
    if (document.parts.some(({ known, leftOut }) => Object.keys(known).length + leftOut.size > 0))
      return packed(partsOf(await make(document)), at, []);
    const { form, language, heads, parts } = document;
    const kind = JSON.stringify([
      language,
      heads.map(({ label }) => label),
      parts.length,
      parts[0]?.city === undefined,
    ]);
    const known = blanks.get(form) ?? new Map<string, Promise<Parts>>();
    blanks.set(form, known);
    const blank = known.get(kind) ?? make(marked(document)).then(partsOf);
    known.set(kind, blank);
    return packed(await blank, at, textsOf(document));
  };
}

/** The texts in which blank forms of one kind differ. */
const textsOf = ({ about, heads, parts }: FormDocument): string[] => [
  about,
  ...heads.map(({ text }) => text),
  ...parts.map(({ city }) => city ?? ''),
];

/** Characters for private use, which no letter holds. */
const mark = (n: number): string => `\ue000${n}\ue001`;
const marks = /\ue000(\d+)\ue001/g;

const marked = (document: FormDocument): FormDocument => ({
  ...document,
  about: mark(0),
  heads: document.heads.map(({ label }, i) => ({ label, text: mark(1 + i) })),
  parts: document.parts.map((part, i) => ({
    ...part,
    ...(part.city !== undefined && { city: mark(1 + document.heads.length + i) }),
  })),
});

/** Content types first, as in every document that Office itself writes; some scanners look for them there. */
function partsOf(document: Uint8Array): Parts {
  const first = ([name]: Parts[number]): number => (name === '[Content_Types].xml' ? 0 : 1);
  return Object.entries(unzipSync(document)).sort((a, b) => first(a) - first(b) || (a[0] < b[0] ? -1 : 1));
}

const stamp = /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g;

function packed(parts: Parts, at: Instant, texts: readonly string[]): Uint8Array {
  const filled = parts.map(([name, content]): [string, Uint8Array] => {
    if (!/\.xml$/.test(name)) return [name, content];
    const xml = new TextDecoder().decode(content);
    const text = name === 'docProps/core.xml' ? xml.replace(stamp, `$1${at}`) : xml;
    return [name, new TextEncoder().encode(text.replace(marks, (_, n) => escaped(texts[Number(n)] ?? '')))];
  });
  return zipSync(Object.fromEntries(filled), { mtime: packedAt, level: 6 });
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string =>
  text.replace(/[\p{Cc}\ufffe\uffff]/gu, ' ').replace(/[&<>"]/g, (character) => entities[character] ?? '');
