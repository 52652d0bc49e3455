/**
 * Suppression: no letter is handed to a mail server for an address of which an earlier letter showed that it does
 * not work. Ledger `suppressed/<network>`; the key begins with the SHA-256 of the address, which itself stands in
 * the letter's own ledger. An address that the office changes in the network's data is simply another one.
 */
import type { Actor } from './actor.js';
import type { NotReached } from './not-reached.js';
import type { Instant } from './time.js';

export const suppressedLedger = (network: string): string => `suppressed/${network}`;

/** Written when the address proved not to work. Key `<hash>/<n>/suppressed`, n from 1. */
export interface SuppressedEntry extends NotReached {
  /** The letter that showed it; another word about the same letter changes nothing. */
  letter: string;
  /** How it showed: the mail server refused the address, or a report came back. */
  by: 'refusal' | 'bounce';
  /** By the machine's clock. */
  at: Instant;
}

/** Written when the secretariat lifts it. Key `<hash>/<n>/lifted`. */
export interface LiftedEntry {
  actor: Actor;
  /** By the machine's clock. */
  at: Instant;
}

/** An address that is suppressed. */
export interface Suppressed extends SuppressedEntry {
  /** The beginning of its key: the hash of the address, and which suppression of it. */
  key: string;
}
