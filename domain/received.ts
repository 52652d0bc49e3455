/** What the ledger keeps of a letter that came in. Ledger `received/<network>`, key: the letter's digest. */
import type { Address } from './document.js';
import type { FoundBy } from './reference.js';
import type { Instant } from './time.js';

/** What became of it. */
export type LetterOutcome =
  'submitted' | 'confirmed' | 'disowned' | 'acknowledged' | 'noted' | 'kept-aside' | 'closed';

export interface ReceivedLetter {
  digest: string;
  /** The raw message. */
  document: Address;
  receivedAt: Instant;
  /** What it is, or seems to be. */
  verdict: string;
  /** Why, in a sentence for the secretariat. */
  reason: string;
  /** The office that wrote, when its address is known. */
  from?: string;
  /** The number of our letter that it answers, or is about. */
  answersLetter?: string;
  /** The requests that it was handed to; for what is kept aside, those that it may be about. */
  requests: string[];
  /** How it was found which letter of ours it answers. */
  foundBy?: FoundBy;
  outcome: LetterOutcome;
}

export const receivedLedger = (network: string): string => `received/${network}`;
