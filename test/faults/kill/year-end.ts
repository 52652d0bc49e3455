/** Gathers what a year came to, from the engine and from the document store. */
import { setTimeout as pause } from 'node:timers/promises';
import { listReceived } from '../../../activities/mail/in/received.js';
import { letterLedger } from '../../../activities/mail/out/ledger.js';
import { cycleId, registryId, shortRequest } from '../../../domain/ids.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { Paper } from '../../../domain/paper.js';
import { statementsOf } from '../../../domain/paper.js';
import type { RequestRecord } from '../../../domain/request.js';
import type { Twin } from '../../../domain/twinning.js';
import type { YearSoFar } from '../../../workflows/phase.js';
import type { Reach } from './engine-client.js';
import type { LedgerLetter, RequestEnd, YearEnd } from './invariants.js';
import { network } from './run.js';
import { year } from './small-network.js';

/** How long workflows may take to come to rest after all else is done. */
const restMs = 60_000;

export async function yearEnd(reach: Reach, store: DocumentStore, result: YearSoFar): Promise<YearEnd> {
  const { open, broken } = await atRest(reach, (id) => id === registryId(network));
  const rows = await reach.insist((operations) => operations.requests(year));
  const records: RequestRecord[] = [];
  for (const { id } of rows) {
    records.push(await reach.insist((operations) => operations.request(year, shortRequest(id))));
  }
  const { waiting } = await reach.insist((operations) => operations.status(year));
  return {
    decisions: result.decisions.map(({ session, body, item, verb, basis, finality, paragraph, version }) => ({
      ...{ session, body, item, verb, basis, finality, paragraph, version },
    })),
    twins: result.twins ? await store.getJson<Twin[]>(result.twins.document) : [],
    clearances: result.clearances,
    papers: await Promise.all(
      result.papers.map(async ({ id, version, document }) => ({
        id,
        version,
        statements: statementsOf(await store.getJson<Paper>(document)).map(({ id: statement, text }) => ({
          id: statement,
          text,
        })),
      })),
    ),
    requests: records.map(requestEnd),
    ledger: await readLedger(store),
    received: (await listReceived(store, network)).map(({ digest, outcome }) => ({ digest, outcome })),
    open,
    broken,
    waiting: waiting.map(({ id }) => id),
  };
}

/** Marks that say how fast an answer came, and not what it was. */
const marksOfTiming = ['reminded', 'escalated', 'late'];

const requestEnd = ({ id, state, versions, marks }: RequestRecord): RequestEnd => ({
  id: shortRequest(id),
  state,
  versions: versions.map(({ from, choices }) => ({ from, choices })),
  letters: versions.map(({ letter }) => letter),
  marks: marks.filter((mark) => !marksOfTiming.includes(mark)).sort(),
});

/** Every letter that was begun. */
export async function readLedger(store: DocumentStore): Promise<LedgerLetter[]> {
  const numbers = (await store.keys(`letters/${network}/${year}`))
    .filter((key) => key.endsWith('/before'))
    .map((key) => key.slice(0, -'/before'.length));
  return Promise.all(
    numbers.map(async (number): Promise<LedgerLetter> => {
      const ledger = letterLedger(store, { network, cycle: year, number });
      const before = (await ledger.before())!;
      const after = await ledger.after();
      const { order } = before;
      return {
        number,
        template: before.template,
        messageId: before.messageId,
        outcome: after?.sent.outcome ?? 'under way',
        recipients: before.recipients.map(({ address }) => address),
        requests: (order.answers ?? []).map(({ request }) => shortRequest(request)),
        to: before.to[0] ?? '',
      };
    }),
  );
}

/** Message-IDs of letters that were begun, and of which no answer of the mail server is recorded. */
export async function lettersUnderWay(store: DocumentStore): Promise<string[]> {
  const keys = new Set(await store.keys(`letters/${network}/${year}`));
  const begun = [...keys].filter(
    (key) => key.endsWith('/before') && !keys.has(key.replace(/\/before$/, '/after')),
  );
  const entries = await Promise.all(
    begun.map((key) => store.entry<{ messageId: string }>(`letters/${network}/${year}`, key)),
  );
  return entries.flatMap((entry) => (entry ? [entry.messageId] : []));
}

/**
 * Waits until only those workflows are open that stay so, or until that is no longer to be hoped for.
 *
 * @returns ids of the others that are open, and of those that ended in another way than by themselves
 */
export async function atRest(
  reach: Reach,
  staysOpen: (id: string) => boolean,
): Promise<{ open: string[]; broken: string[] }> {
  const deadline = Date.now() + restMs;
  const idsOf = (query: string) =>
    reach.insist(async (_operations, client) => {
      const ids: string[] = [];
      for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
      return ids;
    });
  for (;;) {
    const open = (await idsOf(`ExecutionStatus = 'Running'`)).filter((id) => !staysOpen(id));
    if (open.length === 0 || Date.now() > deadline) {
      const broken = await idsOf(`ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')`);
      return { open, broken };
    }
    await pause(500);
  }
}

/** Waits for the year's end. */
export const untilClosed = (reach: Reach): Promise<YearSoFar> =>
  reach.insist(
    (_operations, client) => client.workflow.getHandle(cycleId(network, year)).result() as Promise<YearSoFar>,
  );
