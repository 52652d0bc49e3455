/** Erasing one person's data: their keys are destroyed, and it is written down when, on whose order and by whom. */
import type { Actor } from './actor.js';
import { CycleError } from './errors.js';
import type { Instant } from './time.js';

/** What is asked for; another person confirms it. It names no address. */
export interface ErasurePrepared {
  /** `person/` and 32 hex digits. */
  subject: string;
  /** On whose order, in the secretariat's words. */
  order: string;
  preparedBy: Actor;
  preparedAt: Instant;
}

export interface Erasure extends ErasurePrepared {
  confirmedBy: Actor;
  at: Instant;
  /** The last generation of the subject's keys that was destroyed, with all before it. */
  generations: number;
}

/** Ledger of erasures; the key of each is the subject's 32 digits, its number, and `prepared` or `done`. */
export const erasuresLedger = (network: string): string => `erasures/${network}`;
export const erasureKey = (subject: string, number: number, what: 'prepared' | 'done'): string =>
  `${subject.slice('person/'.length)}/${number}/${what}`;

export const erasedInWords = ({ at, order, preparedBy, confirmedBy }: Erasure): string =>
  `It was erased on ${at.slice(0, 10)} by order of “${order}” (${[...new Set([preparedBy.office, confirmedBy.office])].join(', ')}).`;

/** What a document or an entry holds; undefined for one that was erased. */
export const unlessErased = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: unknown) => {
    if (error instanceof CycleError && error.type === 'Erased') return undefined;
    throw error;
  });
