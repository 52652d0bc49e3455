/** The network: members, cities, offices, partners, bodies, chairs. Its data is under `data/network/`. */
import type { IsoDate } from './time.js';
import { inForce } from './time.js';

/** A fact's origin: an id of `data/network/sources.yaml`. */
export type SourceId = string;

/** ISO 3166 code of a member state, e.g. `VN`. */
export type MemberCode = string;

export type Language = 'en' | 'vi';

export interface Member {
  code: MemberCode;
  name: string;
  officialName: string;
  /** `notYetACity` says why, where the capital is no city of the network. */
  capital: { name: string; cityId: string; notYetACity?: string };
  /** The zone of the capital's offices first. */
  zones: string[];
  /** A day, or a year where no source gives the day. */
  joined: string;
  /** ISO weekdays (1 = Monday … 7 = Sunday) on which offices rest. */
  restDays: number[];
  source?: SourceId;
}

export interface City {
  id: string;
  name: string;
  localName: string;
  member: MemberCode;
  zone: string;
  /** Membership of the network, dated. */
  membership: { from: IsoDate; until?: IsoDate; source: SourceId };
  focusAreas: string[];
  vision?: { text: string; source: SourceId };
  projects: CityProject[];
}

export interface CityProject {
  title: string;
  focusArea: string;
  source: SourceId;
  /** How the source ties the project to the network; see `data/network/README.md`. */
  basis: string;
}

export type OfficeKind =
  | 'national-secretariat'
  | 'national-representative'
  | 'chief-smart-city-officer'
  | 'alternate'
  | 'chair-secretariat'
  | 'asean-secretariat'
  | 'body-secretariat'
  | 'shepherd'
  | 'dialogue-coordinator'
  | 'outside-partner';

/** Who holds an office, from when to when. Persons are addressed by office: no names. */
export interface Holder {
  from: IsoDate;
  until?: IsoDate;
  rank?: string;
  /** Absent where it was erased: then letters have the plain one. */
  salutation?: string;
  /** Where this holder was written to, when the office has another address since. */
  address?: string;
}

export interface Office {
  /** e.g. `nr-kh`, `ns-kh`, `csco-da-nang`, `alternate-da-nang`, `secretariat-sg`, `partner-jica`. */
  id: string;
  kind: OfficeKind;
  title: string;
  member?: MemberCode;
  city?: string;
  partner?: string;
  body?: string;
  /** An address at an `.example` domain in the data that ships; empty where none is known, or it was erased. */
  address: string;
  language: Language;
  zone: string;
  holders: Holder[];
  source?: SourceId;
}

export interface Partner {
  id: string;
  name: string;
  kind: string;
  country: string;
  zone: string;
  focusAreas: string[];
  /** The first year that a source ties the partner to the network; absent where none does. */
  since?: number;
  note?: string;
  source: SourceId;
}

export interface FocusArea {
  id: string;
  name: Record<Language, string>;
}

export interface ChairYear {
  year: number;
  member: MemberCode;
  status: 'held' | 'agreed' | 'agreed-in-principle' | 'by-rotation';
  source: SourceId;
  note?: string;
}

/** A body that considers papers: the annual meeting (ASCN), AMM, JCM, ACC, Summit. */
export interface Body {
  id: string;
  name: string;
  shortName: string;
  /** The office that papers go to and decisions come from. */
  secretariat: string;
  /** How a missing answer is worded in a paper to this body. */
  missingAnswer: string;
  /** The action that a paper usually requests of it, e.g. `for endorsement`. */
  action: string;
}

/** Everything that a cycle needs to know of the network; in the store as `network-document.ts` puts it. */
export interface Network {
  /** The date for which the data was read: the year's first day, or a later change's. */
  asOf: IsoDate;
  members: Member[];
  cities: City[];
  offices: Office[];
  partners: Partner[];
  focusAreas: FocusArea[];
  chairs: ChairYear[];
  bodies: Body[];
  rules: Rules;
}

/** Settings of one network; the defaults are in `data/network/rules.yaml`, each with its reason. */
export interface Rules {
  /** Whoever prepares is not the one who confirms. */
  twoPersons: boolean;
  /** Whether a member that is silent at a clearance's cut-off has agreed. */
  silenceIsAgreement: boolean;
  /** The UTC hour of every clearance's cut-off. */
  cutOffHourUtc: number;
  /** How many cities a member may nominate before the secretariat is asked. */
  citiesPerMember: number;
  /** Members recorded as allowed another number, with the source. */
  cityExceptions: { member: MemberCode; cities: number; source: SourceId; note?: string }[];
}

/** The offices of one kind that are of a member, a city, a partner or a body, in the data's order. */
export function officesOf(
  network: Pick<Network, 'offices'>,
  kind: OfficeKind,
  of: { member?: string; city?: string; partner?: string; body?: string } = {},
): Office[] {
  return network.offices.filter(
    (office) =>
      office.kind === kind &&
      (of.member === undefined || office.member === of.member) &&
      (of.city === undefined || office.city === of.city) &&
      (of.partner === undefined || office.partner === of.partner) &&
      (of.body === undefined || office.body === of.body),
  );
}

/** The holder of an office on a date, if one is recorded. */
export const holderOn = (office: Office, date: IsoDate): Holder | undefined =>
  office.holders.find((holder) => inForce(holder, date));

/** The cities that are members of the network on a date, in the data's order. */
export const citiesOn = (network: Pick<Network, 'cities'>, date: IsoDate): City[] =>
  network.cities.filter((city) => inForce(city.membership, date));

/** The states that are members of ASEAN on a date, in the English alphabetical order in which they sit. */
export const membersOn = (network: Pick<Network, 'members'>, date: IsoDate): Member[] =>
  network.members
    .filter((member) => member.joined <= date)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
