/** A network of two members and three cities, taken from the project's own data, and its year. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Script } from '../../../client/rehearsal/script.js';
import type { Calendar } from '../../../domain/calendar.js';
import { pin } from '../../../domain/calendar.js';
import { loadCalendar } from '../../../activities/calendar/load.js';

export const year = 2018;
export const summit = '2018-11-13';

const members = ['SG', 'VN'];
const cities = ['singapore', 'hanoi', 'da-nang'];
const partners = ['us-state', 'yokohama', 'yusa'];

interface Entry {
  id?: string;
  code?: string;
  member?: string;
  city?: string;
  partner?: string;
  year?: number;
  kind?: string;
  routeFor?: unknown;
}

/**
 * Writes the data folder of the small network.
 *
 * Letters, forms and papers are the project's own. Viet Nam's Representative answers for both its cities when they
 * are asked for their wishes, so that a joint letter comes in.
 */
export async function writeSmallNetwork(from: string, into: string): Promise<void> {
  await cp(from, into, { recursive: true });
  await rm(join(into, 'calendars', `${year}.yaml`));
  const change = async (file: string, edit: (entries: Entry[]) => unknown): Promise<void> => {
    const path = join(into, file);
    const entries = parse(await readFile(path, 'utf8'), { schema: 'core' }) as Entry[];
    await writeFile(path, stringify(edit(entries), { schema: 'core' }));
  };
  const isHere = ({ member, city, partner }: Entry): boolean =>
    (member === undefined || members.includes(member)) &&
    (city === undefined || cities.includes(city)) &&
    (partner === undefined || partners.includes(partner));
  await mkdir(join(into, 'network'), { recursive: true });
  await change('network/members.yaml', (all) => all.filter(({ code }) => members.includes(code!)));
  await change('network/cities.yaml', (all) => all.filter(({ id }) => cities.includes(id!)));
  await change('network/partners.yaml', (all) => all.filter(({ id }) => partners.includes(id!)));
  await change('network/offices.yaml', (all) => all.filter(isHere));
  await change('network/chairs.yaml', (all) => [
    ...all.filter((chair) => chair.year === year),
    { year: year + 1, member: 'VN', status: 'by-rotation', source: 'gk' },
  ]);
  await change('asks.yaml', (all) =>
    all.map((ask) => (ask.kind === 'city-preference' ? { ...ask, routeFor: { VN: 'through-nr' } } : ask)),
  );
  const rules = join(into, 'network', 'rules.yaml');
  const known = parse(await readFile(rules, 'utf8')) as object;
  await writeFile(rules, stringify({ ...known, cityExceptions: [] }));
}

/** The year of the small network: every day derived from the Summit. */
export async function smallCalendar(dataDir: string): Promise<Calendar> {
  const open = await loadCalendar(dataDir, year, { chair: 'SG', place: 'Singapore', zone: 'Asia/Singapore' });
  return pin(open, { 'summit-autumn': summit }, 'the test', 'the founding year');
}

/**
 * How the officers behave. Whoever is not named answers at once and completely. Who waits to be chased is asked nothing
 * else at that time: a reminder that is withheld because of another letter of the office waits for ten minutes.
 */
export const script: Script = {
  year,
  begins: `${year}-01-23`,
  bounces: [],
  returns: [],
  ways: {},
  plays: [
    { office: 'csco-da-nang', kind: 'action-plan', does: 'in-two-parts' },
    { office: 'csco-hanoi', kind: 'action-plan', does: 'late' },
    { office: 'csco-singapore', kind: 'action-plan', does: 'after-escalation' },
    { office: 'nr-sg', kind: 'framework-comments', does: 'comment' },
    { office: 'nr-vn', kind: 'framework-comments', does: 'never' },
    { office: 'nr-vn', kind: 'city-preference', does: 'joint-answer' },
    { office: 'nr-sg', kind: 'clearance', text: 'annual-meeting', does: 'comment' },
    { office: 'partner-yusa', kind: 'twinning-partner', does: 'decline' },
    { office: 'csco-singapore', kind: 'final-action-plan', does: 'incomplete-then-complete' },
    { office: 'nr-vn', kind: 'clearance', text: 'jcm-autumn', does: 'object' },
    {
      office: 'jcm-secretariat',
      kind: 'body-record',
      text: 'jcm-autumn',
      does: 'return',
      item: 'outside-partners',
    },
  ],
};
