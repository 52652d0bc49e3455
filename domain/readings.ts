/**
 * The record of reading: who exported or opened what of the network's record, and why. It is written before what was
 * asked for is handed over, once, and goes into the log of the year with its next seal (docs/decisions/024-who-reads.md).
 */
import type { Actor } from './actor.js';
import type { Instant } from './time.js';

/** Ledger of what was read. Keys begin with the instant, so that they sort by time. */
export const readingsLedger = (network: string): string => `readings/${network}`;

/** What was read, or who was let in to read. */
export type WhatWasRead =
  | {
      /** The file of a year: `export` is all of it, `public` what is for the public. */
      kind: 'export' | 'public';
      cycle: number;
      /** As of which seal, and its root in hex. */
      seal: number;
      root: string;
      /** The keys to its documents were written beside it. */
      keys: boolean;
    }
  | {
      /** An office was let in to Temporal's own pages, by whoever acts; or it came in. */
      kind: 'invitation' | 'sign-in';
      /** The office that may read. */
      auditor: string;
      /** For how long. */
      until: Instant;
    }
  | {
      /** What an office had decoded there, gathered for a minute at most. */
      kind: 'decoded';
      /** When the first of it was asked for; `at` is when it was written down. */
      since: Instant;
      payloads: number;
    };

export type RecordedReading = WhatWasRead & {
  actor: Actor;
  /** By the clock of the machine. */
  at: Instant;
};

/** What was read, as it stands in a list: `the file of 2018, as of seal 7, without the keys to its documents`. */
export function readInWords(read: WhatWasRead): string {
  switch (read.kind) {
    case 'export':
      return `the file of ${read.cycle}, as of seal ${read.seal}, ${read.keys ? 'with' : 'without'} the keys to its documents`;
    case 'public':
      return `what is public of ${read.cycle}, as of seal ${read.seal}`;
    case 'invitation':
      return `let ${read.auditor} in to the engine’s pages until ${utc(read.until)}`;
    case 'sign-in':
      return `came in to the engine’s pages, until ${utc(read.until)}`;
    case 'decoded':
      return `${read.payloads} ${read.payloads === 1 ? 'payload' : 'payloads'} on the engine’s pages, from ${utc(read.since)}`;
  }
}

const utc = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** Whether a reading is of a year: of its file, or on a day of it, where it was on the engine's pages. */
export const isOfYear = (reading: RecordedReading, year: number): boolean =>
  'cycle' in reading ? reading.cycle === year : reading.at.startsWith(`${year}-`);
