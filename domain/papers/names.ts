/** What requests, sources and offices are called in a paper: in words, since an id says nothing to its readers. */
import { resolveCalendar } from '../calendar.js';
import type { Paper } from '../paper.js';
import { statementsOf } from '../paper.js';
import { partsOfSubject } from '../subject.js';
import { wordedDays } from './worded-date.js';
import type { PaperYear } from './year.js';

type Year = Pick<PaperYear, 'network' | 'calendar' | 'itemTitles' | 'sources'>;

/** A request's name by its kind; `{city}`, `{member}`, `{partner}` and `{text}` are put in. */
const requests: Record<string, string> = {
  nomination: 'Nomination by {member}',
  'workshop-delegation': 'Delegation of {member} to the governance workshop',
  'meeting-delegation': 'Delegation of {member} to the annual meeting',
  'action-plan': 'Draft action plan of {city}',
  'final-action-plan': 'Final action plan of {city}',
  'framework-comments': 'Comments of {member} on the draft framework',
  'partner-offer': 'Offer of {partner}',
  'city-preference': 'What {city} seeks from an outside partner',
  'twinning-city': 'Answer of {city} on the twinning with {partner}',
  'twinning-partner': 'Answer of {partner} on the twinning with {city}',
  progress: 'Report on progress of {city}',
  clearance: 'Position of {member} on {text}',
  'body-record': 'Record of the {text}',
};

/** What is counted or drawn together from many answers. */
const gathered: Record<string, string> = {
  'action-plan': 'The draft action plans',
  'framework-comments': 'The comments on the draft framework',
  'meeting-delegation': 'The delegations announced',
  'twinning-city': 'The answers on twinning',
  decision: 'The decisions recorded',
  progress: 'The reports on progress',
  requests: 'The requests of the year',
};

/** A request in words: “Draft action plan of Da Nang”. */
export function requestName(year: Year, kind: string, subject: string): string {
  const wording = requests[kind];
  if (wording === undefined) return `${kind}/${subject}`;
  const { city, member, partner } = partsOfSubject(year.network, subject);
  const values: Record<string, string> = {
    city: city?.name ?? subject,
    member: member?.name ?? subject,
    partner: partner?.name ?? subject,
    text: textName(year, subject),
  };
  return wording.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** A text before the members or a body: `jcm-autumn-v2.VN` is the paper for a session, its second version. */
function textName(year: Year, subject: string): string {
  const [text = subject] = subject.split('.');
  const [, id = text, version] = /^(.+?)(?:-v(\d+))?$/.exec(text) ?? [];
  const session = sessionOf(year, id);
  const name = session?.title ?? id.replaceAll('-', ' ');
  return version === undefined
    ? name
    : `${session ? `the paper for the ${name}` : `the ${name}`}, version ${version}`;
}

function sessionOf(
  { calendar }: Year,
  id: string,
): { title: string; body: string; days: string } | undefined {
  const session = calendar.phases.flatMap((phase) => phase.sessions ?? []).find((each) => each.id === id);
  const date = session && resolveCalendar(calendar).get(session.meets);
  return date && { title: date.title, body: session.body, days: wordedDays(date.date, date.until) };
}

/** A session by its body and its days: “JCM, 15–16 October 2018”. */
export function sessionName(year: Year, id: string): string {
  const session = sessionOf(year, id);
  if (!session) return id;
  const body = year.network.bodies.find((each) => each.id === session.body);
  return `${body?.shortName ?? session.body}, ${session.days}`;
}

/**
 * A source in words.
 *
 * @param of `Source.of` of a statement
 */
export function sourceName(year: Year, of: string): string {
  const [first = '', ...rest] = of.split('/');
  const [second = '', third = ''] = rest;
  if (rest.length === 0) return gathered[first] ?? of;
  switch (first) {
    case 'data':
      return dataName(year, of.slice('data/'.length));
    case 'decision':
      return `Decision of the ${sessionName(year, second)} on “${year.itemTitles[`${second}/${third}`] ?? third}”`;
    case 'options':
      return 'The options found for the matchmaking';
    default:
      return requestName(year, first, rest.join('/'));
  }
}

function dataName({ sources }: Year, id: string): string {
  if (id.startsWith('papers/')) return 'Wording of the Chair';
  if (id.startsWith('calendars/')) return `Calendar of ${id.slice('calendars/'.length)}`;
  if (id.startsWith('network/')) return 'Registry of the network';
  const name = sources[id] ?? id;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What the ids of a paper's annex stand for: its sources, and the offices that may change its words. */
export function namesIn(paper: Paper, year: Year): Record<string, string> {
  const sources = new Set(statementsOf(paper).flatMap(({ source }) => source?.of ?? []));
  const offices = year.network.offices.filter(
    ({ kind }) => kind === 'chair-secretariat' || kind === 'asean-secretariat',
  );
  return Object.fromEntries([
    ...[...sources].map((of) => [of, sourceName(year, of)] as const),
    ...offices.map(({ id, title }) => [id, title] as const),
  ]);
}
