/**
 * Tells when the engine cannot use its file any more, though its process runs. When a call is given up while the engine
 * reads its file for it, as on a machine that is far too busy, SQLite interrupts the statement; where the driver then
 * leaves a statement open, every later one on the engine's only connection is interrupted as well (sqlite3_interrupt:
 * "until the count of running statements reaches zero"). Only an engine that opens the file anew gets out of that.
 */
import { setTimeout as pause } from 'node:timers/promises';

/** How SQLite calls it. */
const interrupted = /interrupted \(9\)/;

/** One statement may be interrupted and the next one not. */
const timesInARow = 3;

export interface StuckOptions {
  /** Milliseconds between two questions. */
  everyMs?: number;
  /** Nobody wants to know any more. */
  signal: AbortSignal;
}

/**
 * Asks again and again until the engine is stuck.
 *
 * @param ask something for which the engine reads its file
 * @returns true when it is stuck; false when the signal came before
 */
export async function untilStuck(
  ask: () => Promise<unknown>,
  { everyMs = 10_000, signal }: StuckOptions,
): Promise<boolean> {
  let times = 0;
  while (times < timesInARow) {
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return false;
    times = await ask().then(
      () => 0,
      // an engine that is only slow, or ends, says something else
      (error: unknown) => (interrupted.test(String(error)) ? times + 1 : times),
    );
  }
  return true;
}
