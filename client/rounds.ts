/** Looks after an installation while it runs: every few seconds whether its parts are ready, and how its cycles stand. */
import { statfs } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, typeOf } from '../workers/log-codes.js';
import type { Watching } from '../workers/watch.js';
import type { Part, ReadinessCheck } from './readiness.js';

/** Between two rounds. */
const everyMs = 15_000;
/** Figures are read at the next round after something happened, and otherwise only so often: each query costs. */
const figuresEveryMs = 10 * 60_000;

export interface RoundsOptions extends Pick<Watching, 'log' | 'metrics'> {
  home: string;
  readiness: Pick<ReadinessCheck, 'check'>;
  /** Reads the figures of the cycles; only where a worker runs. */
  figures?: () => Promise<void>;
}

/** Begins the rounds. */
export function beginRounds({ home, readiness, figures, log, metrics }: RoundsOptions) {
  const ending = new AbortController();
  const troubled = new Set<Part>();
  let changed = true;
  let figuresAt = 0;

  const lookAtParts = async (): Promise<boolean> => {
    const { parts } = await readiness.check();
    for (const [part, state] of Object.entries(parts) as [Part | 'start', string][]) {
      if (part === 'start') continue;
      const ready = state === 'ready';
      metrics.ready.set(ready ? 1 : 0, { part });
      if (ready && troubled.delete(part))
        log.warn(part === 'engine' ? 'engine-back' : 'ready-again', { part });
      if (!ready && !troubled.has(part)) {
        troubled.add(part);
        log.warn(part === 'engine' ? 'engine-lost' : 'not-ready', { part });
      }
    }
    return !troubled.has('engine');
  };

  const readFigures = async (): Promise<void> => {
    if (!figures || (!changed && Date.now() - figuresAt < figuresEveryMs)) return;
    changed = false;
    figuresAt = Date.now();
    await figures().catch((error: unknown) => {
      changed = true;
      log.warn('figures-not-read', { type: typeOf(error), code: codeOf(error) });
    });
  };

  const lookAtDisk = async (): Promise<void> => {
    const { bavail, blocks, bsize } = await statfs(home);
    metrics.diskFree.set(bavail * bsize);
    metrics.diskSize.set(blocks * bsize);
  };

  const rounds = (async () => {
    while (!ending.signal.aborted) {
      await lookAtDisk().catch(() => undefined);
      if (await lookAtParts()) await readFigures();
      await pause(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();

  return {
    /** Something has happened in a cycle. */
    changed: (): void => {
      changed = true;
    },
    /** Ends the rounds after the one under way. */
    async end(): Promise<void> {
      ending.abort();
      await rounds;
    },
  };
}
