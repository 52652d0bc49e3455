/** Which request each document of a letter belongs to: by the city that it names, else the one that was asked. */
import { saysReplaces } from '../../../domain/answer.js';
import type { AnswerDocument } from '../../../domain/answer-documents.js';
import { partsByCity } from '../../../domain/answer-documents.js';
import { shortRequest } from '../../../domain/ids.js';
import type { City, Network } from '../../../domain/network.js';
import { cityByName } from '../../../domain/nomination.js';
import { partsOfSubject } from '../../../domain/subject.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { LetterPart } from './judge-parts.js';
import { askedParts, citiesConcerned, partFor, partsOf } from './judge-parts.js';

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
): { parts: DocumentedPart[]; unplaced: string[] } {
  const placed = partsOf(text, entry, network);
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
      const to = partOf(city, heading, parts, text, entry, network);
      if (to) to.documents.push({ name, read: part });
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

/** The part that a document's city belongs to; a new one where the text has none of it. */
function partOf(
  city: City | undefined,
  heading: string | undefined,
  parts: DocumentedPart[],
  text: string,
  entry: TokenEntry,
  network: Network,
): DocumentedPart | undefined {
  const [asked, ...others] = entry.answers;
  if (!asked || (heading !== undefined && !city)) return undefined;
  const all = askedParts(text, entry, network);
  const own = city && all.find(({ request }) => cityOf(request, network)?.id === city.id);
  const to: LetterPart | undefined =
    own ??
    (city
      ? { ...partFor(city, '', asked, entry), replaces: saysReplaces(text) }
      : others.length === 0
        ? all[0]
        : undefined);
  if (!to) return undefined;
  const known = parts.find(({ request }) => request === to.request);
  if (known) return known;
  const part = { ...to, text: others.length === 0 ? text : '', documents: [] };
  parts.push(part);
  return part;
}

const cityOf = (request: string, network: Network): City | undefined =>
  partsOfSubject(network, shortRequest(request).split('/').slice(1).join('/')).city;

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
