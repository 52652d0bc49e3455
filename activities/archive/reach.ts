/** Which runs belong to a cycle: what its workflow started, all through, the letters that came in, and the registry. */
import type { Client } from '@temporalio/client';
import { arrivedLedger } from '../../domain/arrival.js';
import type { DocumentStore } from '../../domain/document.js';
import { cycleId, deskId, letterId, registryId } from '../../domain/ids.js';
import { receivedLedger } from '../../domain/received.js';
import { trayLedger } from '../../domain/tray.js';
import type { Run } from './history.js';
import { childrenOf, fetchRun, runBefore } from './history.js';

/** Runs fetched at a time. */
const atOnce = 8;

export interface Reaching {
  client: Client;
  store: DocumentStore;
  network: string;
  cycle: number;
  /** Workflows that are known to belong to it. */
  known: Iterable<string>;
  /** True for a run that needs no second look: all of it is in the archive. */
  isComplete: (workflow: string, run: string) => boolean;
}

/**
 * Every run of the cycle whose history the engine still holds and the archive does not hold whole.
 * A letter belongs to the cycles that were open when it came; one that was kept aside too.
 */
export async function* runsOf({
  client,
  store,
  network,
  cycle,
  known,
  isComplete,
}: Reaching): AsyncGenerator<Run> {
  const own = [cycleId(network, cycle), deskId(network, cycle)];
  const year = await fetchRun(client, own[0]!);
  if (!year) return;
  const [first, last] = [year.events[0], year.events.at(-1)];
  const begins = secondsOf(first);
  const ends = last?.workflowExecutionCompletedEventAttributes ? secondsOf(last) : Infinity;
  const isLetter = (workflow: string): boolean => workflow.startsWith(letterId(network, ''));
  const letters = [...(await lettersIn(store, network))].map((digest) => letterId(network, digest));
  const seen = new Set<string>();
  const waiting: { workflow: string; run?: string }[] = [];
  const reach = (workflow: string, run?: string): void => {
    if (seen.has(`${workflow} ${run ?? ''}`)) return;
    seen.add(`${workflow} ${run ?? ''}`);
    waiting.push(run === undefined ? { workflow } : { workflow, run });
  };
  for (const workflow of [...own, registryId(network), ...known, ...letters]) reach(workflow);
  while (waiting.length > 0) {
    const fetched = await Promise.all(
      waiting.splice(0, atOnce).map(({ workflow, run }) => fetchRun(client, workflow, run)),
    );
    for (const run of fetched) {
      if (!run) continue;
      const came = secondsOf(run.events[0]);
      if (isLetter(run.workflow) && (came < begins || came > ends)) continue;
      const before = runBefore(run);
      if (before !== undefined && !isComplete(run.workflow, before)) reach(run.workflow, before);
      for (const child of childrenOf(run)) {
        // the registry has started other years too, and the letters that a person gave to a request
        if (run.workflow !== registryId(network) || isLetter(child)) reach(child);
      }
      if (!isComplete(run.workflow, run.run)) yield run;
    }
  }
}

const secondsOf = (event: Run['events'][number] | undefined): number =>
  Number(event?.eventTime?.seconds ?? 0);

/** Digests of the letters that came in, as the ledgers know them. */
async function lettersIn(store: DocumentStore, network: string): Promise<Set<string>> {
  const keys = await Promise.all(
    [receivedLedger, arrivedLedger, trayLedger].map((ledger) => store.keys(ledger(network))),
  );
  return new Set(keys.flat().flatMap((key) => /[0-9a-f]{64}/.exec(key)?.[0] ?? []));
}
