/**
 * Which request each document of a letter belongs to: by the city that it names and, where our letter asked for several
 * things, by the title of its form or by its questions; else the one that was asked.
 */
import { saysReplaces } from '../../../domain/answer.js';
import type { AnswerDocument, DocumentRead } from '../../../domain/answer-documents.js';
import { partsByCity } from '../../../domain/answer-documents.js';
import { askedByTitle, formOfDocument } from '../../../domain/answer-by-form.js';
import type { City, Network } from '../../../domain/network.js';
import { cityByName } from '../../../domain/nomination.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { FormFor, LetterPart } from './judge-parts.js';
import { aboutCity, askedParts, citiesConcerned, cityOf, partsOf } from './judge-parts.js';

/** A part of a letter with the documents, or the parts of documents, that belong to it. */
export interface DocumentedPart extends LetterPart {
  documents: AnswerDocument[];
}

/**
 * Gives the parts of a letter's text and its documents to their requests. A document for one of several cities says
 * which by a line, a row or a column `City`, or in its name; one of which nothing was read is told with every part.
 */
export function placeParts(
  text: string,
  documents: readonly AnswerDocument[],
  entry: TokenEntry,
  network: Network,
  formFor: FormFor,
): { parts: DocumentedPart[]; unplaced: string[] } {
  const placed = partsOf(text, entry, network, formFor);
  const parts = placed.parts.map((part): DocumentedPart => ({ ...part, documents: [] }));
  const cities = citiesAsked(entry, network);
  const unplaced: string[] = [];
  const unread = documents.filter(({ read }) => 'unread' in read);
  for (const { name, read } of documents) {
    if ('unread' in read) continue;
    for (const { city: heading, read: part } of partsByCity(
      read,
      (each) => cityByName(each, cities) !== undefined,
    )) {
      const city = heading === undefined ? cityInName(name, entry, cities) : cityByName(heading, cities);
      const meant =
        heading !== undefined && !city
          ? []
          : requestsOf({ name, read: part }, read, city, text, entry, network, formFor);
      const [only, ...others] = meant;
      if (only && others.length === 0) partIn(parts, only, text, entry).documents.push({ name, read: part });
      else if (meant.length > 1 && severalKinds(meant, formFor))
        for (const each of meant) {
          const to = partIn(parts, each, text, entry);
          to.unclear = [...new Set([...(to.unclear ?? []), name])];
        }
      else
        unplaced.push(
          heading === undefined
            ? `“${name}” does not say which city it is about.`
            : `“${name}” names “${heading}”, which is no city of the member concerned.`,
        );
    }
  }
  if (parts.length === 0 && unread.length > 0)
    parts.push(...askedParts(text, entry, network).map((part) => ({ ...part, documents: [] })));
  for (const part of parts) part.documents.push(...unread);
  const fromDocuments =
    placed.parts.length === 0 && parts.some((part) => part.documents.length > unread.length);
  return { parts, unplaced: [...(fromDocuments ? [] : placed.unplaced), ...unplaced] };
}

/**
 * The requests that a document, or the part of it about a city, may answer: one, where its city, a title or its questions
 * say which.
 */
function requestsOf(
  { name, read: part }: AnswerDocument,
  whole: DocumentRead,
  city: City | undefined,
  text: string,
  entry: TokenEntry,
  network: Network,
  formFor: FormFor,
): LetterPart[] {
  const all = askedParts(text, entry, network);
  const candidates = city ? aboutCity(city, all, entry, network) : all;
  if (candidates.length < 2) return candidates;
  const asked = candidates.flatMap((each) => {
    const form = formFor(each);
    return form ? [{ request: each.request, form, title: each.title, each }] : [];
  });
  const titles = [name.replace(/\.[a-z]{3,4}$/i, ''), ...linesOf(whole)];
  const titled = titles.map((line) => askedByTitle(line, asked)).filter((named) => named.length > 0);
  const named = titled.reduce(
    (left, these) => left.filter((each) => these.includes(each)),
    titled.length > 0 ? asked : [],
  );
  if (named.length === 1) return named.map(({ each }) => each);
  const left = named.length > 0 ? named : asked;
  const form = formOfDocument(part, [...new Map(left.map((each) => [each.form.id, each.form])).values()]);
  return (form ? left.filter((each) => each.form.id === form.id) : left).map(({ each }) => each);
}

/** Lines and cells at a document's head, where a form has its title. */
function linesOf(read: DocumentRead): string[] {
  if ('unread' in read) return [];
  return read.blocks
    .slice(0, 20)
    .flatMap((block) =>
      'rows' in block
        ? block.rows.slice(0, 5).flatMap((row) => row.slice(0, 3))
        : block.text.split('\n').slice(0, 20),
    );
}

const severalKinds = (parts: readonly LetterPart[], formFor: FormFor): boolean =>
  new Set(parts.map((part) => formFor(part)?.id)).size > 1;

/** The part of the letter for a request; a new one where the text has none. */
function partIn(
  parts: DocumentedPart[],
  to: LetterPart,
  text: string,
  { answers }: TokenEntry,
): DocumentedPart {
  const known = parts.find(({ request }) => request === to.request);
  if (known) return known;
  const part = {
    ...to,
    text: answers.length === 1 ? text : '',
    replaces: saysReplaces(text),
    documents: [],
  };
  parts.push(part);
  return part;
}

/** The cities of the members concerned, and those that our letter asked about. */
export function citiesAsked(entry: TokenEntry, network: Network): City[] {
  const asked = entry.answers.flatMap(({ request }) => cityOf(request, network) ?? []);
  return [...new Set([...asked, ...citiesConcerned(entry, network)])];
}

/** Of several cities asked about the one that a document's name holds: `Action plan - Siem Reap.docx`. */
function cityInName(name: string, { answers }: TokenEntry, cities: readonly City[]): City | undefined {
  if (answers.length < 2) return undefined;
  const pieces = name.replace(/\.[a-z]{3,4}$/i, '').split(/[-–—_()]+/);
  const named = pieces.flatMap((piece) => cityByName(piece, cities) ?? []);
  return new Set(named).size === 1 ? named[0] : undefined;
}
