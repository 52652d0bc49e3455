/**
 * Letters in hand: from the moment when a letter for a request stands in the store until it has been read, no
 * chaser for that request leaves. Both ledgers hold the letters' digests.
 */

import type { Address } from './document.js';
import type { Instant } from './time.js';
import { hours } from './time.js';

/** Ledger of the letters that came in for a request; entered by the mailroom before it takes a letter. */
export const arrivedLedger = (request: string): string => `arrived/${request}`;

/** Ledger of the letters for a request that were read, whatever came of it; entered when the letter's workflow is done with it. */
export const readLedger = (request: string): string => `read/${request}`;

/** How long a chaser waits for a letter that has come in and is being read, and how often: for a day. */
export const letterInHandMs = hours(1) / 6;
export const chasesWithheld = 144;

/** What the mailroom enters under `arrivedLedger`: enough to hand the letter on once more. */
export interface ArrivedEntry {
  receivedAt: Instant;
  /** The raw message. */
  document: Address;
  /** Envelope recipients. */
  recipients: string[];
  /** The document with the sender's `Authentication`, where it was checked. */
  authentication?: Address;
}

/**
 * What these ledgers also have letters under: the office whose reply address they came to. A joint letter answers more
 * requests of an office than the one that it replies to, and which ones is known only when it has been read.
 */
export const lettersOf = (network: string, office: string): string => `${network}/office/${office}`;
