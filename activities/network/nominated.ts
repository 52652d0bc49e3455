/** Puts a member's nomination into the network: its representative, its cities, their officers. */
import type { City, Language, Member, Network, Office } from '../../domain/network.js';
import { officesOf } from '../../domain/network.js';
import { cityByName, cityIdFrom } from '../../domain/nomination.js';
import type { Submission } from '../../domain/submission.js';
import type { IsoDate } from '../../domain/time.js';
import { inForce } from '../../domain/time.js';

/** The salutation of an officer of whom only the title is known. */
const salutations: Record<Language, string> = { en: 'Dear Sir or Madam', vi: 'Kính gửi Quý Ông/Bà' };

interface Nominated {
  network: Network;
  /** The ids of the nominated cities, in the order of the submission. */
  cities: string[];
  /** The names, as written, of cities that the network did not know. */
  unknown: string[];
}

/**
 * Applies one member's nomination.
 *
 * What the nomination leaves out stays as it was: a city that is not named keeps its dated membership, an
 * office without a new address keeps its own. A new city whose officer has no address is written to in care
 * of the National Secretariat.
 *
 * @param date the day from which new members and new holders count
 */
export function nominated(
  network: Network,
  member: Member,
  submission: Submission,
  date: IsoDate,
): Nominated {
  const text = (field: string): string => [submission.fields[field]?.value ?? ''].flat().join(' ').trim();
  const result: Nominated = { network: structuredClone(network), cities: [], unknown: [] };
  const offices = result.network.offices;

  const representative = officesOf(result.network, 'national-representative', { member: member.code })[0];
  if (representative) {
    appoint(representative, text('representative.title'), text('representative.email'), date);
  }

  for (const n of cityNumbers(submission)) {
    const name = text(`city.${n}.name`);
    if (!name) continue;
    const own = result.network.cities.filter((city) => city.member === member.code);
    let city = cityByName(name, own);
    if (!city) {
      city = newCity(name, member, result.network.cities, date);
      result.network.cities.push(city);
      result.unknown.push(name);
    } else if (city.membership.until !== undefined && !inForce({ until: city.membership.until }, date)) {
      city.membership = { from: date, source: 'nomination' };
    }
    if (result.cities.includes(city.id)) continue;
    result.cities.push(city.id);

    let officer = officesOf(result.network, 'chief-smart-city-officer', { city: city.id })[0];
    if (!officer) {
      officer = newOfficer(city, member, offices, date);
      offices.push(officer);
    }
    appoint(officer, text(`city.${n}.officer.title`), text(`city.${n}.officer.email`), date);
  }
  return result;
}

const cityNumbers = (submission: Submission): number[] =>
  [
    ...new Set(
      Object.keys(submission.fields).flatMap((field) => {
        const n = /^city\.(\d+)\.name$/.exec(field)?.[1];
        return n === undefined ? [] : [Number(n)];
      }),
    ),
  ].sort((a, b) => a - b);

function newCity(name: string, member: Member, cities: readonly City[], date: IsoDate): City {
  const capital = cityByName(name, [
    { ...member.capital, id: member.capital.cityId, localName: member.capital.name },
  ]);
  const plain = capital?.id ?? (cityIdFrom(name) || `city-of-${member.code.toLowerCase()}`);
  const taken = (id: string): boolean => cities.some((city) => city.id === id);
  let id = plain;
  for (let i = 1; taken(id); i += 1) id = `${plain}-${member.code.toLowerCase()}${i > 1 ? `-${i}` : ''}`;
  return {
    id,
    name,
    localName: name,
    member: member.code,
    zone: member.zones[0] ?? 'UTC',
    membership: { from: date, source: 'nomination' },
    focusAreas: [],
    projects: [],
  };
}

function newOfficer(city: City, member: Member, offices: readonly Office[], date: IsoDate): Office {
  const language: Language = member.code === 'VN' ? 'vi' : 'en';
  const secretariat = officesOf({ offices: [...offices] }, 'national-secretariat', {
    member: member.code,
  })[0];
  return {
    id: `csco-${city.id}`,
    kind: 'chief-smart-city-officer',
    title: `Chief Smart City Officer of ${city.name}`,
    member: member.code,
    city: city.id,
    address: secretariat?.address ?? '',
    language,
    zone: city.zone,
    holders: [{ from: date, salutation: salutations[language] }],
    source: 'nomination',
  };
}

/** Gives an office its nominated title and address; a new title means a new holder. */
function appoint(office: Office, title: string, address: string, date: IsoDate): void {
  const before = office.address;
  if (address) office.address = address;
  if (!title || title === office.title) return;
  office.title = title;
  office.source = 'nomination';
  const earlier = office.holders
    .filter((holder) => holder.from < date)
    .map((holder) => (inForce(holder, date) ? { ...holder, until: date } : holder))
    // what is known of them stays theirs
    .map((holder) => (before === '' || before === office.address ? holder : { address: before, ...holder }));
  office.holders = [...earlier, { from: date, salutation: salutations[office.language] }];
}
