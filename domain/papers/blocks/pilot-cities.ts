/** The pilot cities, the office of each Chief Smart City Officer, and the National Representatives. */
import type { City, Member } from '../../network.js';
import { holderOn, membersOn, officesOf } from '../../network.js';
import { cityByName } from '../../nomination.js';
import { numbersOf, textOf } from '../answers.js';
import type { Source } from '../../paper.js';
import type { Block, Line } from '../block.js';
import { emptyCell, missingAnswer } from '../block.js';
import type { PaperYear } from '../year.js';
import { citiesInOrder, requestOf } from '../year.js';

/** From this year's nominations; in a year without them, from the registry. */
export function pilotCities(year: PaperYear): Block {
  const members = membersOn(year.network, year.date);
  const nominated = year.requests.some((request) => request.kind === 'nomination');
  return {
    lines: [],
    tables: [
      {
        title: 'Pilot cities',
        columns: ['Member State', 'City', 'Local name', 'Chief Smart City Officer'],
        rows: nominated ? members.flatMap((member) => fromNomination(year, member)) : fromRegistry(year),
      },
      {
        title: 'National Representatives',
        columns: ['Member State', 'National Representative'],
        rows: members.map((member) => representative(year, member, nominated)),
      },
    ],
  };
}

const memberCell = (member: Member): Line => ({
  text: member.name,
  source: { of: `data/${member.source ?? 'network/members'}`, field: 'name' },
});

/** The city's name in its own language, where that differs; of a city that the registry does not have, none. */
const localName = (city: City | undefined, unknown: Source): Line =>
  city && city.localName !== city.name
    ? { text: city.localName, source: { of: `data/${city.membership.source}`, field: 'local-name' } }
    : emptyCell(unknown);

function fromNomination(year: PaperYear, member: Member): Line[][] {
  const of = `nomination/${member.code.toLowerCase()}`;
  const submission = requestOf(year, 'nomination', member.code.toLowerCase())?.submission;
  if (!submission)
    return [
      [
        memberCell(member),
        missingAnswer(year, { of, field: 'city' }),
        emptyCell({ of, field: 'local-name' }),
        emptyCell({ of, field: 'officer' }),
      ],
    ];
  return numbersOf(submission, 'city').map((n) => [
    memberCell(member),
    answer(year, of, submission.version, `city.${n}.name`, textOf(submission, `city.${n}.name`)),
    localName(cityByName(textOf(submission, `city.${n}.name`) ?? '', year.network.cities), {
      of,
      field: `city.${n}.local-name`,
    }),
    answer(
      year,
      of,
      submission.version,
      `city.${n}.officer.title`,
      textOf(submission, `city.${n}.officer.title`),
    ),
  ]);
}

function fromRegistry(year: PaperYear): Line[][] {
  return citiesInOrder(year).map(({ city, member }) => {
    const [officer] = officesOf(year.network, 'chief-smart-city-officer', { city: city.id });
    const source = { of: `data/${city.membership.source}` };
    return [
      memberCell(member),
      { text: city.name, source: { ...source, field: 'name' } },
      localName(city, { ...source, field: 'local-name' }),
      officer
        ? {
            text: officer.title,
            source: { of: `data/${officer.source ?? 'network/offices'}`, field: officer.id },
          }
        : missingAnswer(year, { ...source, field: 'officer' }),
    ];
  });
}

function representative(year: PaperYear, member: Member, nominated: boolean): Line[] {
  const of = `nomination/${member.code.toLowerCase()}`;
  const submission = requestOf(year, 'nomination', member.code.toLowerCase())?.submission;
  if (nominated) {
    const title = submission && textOf(submission, 'representative.title');
    return [memberCell(member), answer(year, of, submission?.version, 'representative.title', title)];
  }
  const [office] = officesOf(year.network, 'national-representative', { member: member.code });
  const source = { of: `data/${office?.source ?? 'network/offices'}`, field: office?.id ?? 'representative' };
  return [
    memberCell(member),
    office && holderOn(office, year.date) ? { text: office.title, source } : missingAnswer(year, source),
  ];
}

function answer(
  year: PaperYear,
  of: string,
  version: number | undefined,
  field: string,
  text: string | undefined,
): Line {
  const source = { of, ...(version !== undefined && { version }), field };
  return text === undefined ? missingAnswer(year, source) : { text, source };
}
