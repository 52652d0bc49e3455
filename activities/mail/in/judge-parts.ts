/** Which request each part of a letter belongs to: one for a plain answer, one a city for a joint one. */
import { saysReplaces } from '../../../domain/answer.js';
import { splitByCity } from '../../../domain/answer-by-city.js';
import { requestId, shortRequest } from '../../../domain/ids.js';
import type { AnswerRole } from '../../../domain/letter.js';
import type { City, Network } from '../../../domain/network.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { About } from './judge-sender.js';

export interface LetterPart extends About {
  request: string;
  as: AnswerRole;
  text: string;
  /** The writer says, of this part or before all parts, that it takes the place of what was sent before. */
  replaces: boolean;
  /** The request is one that our letter asked about, not one that the writer added. */
  own: boolean;
  /** For a confirmation: the version that is to be confirmed. */
  version?: number | undefined;
}

export interface LetterParts {
  parts: LetterPart[];
  /** What could not be given to a request, a sentence each. */
  unplaced: string[];
}

const kindOf = (request: string): string => shortRequest(request).split('/')[0] ?? '';
const subjectOf = (request: string): string => shortRequest(request).split('/').slice(1).join('/');

/**
 * Gives each part of a letter's text to its request. A heading names a city of the member that our letter was about;
 * its request is the one of the same kind.
 */
export function partsOf(text: string, entry: TokenEntry, network: Network): LetterParts {
  const asked = entry.answers[0];
  if (!asked) return { parts: [], unplaced: [] };
  const cities = citiesConcerned(entry, network);
  const { before, parts: headed } = splitByCity(text, cities);
  if (headed.length > 0) {
    return {
      parts: headed.flatMap(({ city, text: part }) => {
        const of = cities.find(({ id }) => id === city);
        return of
          ? [{ ...partFor(of, part, asked, entry), replaces: saysReplaces(before) || saysReplaces(part) }]
          : [];
      }),
      unplaced: headed.flatMap(({ city, heading }) =>
        city === undefined ? [`“${heading}” names no city of the member concerned.`] : [],
      ),
    };
  }
  if (entry.answers.length > 1) {
    return {
      parts: [],
      unplaced: [
        'Our letter concerned several cities, and no heading such as “City: …” says which is meant.',
      ],
    };
  }
  return { parts: askedParts(text, entry, network), unplaced: [] };
}

/** The whole letter, for every request that our letter asked about. */
export const askedParts = (
  text: string,
  entry: TokenEntry,
  network: Network,
  replaces = saysReplaces(text),
): LetterPart[] =>
  entry.answers.map((asked) => {
    return {
      ...asked,
      ...aboutOf(asked.request, entry, network),
      text,
      replaces,
      own: true,
    };
  });

/** The cities of the member of any city that our letter asked about. */
export function citiesConcerned({ answers }: TokenEntry, network: Network): City[] {
  const subjects = answers.map(({ request }) => subjectOf(request));
  const members = new Set(
    network.cities.filter(({ id }) => subjects.includes(id)).map(({ member }) => member),
  );
  return network.cities.filter(({ member }) => members.has(member));
}

/** The part of a letter about one city, whose request is of the kind that was asked. */
export function partFor(
  city: City,
  text: string,
  asked: TokenEntry['answers'][number],
  entry: TokenEntry,
): Omit<LetterPart, 'replaces'> {
  const request = requestId(entry.network, entry.cycle, kindOf(asked.request), city.id);
  const own = entry.answers.find((each) => each.request === request);
  return { request, as: (own ?? asked).as, member: city.member, city: city.id, text, own: own !== undefined };
}

/** The member and the city of a request, by its subject; else the member of the office that was written to. */
function aboutOf(request: string, entry: TokenEntry, network: Network): Pick<About, 'member' | 'city'> {
  const subject = subjectOf(request);
  const city = network.cities.find(({ id }) => id === subject);
  if (city) return { member: city.member, city: city.id };
  const member = network.offices.find(({ id }) => id === entry.office)?.member;
  return member === undefined ? {} : { member };
}

/** The form of an answer to this letter: its own, else that of the request's kind. */
export function formIdOf(
  { as, request }: LetterPart,
  entry: TokenEntry,
  formOfKind: ReadonlyMap<string, string>,
): string | undefined {
  return entry.form ?? (as === 'national-clearance' ? 'national-clearance' : formOfKind.get(kindOf(request)));
}
