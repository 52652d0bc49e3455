/** Whether the files of `data/network/` agree: every id once, every reference to something that is there. */
import { IANAZone } from 'luxon';
import type { NetworkFiles } from '../../domain/schemas/network.js';

/**
 * Compares the files with one another.
 *
 * @returns the first fault as a sentence that names file, place, value and what was expected, or undefined
 */
export function checkNetwork(files: NetworkFiles): string | undefined {
  for (const fault of faults(files)) return fault;
  return undefined;
}

function* faults(files: NetworkFiles): Generator<string> {
  yield* duplicates(files);
  yield* references(files);
  yield* capitals(files);
  yield* zones(files);
  yield* officesMissing(files);
}

const inFile = (name: keyof NetworkFiles): string => `data/network/${name}.yaml`;

function* duplicates(files: NetworkFiles): Generator<string> {
  const { members, cities, offices, partners, chairs, bodies } = files;
  yield* twice(
    inFile('members'),
    'members',
    'code',
    members.map((member) => member.code),
  );
  yield* twice(
    inFile('cities'),
    'cities',
    'id',
    cities.map((city) => city.id),
  );
  yield* twice(
    inFile('offices'),
    'offices',
    'id',
    offices.map((office) => office.id),
  );
  yield* twice(
    inFile('offices'),
    'offices',
    'address',
    offices.map((office) => office.address.toLowerCase()),
  );
  yield* twice(
    inFile('partners'),
    'partners',
    'id',
    partners.map((partner) => partner.id),
  );
  yield* twice(
    inFile('focus-areas'),
    'focus areas',
    'id',
    files['focus-areas'].map((area) => area.id),
  );
  yield* twice(
    inFile('chairs'),
    'chairs',
    'year',
    chairs.map((chair) => String(chair.year)),
  );
  yield* twice(
    inFile('bodies'),
    'bodies',
    'id',
    bodies.map((body) => body.id),
  );
}

function* twice(file: string, what: string, field: string, values: readonly string[]): Generator<string> {
  const first = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const earlier = first.get(value);
    if (earlier !== undefined) {
      yield `${file}: two ${what} have the ${field} “${value}” (entries ${earlier + 1} and ${i + 1}); expected each ${field} once.`;
    }
    first.set(value, i);
  }
}

/** A value that should stand somewhere else: where it was written, and in which file it is expected. */
interface Reference {
  at: string;
  value: string | undefined;
  of: 'members' | 'cities' | 'offices' | 'partners' | 'focus-areas' | 'bodies' | 'sources';
}

const nouns: Record<Reference['of'], string> = {
  members: 'a member',
  cities: 'a city',
  offices: 'an office',
  partners: 'a partner',
  'focus-areas': 'a focus area',
  bodies: 'a body',
  sources: 'a source',
};

function* references(files: NetworkFiles): Generator<string> {
  const known: Record<Reference['of'], Set<string>> = {
    members: new Set(files.members.map((member) => member.code)),
    cities: new Set(files.cities.map((city) => city.id)),
    offices: new Set(files.offices.map((office) => office.id)),
    partners: new Set(files.partners.map((partner) => partner.id)),
    'focus-areas': new Set(files['focus-areas'].map((area) => area.id)),
    bodies: new Set(files.bodies.map((body) => body.id)),
    sources: new Set(Object.keys(files.sources)),
  };
  for (const { at, value, of } of allReferences(files)) {
    if (value !== undefined && !known[of].has(value)) {
      yield `${at} is “${value}”; expected ${nouns[of]} of ${inFile(of)}.`;
    }
  }
}

function* allReferences(files: NetworkFiles): Generator<Reference> {
  for (const member of files.members) {
    yield { at: `${inFile('members')}: ${member.code}, source,`, value: member.source, of: 'sources' };
  }
  for (const city of files.cities) {
    const at = `${inFile('cities')}: ${city.id},`;
    yield { at: `${at} member,`, value: city.member, of: 'members' };
    yield { at: `${at} membership.source,`, value: city.membership.source, of: 'sources' };
    yield { at: `${at} vision.source,`, value: city.vision?.source, of: 'sources' };
    for (const area of city.focusAreas) yield { at: `${at} focusAreas,`, value: area, of: 'focus-areas' };
    for (const [i, project] of city.projects.entries()) {
      yield { at: `${at} project ${i + 1}, focusArea,`, value: project.focusArea, of: 'focus-areas' };
      for (const source of [project.source, ...(project.corroboratedBy ?? [])]) {
        yield { at: `${at} project ${i + 1}, source,`, value: source, of: 'sources' };
      }
    }
  }
  for (const office of files.offices) {
    const at = `${inFile('offices')}: ${office.id},`;
    yield { at: `${at} member,`, value: office.member, of: 'members' };
    yield { at: `${at} city,`, value: office.city, of: 'cities' };
    yield { at: `${at} partner,`, value: office.partner, of: 'partners' };
    yield { at: `${at} body,`, value: office.body, of: 'bodies' };
    yield { at: `${at} source,`, value: office.source, of: 'sources' };
  }
  for (const partner of files.partners) {
    const at = `${inFile('partners')}: ${partner.id},`;
    yield { at: `${at} source,`, value: partner.source, of: 'sources' };
    for (const area of partner.focusAreas) yield { at: `${at} focusAreas,`, value: area, of: 'focus-areas' };
  }
  for (const chair of files.chairs) {
    yield { at: `${inFile('chairs')}: ${chair.year}, member,`, value: chair.member, of: 'members' };
    yield { at: `${inFile('chairs')}: ${chair.year}, source,`, value: chair.source, of: 'sources' };
  }
  for (const body of files.bodies) {
    yield { at: `${inFile('bodies')}: ${body.id}, secretariat,`, value: body.secretariat, of: 'offices' };
  }
  for (const exception of files.rules.cityExceptions) {
    yield { at: `${inFile('rules')}: cityExceptions, member,`, value: exception.member, of: 'members' };
    yield { at: `${inFile('rules')}: cityExceptions, source,`, value: exception.source, of: 'sources' };
  }
}

function* capitals(files: NetworkFiles): Generator<string> {
  for (const { code, capital } of files.members) {
    const city = files.cities.find(({ id }) => id === capital.cityId);
    if (!city && !capital.notYetACity) {
      yield `${inFile('members')}: ${code}, capital.cityId, is “${capital.cityId}”; expected a city of ${inFile('cities')}, or the reason in “notYetACity”.`;
    }
    if (city && city.member !== code) {
      yield `${inFile('members')}: ${code}, capital.cityId, is “${capital.cityId}”, a city of ${city.member}; expected a city of ${code}.`;
    }
  }
}

function* zones(files: NetworkFiles): Generator<string> {
  const places: { at: string; zone: string }[] = [
    ...files.members.flatMap(({ code, zones: all }) =>
      all.map((zone) => ({ at: `${inFile('members')}: ${code}, zones,`, zone })),
    ),
    ...files.cities.map(({ id, zone }) => ({ at: `${inFile('cities')}: ${id}, zone,`, zone })),
    ...files.offices.map(({ id, zone }) => ({ at: `${inFile('offices')}: ${id}, zone,`, zone })),
    ...files.partners.map(({ id, zone }) => ({ at: `${inFile('partners')}: ${id}, zone,`, zone })),
  ];
  for (const { at, zone } of places) {
    if (!IANAZone.isValidZone(zone)) yield `${at} is “${zone}”; expected a time zone such as Asia/Singapore.`;
  }
}

/** Every member and every city can be written to. */
function* officesMissing(files: NetworkFiles): Generator<string> {
  const has = (kind: string, of: { member?: string; city?: string }): boolean =>
    files.offices.some(
      (office) =>
        office.kind === kind &&
        (of.member === undefined || office.member === of.member) &&
        (of.city === undefined || office.city === of.city),
    );
  for (const { code } of files.members) {
    for (const kind of ['national-secretariat', 'national-representative', 'chair-secretariat']) {
      if (!has(kind, { member: code })) {
        yield `${inFile('offices')}: the member ${code} has no office of the kind “${kind}”; expected one.`;
      }
    }
  }
  for (const { id } of files.cities) {
    if (!has('chief-smart-city-officer', { city: id })) {
      yield `${inFile('offices')}: the city ${id} has no office of the kind “chief-smart-city-officer”; expected one.`;
    }
  }
}
