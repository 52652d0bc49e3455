/** The facts that a letter's text is made of: what the order, the network and the request give, as it is printed. */
import { CycleError } from '../../domain/errors.js';
import type { LetterOrder } from '../../domain/letter.js';
import type { Language, Network, Office } from '../../domain/network.js';
import { shortRequest } from '../../domain/ids.js';
import { aboutOf, subjectOf } from './about.js';
import { isRequestKind } from './words.js';
import { say } from './message-text.js';
import type { Facts, Placeholder, PlaceholderKind } from './placeholders.js';
import { isPlaceholder, placeholders } from './placeholders.js';
import { wordCutOff, wordDay, wordDays } from './word-date.js';
import type { Words } from './words.js';

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

function nameOfCity(id: string, { network, language }: Naming): string {
  const city = network.cities.find((each) => each.id === id);
  if (!city) return id;
  return language === 'vi' && city.member === 'VN' ? city.localName : city.name;
}

const nameOfMember = (code: string, { network, words }: Naming): string => {
  const member = network.members.find((each) => each.code === code.toUpperCase());
  return member ? (words.members[member.code] ?? member.name) : code;
};

/** The value of an order as it is printed; an id is replaced by the name that it stands for. */
function printed(
  value: string | number,
  kind: PlaceholderKind,
  zone: string,
  naming: Naming,
): string | number {
  if (kind === 'number') return Number.isFinite(Number(value)) ? Number(value) : value;
  const text = String(value);
  switch (kind) {
    case 'date':
      return wordDay(text, zone, naming.language);
    case 'cut-off':
      return wordCutOff(text, naming.language);
    case 'office': {
      const office = naming.network.offices.find(({ id }) => id === text);
      return office ? nameOfOffice(office, naming) : text;
    }
    case 'city':
      return nameOfCity(text, naming);
    case 'member':
      return nameOfMember(text, naming);
    case 'partner':
      return naming.network.partners.find(({ id }) => id === text)?.name ?? text;
    case 'body':
      return naming.network.bodies.find(({ id }) => id === text)?.name ?? text;
    case 'text':
      return text;
  }
}

/**
 * Gathers the facts of an order.
 *
 * Values of the order come before what the network would say. Dates are worded for the zone of the office
 * written to first.
 */
export function factsOf(order: LetterOrder, naming: Naming): Facts {
  const { network, language, words } = naming;
  const [to, from] = [order.to[0]!, order.from].map((id) => officeIn(network, id, order.number)) as [
    Office,
    Office,
  ];
  const about = aboutOf(order, network);
  const list = new Intl.ListFormat(language);
  const { invitation } = order;
  const raw: Partial<Record<Placeholder, string | number | undefined>> = {
    number: order.number,
    date: order.at,
    year: order.cycle,
    network: words.network,
    chair: network.chairs.find(({ year }) => year === order.cycle)?.member ?? from.member,
    addressee: to.id,
    sender: from.id,
    citiesPerMember: network.rules.citiesPerMember,
    silence: network.rules.silenceIsAgreement ? 'agreement' : 'open',
    request: about.request,
    city:
      about.cities.length > 0 ? list.format(about.cities.map(({ id }) => nameOfCity(id, naming))) : undefined,
    member: about.member?.code,
    partner: about.partner?.id,
    body: to.body,
    meeting: invitation?.summary,
    place: invitation?.place,
    when: invitation && wordDays(invitation.first, invitation.last, language),
    ...Object.fromEntries(
      Object.entries(order.values ?? {}).filter(([name, value]) => isPlaceholder(name) && value !== ''),
    ),
  };
  const facts: Facts = {};
  for (const [name, value] of Object.entries(raw) as [Placeholder, string | number | undefined][]) {
    if (value !== undefined) facts[name] = printed(value, placeholders[name].kind, to.zone, naming);
  }
  facts.what ??= whatIsAsked(about.kind, facts, naming);
  if (facts.what === undefined) delete facts.what;
  return facts;
}

/** A kind of request in words, with the facts; undefined for another kind of letter. */
function whatIsAsked(kind: string, facts: Facts, { words, letter }: Naming): string | undefined {
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
