/** What offices, cities, members and requests are called in a letter. */
import { CycleError } from '../../../domain/errors.js';
import { shortRequest } from '../../../domain/ids.js';
import type { Language, Network, Office } from '../../../domain/network.js';
import { subjectOf } from './about.js';
import { say } from './message-text.js';
import type { Facts } from './placeholders.js';
import type { Words } from './words.js';
import { isRequestKind } from './words.js';

/** @throws CycleError `NotFound` for an office that the network does not have */
export function officeIn(network: Network, id: string, letter: string): Office {
  const office = network.offices.find((each) => each.id === id);
  if (office) return office;
  throw new CycleError(
    'NotFound',
    `The letter ${letter} names the office “${id}”, which the network does not have.`,
  );
}

/** How names are printed in one letter. */
export interface Naming {
  network: Network;
  language: Language;
  words: Words;
  letter: string;
}

/** An office by its title, and its place where the title does not name it. */
export function nameOfOffice(office: Office, naming: Naming): string {
  const { network, language, words, letter } = naming;
  const place = office.city
    ? nameOfCity(office.city, naming)
    : office.member
      ? nameOfMember(office.member, naming)
      : '';
  const plain = words.offices[office.kind];
  if (plain) {
    const member = office.member && nameOfMember(office.member, naming);
    return say(plain, { ...(office.city && { city: place }), ...(member && { member }) }, letter);
  }
  const known = [place, network.members.find(({ code }) => code === office.member)?.name ?? ''];
  const says = known.some((name) => name !== '' && office.title.includes(name));
  return says || place === '' || language !== 'en' ? office.title : `${office.title}, ${place}`;
}

/** An office by its id, where the network has it. */
export function officeNamed(id: string, naming: Naming): string | undefined {
  const office = naming.network.offices.find((each) => each.id === id);
  return office && nameOfOffice(office, naming);
}

/** A city; a Vietnamese one in Vietnamese by its local name. */
export function nameOfCity(id: string, { network, language }: Naming): string {
  const city = network.cities.find((each) => each.id === id);
  if (!city) return id;
  return language === 'vi' && city.member === 'VN' ? city.localName : city.name;
}

/** A member within a sentence. */
export const nameOfMember = (code: string, { network, words }: Naming): string => {
  const member = network.members.find((each) => each.code === code.toUpperCase());
  return member ? (words.members[member.code] ?? member.name) : code;
};

/** A kind of request in words, with the facts; undefined for another kind of letter. */
export function whatIsAsked(kind: string, facts: Facts, { words, letter }: Naming): string | undefined {
  const what = isRequestKind(kind) ? words.kinds[kind] : undefined;
  return what?.uses.every((name) => facts[name] !== undefined) ? say(what, facts, letter) : undefined;
}

/**
 * What one request of several asks for, in words.
 *
 * @param request its workflow id
 * @param facts of the letter; the request's own city, member and partner take their place
 */
export function whatOf(request: string, facts: Facts, naming: Naming): string {
  const { kind, city, member, partner } = subjectOf(shortRequest(request), naming.network);
  const memberCode = member ?? city?.member;
  const own: Facts = {
    ...(city && { city: nameOfCity(city.id, naming) }),
    ...(memberCode && { member: nameOfMember(memberCode, naming) }),
    ...(partner && { partner: partner.name }),
  };
  return whatIsAsked(kind, { ...facts, ...own }, naming) ?? shortRequest(request);
}
