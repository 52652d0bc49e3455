/** How the running cycles stand, as metrics: read from their boards, which are consistent at once. */
import { isOwed } from '../domain/request.js';
import { toMs } from '../domain/time.js';
import type { Metrics } from '../workers/metrics.js';
import type { Operations } from './operations.js';

export interface FiguresOptions {
  operations: Pick<Operations, 'registry' | 'status' | 'boards' | 'askedAt'>;
  metrics: Metrics;
}

/** @returns a function that reads everything anew; it rejects where a workflow does not answer */
export function createFigures({ operations, metrics }: FiguresOptions): () => Promise<void> {
  const askedAt = new Map<string, number>();
  /** States that were shown once are shown as 0 from then on: a metric that is no longer set keeps its last value. */
  const shown = new Map<string, { cycle: string; kind: string; state: string }>();
  const cyclesShown = new Set<number>();

  const whenAsked = async (batch: string): Promise<number> => {
    const known = askedAt.get(batch) ?? toMs(await operations.askedAt(batch));
    askedAt.set(batch, known);
    return known;
  };

  const readCycle = async (year: number, counts: Map<string, number>): Promise<void> => {
    const cycle = String(year);
    const { waiting } = await operations.status(year);
    const boards = await operations.boards(year);
    let [oldest, earliestDue] = [Infinity, Infinity];
    for (const { batch, rows } of boards) {
      for (const { kind, state } of rows) {
        const key = `${cycle}/${kind}/${state}`;
        shown.set(key, { cycle, kind, state });
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const owed = rows.filter((row) => isOwed(row) && !row.settled && !row.closed);
      if (owed.length > 0) oldest = Math.min(oldest, await whenAsked(batch));
      for (const { due } of owed) earliestDue = Math.min(earliestDue, toMs(due));
    }
    metrics.oldestUnanswered.set(secondsSince(oldest), { cycle });
    metrics.longestOverdue.set(secondsSince(earliestDue), { cycle });
    metrics.mattersWaiting.set(waiting.length, { cycle });
  };

  return async () => {
    const { cycles, aside } = await operations.registry();
    const running = cycles.filter(({ state }) => state === 'running').map(({ year }) => year);
    const counts = new Map<string, number>();
    for (const year of running) await readCycle(year, counts);
    for (const [key, labels] of shown) metrics.requests.set(counts.get(key) ?? 0, labels);
    for (const year of cyclesShown) {
      if (running.includes(year)) continue;
      const cycle = String(year);
      metrics.oldestUnanswered.set(0, { cycle });
      metrics.longestOverdue.set(0, { cycle });
      metrics.mattersWaiting.set(0, { cycle });
    }
    running.forEach((year) => cyclesShown.add(year));
    metrics.lettersAside.set(aside.length);
    metrics.figuresReadAt.set(Math.floor(Date.now() / 1000));
  };
}

/** @param ms since 1970; what lies ahead, and Infinity for none, is 0 seconds ago */
const secondsSince = (ms: number): number => Math.max(0, Math.floor((Date.now() - ms) / 1000));
