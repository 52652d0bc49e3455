/** A network of many cities, each of which is asked for its plan; nothing is due while the test runs. */
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { loadCalendar } from '../../../activities/calendar/load.js';
import { loadNetwork } from '../../../activities/network/load.js';
import type { DocumentStore } from '../../../domain/document.js';
import { batchId, deskId } from '../../../domain/ids.js';
import { putNetwork } from '../../../domain/network-document.js';
import type { City, Language, MemberCode, Network, Office } from '../../../domain/network.js';
import type { BatchInput } from '../../../workflows/batch.js';
import type { Cycle } from '../../../workflows/cycle.js';
import type { DeskInput } from '../../../workflows/desk.js';
import type { Reach } from '../kill/engine-client.js';
import { network } from '../kill/run.js';
import { year } from '../kill/small-network.js';

/** When the letters that ask leave, by the calendar; they are due after weeks. */
export const asked = '2018-05-09T02:00:00Z';
const due = '2018-07-20';

export const kind = 'action-plan';
export const secretariat = 'secretariat-sg';

/** A city as the plan of the letters needs it. */
export interface Place {
  id: string;
  member: MemberCode;
  zone: string;
  language: Language;
}

const members: Omit<Place, 'id'>[] = [
  { member: 'PH', zone: 'Asia/Manila', language: 'en' },
  { member: 'VN', zone: 'Asia/Ho_Chi_Minh', language: 'vi' },
  { member: 'ID', zone: 'Asia/Jakarta', language: 'en' },
  { member: 'TH', zone: 'Asia/Bangkok', language: 'en' },
];

export const placesOf = (count: number): Place[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `city-${String(i + 1).padStart(2, '0')}`,
    ...members[i % members.length]!,
  }));

/** Who writes about a city. */
export type Writer = 'officer' | 'alternate' | 'representative';

export const officeOf = ({ id, member }: Place, writer: Writer): string =>
  ({
    officer: `csco-${id}`,
    alternate: `alternate-${id}`,
    representative: `nr-${member.toLowerCase()}`,
  })[writer];

export const addressOf = ({ id, member }: Place, writer: Writer): string =>
  ({
    officer: `csco@${id}.example`,
    alternate: `deputy@${id}.example`,
    representative: `nr@${member.toLowerCase()}.example`,
  })[writer];

function withPlaces(data: Network, places: readonly Place[]): Network {
  const cities = places.map(({ id, member, zone }): City => ({
    id,
    name: `City ${id.slice(-2)}`,
    localName: `City ${id.slice(-2)}`,
    member,
    zone,
    membership: { from: `${year}-01-01`, source: 'concept-note' },
    focusAreas: [],
    projects: [],
  }));
  const offices = places.flatMap((place): Office[] =>
    (['officer', 'alternate'] as const).map((writer) => ({
      id: officeOf(place, writer),
      kind: writer === 'officer' ? 'chief-smart-city-officer' : 'alternate',
      title: `${writer === 'officer' ? 'Chief Smart City Officer' : 'Deputy'} of ${place.id}`,
      member: place.member,
      city: place.id,
      address: addressOf(place, writer),
      language: place.language,
      zone: place.zone,
      holders: [{ from: `${year}-01-01`, salutation: 'Dear Sir or Madam' }],
    })),
  );
  return { ...data, cities: [...data.cities, ...cities], offices: [...data.offices, ...offices] };
}

/** Opens the registry, the secretariat's desk, and one request for each city. */
export async function askAll(
  places: readonly Place[],
  {
    reach,
    store,
    dataDir,
    offsetMs,
  }: { reach: Reach; store: DocumentStore; dataDir: string; offsetMs: number },
): Promise<void> {
  const data = await loadNetwork(dataDir, `${year}-01-01`);
  const networkDocument = await putNetwork(store, withPlaces(data, places));
  const calendar = await loadCalendar(dataDir, year, {
    chair: 'SG',
    place: 'Singapore',
    zone: 'Asia/Singapore',
  });
  const cycle: Cycle = {
    network,
    year,
    offsetMs,
    rehearsal: true,
    chair: 'SG',
    nextChair: 'TH',
    secretariat: [secretariat, `${secretariat}-head`],
    rules: data.rules,
  };
  const start = (workflow: 'desk' | 'batch', workflowId: string, input: DeskInput | BatchInput) =>
    reach.insist((_operations, client) =>
      client.workflow.start(workflow, {
        workflowId,
        taskQueue: network,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowTaskTimeout: '5 seconds',
        args: [input],
      }),
    );
  await reach.insist((operations) => operations.openRegistry());
  await start('desk', deskId(network, year), { cycle, networkDocument });
  await start('batch', batchId(network, year, kind, 1), {
    cycle,
    grounds: { networkDocument, calendar, instants: {} },
    kind,
    subjects: places.map(({ id }) => id),
    parent: 'none',
    due,
  });
}
