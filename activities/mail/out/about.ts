/** What a letter is about: the request's kind, and the cities, member and partner behind its subject. */
import { shortRequest } from '../../../domain/ids.js';
import type { LetterOrder } from '../../../domain/letter.js';
import type { City, Member, Network, Partner } from '../../../domain/network.js';
import { partsOfSubject } from '../../../domain/subject.js';

export interface About {
  /** e.g. `action-plan/da-nang`. */
  request: string;
  /** A `RequestKind`, or the first word of another number: `notice`, `announcement`. */
  kind: string;
  /** Of all the requests. */
  kinds: string[];
  cities: City[];
  member?: Member;
  partner?: Partner;
}

/**
 * Reads from the order which requests the letter is about: those that it may be answered for, else the one in its
 * number. What the subjects do not say, the office written to does.
 */
export function aboutOf(order: LetterOrder, network: Network): About {
  const inNumber = /^[^/]+\/\d{4}\/(.+)\/[^/]+$/.exec(order.number)?.[1];
  const requests = order.answers?.length
    ? order.answers.map(({ request }) => shortRequest(request))
    : [inNumber ?? ''];
  const subjects = requests.map((request) => subjectOf(request, network));
  const office = network.offices.find(({ id }) => id === order.to[0]);
  const cities = subjects.flatMap(({ city }) => city ?? []);
  if (cities.length === 0) cities.push(...network.cities.filter(({ id }) => id === office?.city));
  const memberCode = subjects[0]?.member ?? cities[0]?.member ?? office?.member;
  return {
    request: requests[0] ?? '',
    kind: subjects[0]?.kind ?? '',
    kinds: [...new Set(subjects.map(({ kind }) => kind))],
    cities: [...new Set(cities)],
    member: network.members.find(({ code }) => code === memberCode),
    partner: subjects[0]?.partner ?? network.partners.find(({ id }) => id === office?.partner),
  };
}

/** The kind of a request, and whom its subject names. */
export function subjectOf(
  request: string,
  network: Network,
): { kind: string; city?: City; member?: string; partner?: Partner } {
  const [kind = '', ...rest] = request.split('/');
  const { city, member, partner } = partsOfSubject(network, rest.join('/'));
  return {
    kind,
    ...(city && { city }),
    ...(member && { member: member.code }),
    ...(partner && { partner }),
  };
}
