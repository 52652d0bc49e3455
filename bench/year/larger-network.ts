/** A network of more cities than there are: the data folder, with copies of the founding cities and of how their officers behave. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

interface City {
  id: string;
  name: string;
  localName: string;
  membership: { from: string };
}

interface Office {
  id: string;
  city?: string;
  address: string;
}

interface Play {
  office: string;
}

/** The day since which the 26 founding cities are members, as the data has it. */
const founded = '2018-04-27';

/**
 * Writes a data folder whose year 2018 has `count` cities. The copies are members before the year begins, so that
 * nominations leave them as they are; each behaves as the city that it is a copy of.
 *
 * @param from the project's data folder
 * @param into a folder that is made
 * @param count 26 for the network as it was
 */
export function writeLargerNetwork(from: string, into: string, count: number): void {
  cpSync(from, into, { recursive: true });
  const edit = <T>(path: string, change: (content: T) => T): void => {
    const file = join(into, path);
    writeFileSync(file, stringify(change(parse(readFileSync(file, 'utf8'), { schema: 'core' }) as T)));
  };
  const founding = (
    parse(readFileSync(join(from, 'network', 'cities.yaml'), 'utf8'), { schema: 'core' }) as City[]
  )
    .filter(({ membership }) => membership.from === founded)
    .map(({ id }) => id);
  const copies = Array.from({ length: Math.max(0, count - founding.length) }, (_, i) => ({
    of: founding[i % founding.length]!,
    n: Math.floor(i / founding.length) + 2,
  }));
  edit<City[]>('network/cities.yaml', (cities) => [
    ...cities,
    ...copies.map(({ of, n }) => {
      const city = cities.find(({ id }) => id === of)!;
      return {
        ...city,
        id: `${of}-${n}`,
        name: `${city.name} ${n}`,
        localName: `${city.localName} ${n}`,
        membership: { ...city.membership, from: '2018-01-01' },
      };
    }),
  ]);
  edit<Office[]>('network/offices.yaml', (offices) => [
    ...offices,
    ...copies.flatMap(({ of, n }) =>
      offices
        .filter(({ city }) => city === of)
        .map((office) => ({
          ...office,
          id: `${office.id}-${n}`,
          city: `${of}-${n}`,
          address: office.address.replace('@', `-${n}@`),
        })),
    ),
  ]);
  edit<{ plays: Play[]; bounces: string[] }>('rehearsals/2018.yaml', (script) => ({
    ...script,
    bounces: [
      ...script.bounces,
      ...copiesOf(
        script.bounces,
        (office) => office,
        copies,
        (_, copy) => copy,
      ),
    ],
    plays: [
      ...script.plays,
      ...copiesOf(
        script.plays,
        ({ office }) => office,
        copies,
        (play, office) => ({ ...play, office }),
      ),
    ],
  }));
}

/** What is said of a city's officer, for the officers of its copies. */
const copiesOf = <T>(
  said: T[],
  officeOf: (each: T) => string,
  copies: { of: string; n: number }[],
  copy: (each: T, office: string) => T,
): T[] =>
  copies.flatMap(({ of, n }) =>
    said.filter((each) => officeOf(each) === `csco-${of}`).map((each) => copy(each, `csco-${of}-${n}`)),
  );
