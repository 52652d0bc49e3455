/**
 * Archives a cycle as it stands: the log gets what has happened, and a seal. It runs beside the cycle, so that
 * neither is held up by the other (docs/decisions/021-the-archive.md).
 */
import { isCancellation } from '@temporalio/workflow';
import type { Seal } from '../domain/archive.js';
import { calendarNow } from './cycle.js';
import { appendToArchive, runningCycles, timeStampSeals } from './work.js';

export interface ArchiveInput {
  network: string;
  /** Every cycle that runs, where none is named. */
  cycle?: number;
  /** Why: stands in the seal. */
  occasion: string;
  /** The calendar's time minus the engine's. */
  offsetMs: number;
  /** The cycle has come to its end: all of it is waited for. */
  whole?: boolean;
}

/** @returns the last seal; undefined where no cycle runs */
export async function archive(input: ArchiveInput): Promise<Seal | undefined> {
  const { network, occasion, whole = false } = input;
  const cycles = input.cycle === undefined ? await runningCycles({ network }) : [input.cycle];
  let seal: Seal | undefined;
  for (const cycle of cycles)
    seal = await appendToArchive({ network, cycle, occasion, at: calendarNow(input), whole });
  try {
    await timeStampSeals({ network, cycle: input.cycle });
  } catch (error) {
    if (isCancellation(error)) throw error;
    // the log says so; the next archiving asks for it again
  }
  return seal;
}
