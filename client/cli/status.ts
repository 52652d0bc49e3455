/** A year at a glance. */
import type { KeptAside, RegisteredCycle } from '../../workflows/network-messages.js';
import type { CycleStatus } from '../../workflows/cycle-messages.js';
import { shortRequest } from '../../domain/ids.js';
import { readNetwork } from '../../domain/network-document.js';
import type { NotLeft } from '../../domain/letter-record.js';
import { notLeft } from '../../domain/letter-record.js';
import type { RequestRow, RequestState } from '../../domain/request.js';
import { toInstant } from '../../domain/time.js';
import type { Reading } from '../../workers/reading.js';
import type { Operations } from '../operations.js';
import { counted, facts, paragraph, section, table, utc, utcAndThere } from './output.js';

/** How a year stands, with its requests and the name of its chair. */
export interface Stands extends CycleStatus {
  requests: RequestRow[];
  chairName: string;
  /** Letters that the mail server has not taken for over an hour. */
  notLeft: NotLeft[];
}

export async function readStatus(
  operations: Operations,
  { store, putOff }: Pick<Reading, 'store' | 'putOff'>,
  year: number,
): Promise<Stands> {
  const [status, requests] = [await operations.status(year), await operations.requests(year)];
  const { members } = await readNetwork(store, status.networkDocument);
  const chairName = members.find(({ code }) => code === status.cycle.chair)?.name ?? status.cycle.chair;
  const late = notLeft(await putOff(year), toInstant(Date.now()));
  return { ...status, requests, chairName, notLeft: late };
}

/** Every cycle that the registry knows. */
export const printCycles = (cycles: readonly RegisteredCycle[]): string =>
  cycles.length === 0
    ? 'No cycle has been started. Plan one with: ascn cycle plan YEAR --summit DATE'
    : table(
        ['Cycle', 'State', 'Chair', 'Started', 'By'],
        cycles.map(({ year, state, chair, startedAt, startedBy }) => [
          String(year),
          state,
          chair,
          startedAt ? utc(startedAt) : '',
          startedBy?.office ?? '',
        ]),
      );

/** The phases, the requests by kind and state, what waits for a person, the drafts, what lies aside. */
export function printStatus(stands: Stands, aside: readonly KeptAside[]): string {
  const { cycle, now, calendar, phases, requests, drafts, closed } = stands;
  const head = `The cycle of ${cycle.year} under ${stands.chairName}${cycle.rehearsal ? ' (a rehearsal)' : ''}: ${closed ? 'closed' : 'open'}`;
  const held = drafts.filter(({ state }) => state === 'held' || state === 'release-prepared');
  return [
    `${head}\n${facts([['Now', utcAndThere(now, calendar.zone)]])}`,
    table(
      ['Phase', 'State', 'Opens'],
      phases.map(({ title, state, opens }) => [title, state, opens]),
    ),
    section(
      `Requests (${requests.length})`,
      requests.length > 0 ? printRequestCounts(requests) : 'Nothing has been asked yet.',
    ),
    printWaiting(stands),
    printNotLeft(stands),
    section(
      `Drafts that wait for release (${held.length})`,
      held.length > 0 ? printDrafts(cycle.year, held) : 'None.',
    ),
    printProceedings(stands),
    section(
      `Letters kept aside (${aside.length})`,
      aside.length > 0 ? 'Read them with: ascn letter tray' : 'None.',
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The states in the order of a request's life. */
export const requestStates = [
  'asked',
  'acknowledged',
  'received-unconfirmed',
  'returned',
  'answered',
  'accepted',
  'undeliverable',
  'lapsed',
] as const satisfies RequestState[];

function printRequestCounts(requests: readonly RequestRow[]): string {
  const states = requestStates.filter((state) => requests.some((row) => row.state === state));
  const kinds = [...new Set(requests.map(({ kind }) => kind))];
  return table(
    ['Kind', 'All', ...states],
    kinds.map((kind) => {
      const rows = requests.filter((row) => row.kind === kind);
      const counts = states.map((state) => rows.filter((row) => row.state === state).length);
      return [kind, ...[rows.length, ...counts].map((count) => (count === 0 ? '-' : String(count)))];
    }),
  );
}

function printWaiting({ waiting }: CycleStatus): string {
  const matters = waiting.map(({ what, command, since }) =>
    [paragraph(`${what} (since ${utc(since)})`, 2), `    ${command}`].join('\n'),
  );
  return section(`What waits for you (${waiting.length})`, matters.join('\n\n') || 'Nothing.');
}

/** A mail server that takes no letters takes no notice about it either: here is where it is told. */
function printNotLeft({ cycle, notLeft }: Stands): string {
  if (notLeft.length === 0) return '';
  const count = notLeft.reduce((sum, { letters }) => sum + letters.length, 0);
  const reasons = notLeft.map(({ reply, since, letters }) =>
    paragraph(`${counted(letters.length, 'letter')} since ${utc(since)}. The mail server: ${reply}`, 2),
  );
  const what =
    'They are tried again, at least every quarter of an hour, and leave once the mail server takes them. ' +
    'Tell whoever runs the system, and reach the offices by another way if it cannot wait.';
  const command = `    ascn letter list ${cycle.year}`;
  return section(
    `Letters that have not left (${count})`,
    [...reasons, paragraph(what, 2), command].join('\n'),
  );
}

/** Drafts with the ids by which they are shown, edited, released and dropped. */
export const printDrafts = (year: number, drafts: CycleStatus['drafts']): string =>
  table(
    ['Draft', 'State', 'Letters', 'About'],
    drafts.map(({ name, state, letters, title }) => [
      `${year}/held/${name}`,
      inWords(state),
      String(letters),
      title,
    ]),
  );

const inWords = (state: CycleStatus['drafts'][number]['state']): string =>
  state === 'release-prepared' ? 'release prepared' : state;

function printProceedings({ cycle, proceedings }: CycleStatus): string {
  const named = (what: 'clearance' | 'session'): string =>
    proceedings
      .filter((each) => each.what === what)
      .map(({ id }) => `${cycle.year}/${shortRequest(id).replace(/^[^/]+\//, '')}`)
      .join(', ');
  const said = facts([
    ['ascn clearance show', named('clearance')],
    ['ascn decide', named('session')],
  ]);
  return proceedings.length > 0
    ? section(`Texts and sessions so far (${counted(proceedings.length, 'proceeding')})`, said)
    : '';
}
