/** What ids are called: offices, members, requests, sessions, papers; in the network's words. */
import type { Calendar, ResolvedDate } from '../../../domain/calendar.js';
import { resolveCalendar } from '../../../domain/calendar.js';
import { shortRequest } from '../../../domain/ids.js';
import type { Network, Office } from '../../../domain/network.js';
import { requestName } from '../../../domain/papers/names.js';
import { inProse } from '../../../domain/papers/year.js';
import type { Place } from './times.js';

export interface Names {
  /** `the Chief Smart City Officer of Da Nang`; an id that the network does not know stands as it is. */
  office(id: string): string;
  offices(ids: readonly string[]): string;
  /** Where an office is, and on which clocks it reads the time. */
  place(office: string): Place;
  member(code: string): string;
  body(id: string): string;
  /** `Draft action plan of Da Nang`, by the workflow's id or the part of it after the cycle. */
  request(id: string): string;
  /** A kind of request: `Draft action plans`. */
  kind(kind: string): string;
  date(id: string): ResolvedDate | undefined;
  /** How a date came about: set by whom, or so many days from which other. */
  basis(date: ResolvedDate): string;
  phase(id: string): string;
  /** A sentence of the engine's, with what its ids stand for put in their place. */
  plain(text: string): string;
  /** A text before members or bodies: `the paper for the 33rd ASEAN Summit`. */
  text(id: string): string;
}

/** Where nothing else is known. */
const utc: Place = { name: 'UTC', zone: 'utc' };

const kinds: Record<string, string> = {
  nomination: 'Nominations',
  'workshop-delegation': 'Delegations to the governance workshop',
  'meeting-delegation': 'Delegations to the annual meeting',
  'action-plan': 'Draft action plans',
  'final-action-plan': 'Final action plans',
  'framework-comments': 'Comments on the draft framework',
  'partner-offer': 'Offers of outside partners',
  'city-preference': 'What cities seek from outside partners',
  'twinning-city': 'Consents of cities to a twinning',
  'twinning-partner': 'Consents of partners to a twinning',
  progress: 'Reports on progress',
  clearance: 'Positions of members on texts',
  'body-record': 'Records of bodies',
};

/**
 * @param networks the network's data as it was in the course of the year, the latest last
 * @param calendar the one in force at last
 */
export function createNames(networks: readonly Network[], calendar: Calendar): Names {
  const of = <T>(pick: (network: Network) => readonly T[], key: (entry: T) => string): Map<string, T> =>
    new Map(networks.flatMap(pick).map((entry) => [key(entry), entry]));
  const offices = of<Office>(
    (network) => network.offices,
    ({ id }) => id,
  );
  const members = of(
    (network) => network.members,
    ({ code }) => code,
  );
  const cities = of(
    (network) => network.cities,
    ({ id }) => id,
  );
  const partners = of(
    (network) => network.partners,
    ({ id }) => id,
  );
  const bodies = of(
    (network) => network.bodies,
    ({ id }) => id,
  );
  const dates = datesOf(calendar);
  const known = {
    network: {
      members: [...members.values()].map((each) => ({ ...each, name: inProse(each.name) })),
      cities: [...cities.values()],
      partners: [...partners.values()],
      bodies: [...bodies.values()],
    } as unknown as Network,
    calendar,
    itemTitles: {},
    sources: {},
  };

  const sessions = new Map(
    calendar.phases.flatMap(({ sessions: all = [] }) => all).map((session) => [session.id, session]),
  );
  const isSession = (id: string): boolean => sessions.has(id);
  const member = (code: string): string => members.get(code.toUpperCase())?.name ?? code;
  const office = (id: string): string => {
    if (id === 'ascn-cycle') return 'the year itself, by its plan';
    const found = offices.get(id);
    if (!found) return id;
    const city = (found.city && cities.get(found.city)?.name) ?? found.city ?? '';
    const whose = found.member === undefined ? '' : inProse(member(found.member));
    switch (found.kind) {
      case 'national-secretariat':
        return `the National Secretariat of ${whose}`;
      case 'national-representative':
        return `the National Representative of ${whose}`;
      case 'chief-smart-city-officer':
        return `the Chief Smart City Officer of ${city}`;
      case 'alternate':
        return `the alternate of the Chief Smart City Officer of ${city}`;
      case 'chair-secretariat':
        return chairSecretariat(found, found.member === calendar.chair ? undefined : whose);
      case 'outside-partner':
        return (found.partner && partners.get(found.partner)?.name) ?? found.title;
      case 'asean-secretariat':
      case 'body-secretariat':
      case 'dialogue-coordinator':
      case 'shepherd':
        return `the ${found.title}`;
    }
  };
  const text = (id: string): string => {
    const session = sessions.get(id);
    const title = session && dates.get(session.meets)?.title;
    const returned = /^(.+)-returned-\d+$/.exec(id);
    if (returned) return `${text(returned[1]!)}, after it was returned`;
    return title === undefined ? `the ${id.replaceAll('-', ' ')}` : `the paper for the ${title}`;
  };

  const request = (id: string): string => {
    const [kind = '', ...rest] = shortRequest(id).split('/');
    const subject = rest.join('/');
    const [, session = '', again] = (kind === 'body-record' && /^(.+)-(\d+)$/.exec(subject)) || [];
    if (again !== undefined && isSession(session))
      return `${requestName(known, kind, session)}, asked for the ${ordinal(Number(again))} time`;
    const [, about = '', round, of = ''] =
      (kind === 'clearance' && /^(.+)-v(\d+)\.([A-Z]+)$/.exec(subject)) || [];
    if (round !== undefined)
      return `Position of ${inProse(member(of))} on ${text(about)}${round === '1' ? '' : `, round ${round}`}`;
    return requestName(known, kind, subject);
  };
  return {
    office,
    offices: (ids) => listed(ids.map(office)),
    place: (id) => {
      const found = offices.get(id);
      if (!found) return utc;
      const city = found.city && cities.get(found.city);
      if (city) return { name: city.name, zone: found.zone };
      const home = found.member && members.get(found.member);
      if (home) return { name: home.capital.name, zone: found.zone };
      return { name: (found.zone.split('/').at(-1) ?? found.zone).replaceAll('_', ' '), zone: found.zone };
    },
    member,
    body: (id) => bodies.get(id)?.name ?? id,
    request,
    kind: (kind) => kinds[kind] ?? kind,
    date: (id) => dates.get(id),
    basis: ({ basis }) =>
      basis.replace(
        /\b(before|after|on) (\S+)$/,
        (_, how: string, id: string) => `${how} “${dates.get(id)?.title ?? id}”`,
      ),
    phase: (id) => calendar.phases.find((phase) => phase.id === id)?.title ?? id,
    plain: (said) =>
      said
        .replaceAll(requestIds, (id) => `“${request(id)}”`)
        .replaceAll(/\b[a-z]+(?:-[a-z]+)+\b/g, (id) => (offices.has(id) ? office(id) : id))
        .replaceAll(/\b[A-Z]{2}(?= (?:agrees|comments|objects|is silent|has answered|names)\b)/g, member),
    text,
  };
}

/** Requests as the engine's sentences name them: `action-plan/da-nang`, `clearance/jcm-autumn-v1.VN`. */
const requestIds = new RegExp(`\\b(?:${Object.keys(kinds).join('|')})/[a-z0-9-]+(?:\\.[A-Z]{2})?\\b`, 'g');

/** @param member the member whose secretariat it is, unless it chairs the year */
const chairSecretariat = ({ id }: Office, member: string | undefined): string => {
  const of = member === undefined ? 'the chair’s secretariat' : `the secretariat of ${member} as chair`;
  return id.endsWith('-head') ? `the head of ${of}` : of;
};

/** A calendar that stands in the record was resolved when the year began; one that cannot be has no dates to show. */
function datesOf(calendar: Calendar): Map<string, ResolvedDate> {
  try {
    return resolveCalendar(calendar);
  } catch {
    return new Map();
  }
}

/** `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `1 letter`, `2 letters`. */
export const counted = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`;

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];
export const ordinal = (n: number): string => ordinals[n] ?? `${n}th`;
