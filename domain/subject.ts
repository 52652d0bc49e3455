/** Whom a request's subject names: a city, a member, a partner, a pair, or a text's version and a member. */
import type { City, Member, Network, Partner } from './network.js';

export interface SubjectParts {
  city?: City;
  member?: Member;
  partner?: Partner;
}

/** `da-nang`, `vn`, `jica`, `da-nang-jica` or `announcement-v1.VN`. */
export function partsOfSubject(network: Network, subject: string): SubjectParts {
  const code = subject.slice(subject.lastIndexOf('.') + 1).toUpperCase();
  const partner = network.partners.find(({ id }) => subject === id || subject.endsWith(`-${id}`));
  const city = network.cities.find(
    ({ id }) => subject === id || (partner !== undefined && subject === `${id}-${partner.id}`),
  );
  const member = network.members.find((each) => each.code === code);
  return { ...(city && { city }), ...(member && { member }), ...(partner && { partner }) };
}
