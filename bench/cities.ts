/** The network that is measured: that of the data, with as many cities more as are wanted. */
import type { City, Network, Office } from '../domain/network.js';

export const mailDomain = 'ascn.example';

/** The year whose data, calendar and holidays the measurements use. */
export const year = 2018;

/** The id of the nth city that is beside those of the data, from 1. */
export const extraCity = (n: number): string => `city-${String(n).padStart(4, '0')}`;

/** The network's data with so many cities more. */
export function withCities(data: Network, count: number): Network {
  const cities: City[] = [];
  const offices: Office[] = [];
  for (let n = 1; n <= count; n += 1) {
    const id = extraCity(n);
    cities.push({
      id,
      name: `City ${n}`,
      localName: `City ${n}`,
      member: 'PH',
      zone: 'Asia/Manila',
      membership: { from: `${year}-01-01`, source: 'concept-note' },
      focusAreas: [],
      projects: [],
    });
    offices.push({
      id: `csco-${id}`,
      kind: 'chief-smart-city-officer',
      title: `Chief Smart City Officer of City ${n}`,
      member: 'PH',
      city: id,
      address: `csco@${id}.ph.example`,
      language: 'en',
      zone: 'Asia/Manila',
      holders: [{ from: `${year}-01-01`, salutation: 'Dear Sir or Madam' }],
    });
  }
  return { ...data, cities: [...data.cities, ...cities], offices: [...data.offices, ...offices] };
}
