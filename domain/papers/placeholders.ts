/** The placeholders that the wording of a paper may hold: a closed list. */
import { badInput } from '../errors.js';
import { membersOn } from '../network.js';
import { wordedDays } from './worded-date.js';
import type { PaperYear } from './year.js';
import { citiesInOrder, inProse } from './year.js';

export const placeholders = [
  'body',
  'chair',
  'cities',
  'dates',
  'members',
  'nextChair',
  'nextYear',
  'pairs',
  'place',
  'planPeriod',
  'session',
  'year',
] as const;

type Placeholder = (typeof placeholders)[number];

const isPlaceholder = (name: string): name is Placeholder =>
  (placeholders as readonly string[]).includes(name);

/** The placeholders of a text that are not on the list. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '').filter((name) => !isPlaceholder(name));

/**
 * Puts the year's values into the wording of a paper's definition.
 *
 * @throws CycleError `BadInput` for a placeholder that is not on the list
 */
export function fill(text: string, year: PaperYear): string {
  const values = valuesOf(year);
  return text.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    if (isPlaceholder(name)) return values[name];
    throw badInput(
      `The paper “${year.definition.id}” has the placeholder {${name}}; known are: ${placeholders.join(', ')}.`,
    );
  });
}

function valuesOf(year: PaperYear): Record<Placeholder, string> {
  const { calendar, network, session } = year;
  return {
    body: year.body.name,
    chair: inProse(chairName(year)),
    cities: String(citiesInOrder(year).length || nominatedCities(year)),
    dates: wordedDays(session.date, session.until),
    members: String(membersOn(network, year.date).length),
    nextChair: inProse(nextChairName(year)),
    nextYear: String(calendar.year + 1),
    pairs: String(year.twins.length),
    place: calendar.place,
    planPeriod: calendar.planPeriod.replace('-', '–'),
    session: session.title,
    year: String(calendar.year),
  };
}

/** The name of the member that chairs. */
export const chairName = ({ calendar, network }: Pick<PaperYear, 'calendar' | 'network'>): string =>
  network.members.find((member) => member.code === calendar.chair)?.name ?? calendar.chair;

const nextChairName = ({ calendar, network }: PaperYear): string => {
  const next = network.chairs.find(({ year }) => year === calendar.year + 1)?.member;
  return network.members.find((member) => member.code === next)?.name ?? 'the next chair';
};

/** In the founding year the cities become members of the network only after they were nominated. */
const nominatedCities = (year: PaperYear): number =>
  year.requests.reduce(
    (sum, { kind, submission }) =>
      kind === 'nomination' && submission
        ? sum + Object.keys(submission.fields).filter((field) => /^city\.\d+\.name$/.test(field)).length
        : sum,
    0,
  );
