/** Through whom a request goes: the offices asked, those that get a copy, and those to turn to in the end. */
import type { Ask, Route } from '../../domain/ask.js';
import { CycleError } from '../../domain/errors.js';
import type { Network, Office, OfficeKind } from '../../domain/network.js';
import { officesOf } from '../../domain/network.js';
import { findOffice } from '../../domain/office.js';

/** What one request is about; `office` is the office that answers where the kind does not tell. */
export type Subject = string | { id: string; office: string };

export interface Routed {
  subject: string;
  /** Who is asked, then the alternates in order. */
  addressees: [Office, ...Office[]];
  copy: Office[];
  mayAnswer: Office[];
  clearedBy?: Office;
  /** Who is turned to when no answer comes, in order. */
  escalation: Office[];
}

/**
 * Finds the offices of one request: an `Ask`'s route for the subject's member.
 *
 * @param chair the member that chairs, whose secretariat is turned to last
 * @throws CycleError `NotFound` naming the subject and the office that is not recorded
 */
export function routeOf(network: Network, ask: Ask, subject: Subject, chair: string): Routed {
  const id = typeof subject === 'string' ? subject : subject.id;
  const answering =
    typeof subject === 'string' ? usualOffice(network, ask, id) : findOffice(network, subject.office);
  const member = answering.member;
  const nationalOffice = (kind: OfficeKind): Office => {
    const office = member === undefined ? undefined : officesOf(network, kind, { member })[0];
    return (
      office ??
      missing(`“${ask.title}” for “${id}” goes through the ${words(kind)} of ${member ?? 'a member'}`, kind)
    );
  };
  const alternates =
    answering.city === undefined ? [] : officesOf(network, 'alternate', { city: answering.city });
  const clearedBy =
    member !== undefined && ask.clearedNationallyBy?.includes(member)
      ? nationalOffice('national-representative')
      : undefined;

  const found = byRoute(routeFor(ask, member), answering, alternates, nationalOffice);
  return {
    subject: id,
    ...found,
    ...(clearedBy && { clearedBy }),
    escalation: escalationOf(network, found.addressees[0], chair),
  };
}

/** Who is turned to when an office does not answer: for a city's the National Representative, then the chair's secretariat. */
export function escalationOf(network: Network, asked: Office, chair: string): Office[] {
  const { city, member } = asked;
  const above =
    city === undefined ? [] : officesOf(network, 'national-representative', { member }).slice(0, 1);
  return [...above, ...officesOf(network, 'chair-secretariat', { member: chair }).slice(0, 1)];
}

/** The route of an ask for a member: its own where one is set, else the usual one. */
export const routeFor = (ask: Ask, member: string | undefined): Route =>
  (member === undefined ? undefined : ask.routeFor?.[member]) ?? ask.route;

function byRoute(
  route: Route,
  answering: Office,
  alternates: Office[],
  nationalOffice: (kind: OfficeKind) => Office,
): Pick<Routed, 'addressees' | 'copy' | 'mayAnswer'> {
  switch (route) {
    case 'direct': {
      // The National Secretariat speaks for the state as its National Representative does.
      const mayAnswer =
        answering.kind === 'national-representative' ? [nationalOffice('national-secretariat')] : [];
      return { addressees: [answering, ...alternates], copy: [], mayAnswer };
    }
    case 'direct-copy-nr': {
      const nr = nationalOffice('national-representative');
      return { addressees: [answering, ...alternates], copy: [nr], mayAnswer: [nr] };
    }
    case 'through-nr':
      // The city's own answer does not count here: it waits as unconfirmed until the representative confirms.
      return { addressees: [nationalOffice('national-representative')], copy: [answering], mayAnswer: [] };
    case 'through-national-secretariat': {
      const through = nationalOffice('national-secretariat');
      const others = answering.id === through.id ? [] : [answering];
      return { addressees: [through], copy: others, mayAnswer: others };
    }
  }
}

function usualOffice(network: Network, ask: Ask, id: string): Office {
  const of = {
    members: { member: id.toUpperCase() },
    cities: { city: id },
    partners: { partner: id },
    bodies: { body: id },
  }[ask.of];
  return officesOf(network, ask.office, of)[0] ?? missing(`“${ask.title}” is asked of “${id}”`, ask.office);
}

const words = (kind: OfficeKind): string => kind.replaceAll('-', ' ');

function missing(what: string, kind: OfficeKind): never {
  throw new CycleError(
    'NotFound',
    `${what}, which the network's data does not hold; expected an office of the kind ${kind} in data/network/offices.yaml.`,
  );
}
