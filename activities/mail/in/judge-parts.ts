/**
 * Which request each part of a letter belongs to: one for a plain answer, one a city for a joint one, and one a title
 * where our letter asked for several things.
 */
import { findInText, saysReplaces } from '../../../domain/answer.js';
import { splitByCity } from '../../../domain/answer-by-city.js';
import type { AskedAnswer } from '../../../domain/answer-by-form.js';
import { splitByForm, splitByTitle } from '../../../domain/answer-by-form.js';
import type { Form } from '../../../domain/form.js';
import { requestId, shortRequest } from '../../../domain/ids.js';
import type { AnswerRole } from '../../../domain/letter.js';
import type { City, Network } from '../../../domain/network.js';
import { partsOfSubject } from '../../../domain/subject.js';
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
  /** What our letter calls the request, where it asked for several things. */
  title?: string | undefined;
  /**
   * A person reads the letter: these labels and documents fit this request and another; or, with none, what stands under
   * its title is in words of its own.
   */
  unclear?: string[];
}

/** The form of an answer to a request. */
export type FormFor = (asked: Pick<LetterPart, 'request' | 'as'>) => Form | undefined;

export interface LetterParts {
  parts: LetterPart[];
  /** What could not be given to a request, a sentence each. */
  unplaced: string[];
}

const kindOf = (request: string): string => shortRequest(request).split('/')[0] ?? '';
const subjectOf = (request: string): string => shortRequest(request).split('/').slice(1).join('/');

/**
 * Gives each part of a letter's text to its request: by the titles that our letter printed, by headings that name a city
 * of the member that our letter was about, and where it asked for several things by labels that only one of them has.
 */
export function partsOf(text: string, entry: TokenEntry, network: Network, formFor: FormFor): LetterParts {
  const all = askedParts(text, entry, network);
  const asked = all.flatMap((part) => askedAnswer(part, formFor));
  const titled = all.length > 1 && asked.length === all.length;
  const { before, parts } = titled ? splitByTitle(text, asked) : { before: text, parts: [] };
  const replaces = saysReplaces(before);
  const untitled = placedByCity(before, all, entry, network, formFor);
  if (parts.length === 0) return untitled;
  const placed = parts.map((part) =>
    placedByCity(
      part.text,
      part.asked.map((each) => each.part),
      entry,
      network,
      formFor,
    ),
  );
  const found = [
    // labels above the first title; of several cities' answers on one form they are nobody's
    ...(severalForms(asked) ? untitled.parts : []),
    ...placed.flatMap((each) => each.parts).map((part) => inOwnWords(part, formFor)),
  ];
  return {
    parts: joined(found).map((part) => ({ ...part, replaces: part.replaces || replaces })),
    unplaced: placed.flatMap((each) => each.unplaced),
  };
}

/** What stands under a title and names none of its form's questions is for a person. */
function inOwnWords(part: LetterPart, formFor: FormFor): LetterPart {
  const form = formFor(part);
  const says = part.text.trim() !== '' && form && findInText(form, part.text).length === 0;
  return says && !part.unclear ? { ...part, unclear: [] } : part;
}

export type Asked = AskedAnswer & { part: LetterPart };

/** A part as what our letter asked for; none where its kind has no form. */
export function askedAnswer(part: LetterPart, formFor: FormFor): Asked[] {
  const form = formFor(part);
  return form ? [{ request: part.request, form, title: part.title, part }] : [];
}

const severalForms = (asked: readonly Asked[]): boolean => new Set(asked.map(({ form }) => form.id)).size > 1;

/**
 * A text that is about one or several of the requests that our letter asked about. A heading names a city; its request
 * is of the kind that was asked.
 *
 * @param asked in the letter's order, at least one for a letter that can be answered
 */
function placedByCity(
  text: string,
  asked: readonly LetterPart[],
  entry: TokenEntry,
  network: Network,
  formFor: FormFor,
): LetterParts {
  if (asked.length === 0) return { parts: [], unplaced: [] };
  const cities = citiesConcerned(entry, network);
  const { before, parts: headed } = splitByCity(text, cities);
  const replaces = saysReplaces(headed.length > 0 ? before : text);
  if (headed.length === 0) {
    const parts = placedByForm(text, asked, formFor);
    return parts.length > 0 || asked.length === 1
      ? { parts: parts.map((part) => ({ ...part, replaces })), unplaced: [] }
      : { parts: [], unplaced: [notSaid(asked, formFor)] };
  }
  const byCity = headed.flatMap(({ city, text: part }) => {
    const of = cities.find(({ id }) => id === city);
    if (!of) return [];
    const candidates = aboutCity(of, asked, entry, network);
    return placedByForm(part, candidates, formFor).map((each) => ({
      ...each,
      replaces: replaces || saysReplaces(part),
    }));
  });
  const severalAsked = severalForms(asked.flatMap((part) => askedAnswer(part, formFor)));
  return {
    parts: [...(severalAsked ? placedByForm(before, asked, formFor) : []), ...byCity],
    unplaced: headed.flatMap(({ city, heading }) =>
      city === undefined ? [`“${heading}” names no city of the member concerned.`] : [],
    ),
  };
}

const notSaid = (asked: readonly LetterPart[], formFor: FormFor): string =>
  severalForms(asked.flatMap((part) => askedAnswer(part, formFor)))
    ? 'Our letter asked for several answers, and no title or label says which is meant.'
    : 'Our letter concerned several cities, and no heading such as “City: …” says which is meant.';

/** Of several requests those that have a text's labels; what fits more than one of them is for a person to read. */
function placedByForm(text: string, asked: readonly LetterPart[], formFor: FormFor): LetterPart[] {
  if (asked.length === 1) return asked.map((part) => ({ ...part, text }));
  const known = asked.flatMap((part) => askedAnswer(part, formFor));
  const forms = [...new Map(known.map(({ form }) => [form.id, form])).values()];
  // several cities' answers on one form are told apart by their headings only
  if (forms.length < 2) return [];
  const { texts, unclear } = splitByForm(text, forms);
  return known.flatMap(({ part, form }) => {
    const isOnly = known.filter((each) => each.form.id === form.id).length === 1;
    const own = texts.get(form.id);
    const shared = unclear.filter((each) => each.forms.includes(form.id)).map(({ label }) => label);
    // the city is not named
    const ofSeveral = own === undefined || isOnly ? [] : [own.split(/[:：\t|]/, 1)[0]?.trim() ?? ''];
    const doubtful = [...new Set([...shared, ...ofSeveral])];
    if (own === undefined && doubtful.length === 0) return [];
    return [
      {
        ...part,
        text: isOnly ? (own ?? '') : '',
        ...(doubtful.length > 0 && { unclear: doubtful }),
      },
    ];
  });
}

/** The city that a request is about: by itself, or with a partner. */
export const cityOf = (request: string, network: Network): City | undefined =>
  partsOfSubject(network, subjectOf(request)).city;

/** The requests about a city: those that our letter asked about, else the city's of the kinds that are asked of cities. */
export function aboutCity(
  city: City,
  asked: readonly LetterPart[],
  entry: TokenEntry,
  network: Network,
): LetterPart[] {
  const own = asked.filter(({ request }) => cityOf(request, network)?.id === city.id);
  if (own.length > 0) return own;
  const ofCities = asked.filter((part) => part.city !== undefined);
  const kinds = new Map(ofCities.map((part) => [kindOf(part.request), part]));
  return [...kinds.values()].map((part) => ({ ...partFor(city, '', part, entry), replaces: false }));
}

/** Two parts of one request become one. */
function joined(parts: readonly LetterPart[]): LetterPart[] {
  const known = new Map<string, LetterPart>();
  for (const part of parts) {
    const before = known.get(part.request);
    const unclear = [...new Set([...(before?.unclear ?? []), ...(part.unclear ?? [])])];
    const isUnclear = before?.unclear !== undefined || part.unclear !== undefined;
    known.set(part.request, {
      ...part,
      text: [before?.text, part.text].filter((text) => text).join('\n'),
      replaces: part.replaces || before?.replaces === true,
      ...(isUnclear && { unclear }),
    });
  }
  return [...known.values()];
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
  { as, request }: Pick<LetterPart, 'as' | 'request'>,
  entry: TokenEntry,
  formOfKind: ReadonlyMap<string, string>,
): string | undefined {
  return entry.form ?? (as === 'national-clearance' ? 'national-clearance' : formOfKind.get(kindOf(request)));
}
