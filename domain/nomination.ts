/** Nominations: the rule of three cities with the capital among them, and how a city is known by its names. */
import { foldWords } from './fold.js';
import type { City, Rules } from './network.js';

/** A name as `fold` has it and without the words that only say “city”: “Cebu” and “Cebu City” are one. */
const bare = (name: string): string =>
  foldWords(name)
    .replace(/\b(city of|city|thanh pho)\b/g, '')
    .replace(/ /g, '');

/** The city that goes by this name: its official name, its local name or its id. */
export function cityByName<C extends Pick<City, 'id' | 'name' | 'localName'>>(
  name: string,
  cities: readonly C[],
): C | undefined {
  const wanted = bare(name);
  if (wanted === '') return undefined;
  return cities.find((city) => [city.name, city.localName, city.id].some((known) => bare(known) === wanted));
}

/** An id for a city that is new to the network: `San Fernando` → `san-fernando`; empty for a name without Latin letters. */
export const cityIdFrom = (name: string): string =>
  foldWords(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

const inWords = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const count = (n: number): string => inWords[n] ?? String(n);

/**
 * Where a nomination departs from the rule of the concept note: up to three cities, the capital among them.
 * It is not refused but put to the secretariat, with the exceptions recorded so far. A member with a recorded
 * exception is put to the secretariat as well: what was allowed once is for a person to allow again.
 *
 * @param member the member's code, in any case
 * @param cities the nominated cities' names, as written
 * @param capital the capital's name, or all its names
 * @returns one sentence for each departure; none where the nomination follows the rule
 */
export function exceptionsOf(
  member: string,
  cities: readonly string[],
  rules: Pick<Rules, 'citiesPerMember' | 'cityExceptions'>,
  capital: string | readonly string[],
): string[] {
  const sentences: string[] = [];
  if (cities.length > rules.citiesPerMember) {
    const own = rules.cityExceptions.find((exception) => exception.member === member.toUpperCase());
    const recorded = rules.cityExceptions.map(
      (exception) => exception.note ?? `${exception.member} had ${count(exception.cities)}`,
    );
    sentences.push(
      `The nomination of ${member.toUpperCase()} names ${count(cities.length)} cities (${cities.join(', ')}); ` +
        `the rule is up to ${count(rules.citiesPerMember)} for each member. ` +
        (recorded.length > 0 ? `Recorded exceptions: ${recorded.join('; ')}.` : 'No exception is recorded.') +
        (own && cities.length <= own.cities
          ? ' This list is within the exception recorded for this member.'
          : ''),
    );
  }
  const names = typeof capital === 'string' ? [capital] : capital;
  if (!names.some((name) => cities.some((city) => bare(city) === bare(name)))) {
    sentences.push(
      `The nomination of ${member.toUpperCase()} does not name the capital, ${names[0] ?? ''}; ` +
        'the rule is that the capital is among the cities, and no exception to it is recorded.',
    );
  }
  return sentences;
}
