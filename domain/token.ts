/** The token of a reply address: which letter an answer belongs to. Ledger `tokens`, one entry a token, written once. */
import type { Address } from './document.js';
import type { AnswerTo } from './letter.js';
import type { Language } from './network.js';

export interface TokenEntry {
  network: string;
  cycle: number;
  /** The number of the letter that carries the reply address. */
  letter: string;
  /** The office in whose name the letter was sent; it answers what comes. */
  from: string;
  /** The office to which the letter is addressed first; the token is bound to it. */
  office: string;
  answers: AnswerTo[];
  /** The form whose lines the answer holds, when the letter carries one. */
  form?: string;
  language: Language;
  /** The document with the network in force when the letter was sent. */
  networkDocument: Address;
}

/**
 * Finds the token in an address.
 *
 * @param address e.g. `reply+k3j4…@ascn.example`
 * @returns the token in lower case, or undefined for an address without one
 */
export const tokenIn = (address: string): string | undefined =>
  /\+([a-z2-7]{16,64})@/i.exec(address)?.[1]?.toLowerCase();
