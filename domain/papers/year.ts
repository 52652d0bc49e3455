/** What the year has when a paper is written: the material of every block. */
import type { Calendar } from '../calendar.js';
import type { Decision } from '../decision.js';
import type { Body, City, Member, Network, Partner } from '../network.js';
import { citiesOn, membersOn } from '../network.js';
import type { Submission } from '../submission.js';
import type { IsoDate } from '../time.js';
import type { Twin } from '../twinning.js';
import type { FrameworkSection, PaperDefinition } from './definition.js';

/** The session for which a paper is written. */
export interface PaperSession {
  id: string;
  body: string;
  /** A paper of `data/papers/`. */
  paper: string;
  title: string;
  date: IsoDate;
  until: IsoDate;
}

/** One request of the year and, where it was answered and accepted, the answer. */
export interface RequestOutcome {
  kind: string;
  subject: string;
  state: string;
  version?: number;
  submission?: Submission;
}

export interface PaperYear {
  network: Network;
  calendar: Calendar;
  session: PaperSession;
  body: Body;
  definition: PaperDefinition;
  /** The paper's number, e.g. `ASCN/2018/JCM-AUTUMN/DOC-1`. */
  number: string;
  date: IsoDate;
  requests: RequestOutcome[];
  decisions: Decision[];
  twins: Twin[];
  framework: FrameworkSection[];
  /** The titles of the items that bodies decide on, by `<session>/<item>`. */
  itemTitles: Record<string, string>;
  /** The names of countries outside ASEAN, by code. */
  countries: Record<string, string>;
  /** What the published sources are, by id (`data/network/sources.yaml`). */
  sources: Record<string, string>;
  /** The draft of next year's calendar, for the handover. */
  nextCalendar?: Calendar;
}

/** The request of a kind to a subject, whatever became of it. */
export const requestOf = (year: PaperYear, kind: string, subject: string): RequestOutcome | undefined =>
  year.requests.find((request) => request.kind === kind && request.subject === subject);

/** The accepted answers of a kind, in the order in which they were asked. */
export const answersOf = (year: PaperYear, kind: string): (RequestOutcome & { submission: Submission })[] =>
  year.requests.filter(
    (request): request is RequestOutcome & { submission: Submission } =>
      request.kind === kind && request.submission !== undefined,
  );

/** The cities of the network on the paper's date, by member in the order in which members sit. */
export function citiesInOrder(year: PaperYear): { city: City; member: Member }[] {
  const cities = citiesOn(year.network, year.date);
  return membersOn(year.network, year.date).flatMap((member) =>
    cities.filter((city) => city.member === member.code).map((city) => ({ city, member })),
  );
}

/** The country of an outside partner as papers name it; what is not known stands as it is. */
export const countryOf = (year: PaperYear, partner: Partner): string =>
  year.network.members.find((member) => member.code === partner.country)?.name ??
  year.countries[partner.country] ??
  partner.country;

/** The name of a city or a partner by its id; the id itself where the network does not know it. */
export function nameOf(network: Network, of: 'cities' | 'partners', id: string): string {
  return network[of].find((entry) => entry.id === id)?.name ?? id;
}

/** A city by its name, and below it the name in its own language where that differs. */
export const withLocalName = ({ name, localName }: City): string =>
  localName === name ? name : `${name}\n${localName}`;

const withArticle = new Set(['Philippines']);

/** A member's name within a sentence: “the Philippines”. */
export const inProse = (member: string): string => (withArticle.has(member) ? `the ${member}` : member);
