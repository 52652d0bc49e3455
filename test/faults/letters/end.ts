/** Gathers what became of the letters, from the engine and from the document store. */
import { setTimeout as pause } from 'node:timers/promises';
import { listReceived } from '../../../activities/mail/in/received.js';
import { listTray } from '../../../activities/mail/in/tray.js';
import type { DocumentStore } from '../../../domain/document.js';
import { batchId, deskId, registryId, requestId } from '../../../domain/ids.js';
import type { Submission } from '../../../domain/submission.js';
import type { Reach } from '../kill/engine-client.js';
import { network } from '../kill/run.js';
import { year } from '../kill/small-network.js';
import { atRest, readLedger } from '../kill/year-end.js';
import type { RequestEnd } from './expected.js';
import type { LettersEnd } from './invariants.js';
import type { Place } from './network.js';
import { kind } from './network.js';

/** How long they may be at work after the last letter. */
const idleMs = 60_000;

export async function lettersEnd(
  reach: Reach,
  store: DocumentStore,
  places: readonly Place[],
): Promise<Omit<LettersEnd, 'handedIn' | 'copies' | 'openAtDeath' | 'overlapping'>> {
  const stay = new Set([
    registryId(network),
    deskId(network, year),
    batchId(network, year, kind, 1),
    ...places.map(({ id }) => requestId(network, year, kind, id)),
  ]);
  const { open, broken } = await atRest(reach, (id) => stay.has(id));
  const atWork = await untilIdle(reach, [...stay]);
  const received = await listReceived(store, network);
  const tray = await listTray(store, network);
  return {
    received: received.map(({ digest, outcome, reason }) => ({ digest, outcome, reason })),
    tray: tray.map(({ letter: { digest, reason } }) => ({ digest, reason })),
    requests: await Promise.all(places.map((place) => requestEnd(reach, store, place))),
    ledger: await readLedger(store),
    open: [...open, ...atWork],
    broken,
  };
}

/**
 * Waits until workflows that stay open have nothing in hand, or until that is no longer to be hoped for.
 *
 * @returns ids of those that have
 */
async function untilIdle(reach: Reach, ids: readonly string[]): Promise<string[]> {
  const deadline = Date.now() + idleMs;
  const isAtWork = async (id: string): Promise<boolean> => {
    const { raw } = await reach.insist((_operations, client) => client.workflow.getHandle(id).describe());
    return Boolean(raw.pendingWorkflowTask) || (raw.pendingActivities ?? []).length > 0;
  };
  for (;;) {
    const atWork: string[] = [];
    for (const id of ids) if (await isAtWork(id)) atWork.push(id);
    if (atWork.length === 0 || Date.now() > deadline) return atWork;
    await pause(500);
  }
}

async function requestEnd(reach: Reach, store: DocumentStore, { id }: Place): Promise<RequestEnd> {
  const request = `${kind}/${id}`;
  const { state, accepted, versions } = await reach.insist((operations) => operations.request(year, request));
  return {
    id: request,
    state,
    accepted: accepted ?? null,
    versions: await Promise.all(
      versions.map(async ({ letter, from, confirmed, disowned = false, document }) => {
        const { fields } = await store.getJson<Submission>(document);
        return {
          ...{ letter, from, confirmed, disowned },
          fields: Object.fromEntries(
            Object.entries(fields).map(([key, { value, letter: by }]) => [key, { value, letter: by }]),
          ),
        };
      }),
    ),
  };
}
