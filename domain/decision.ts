/** Decisions of bodies: what was asked of them, what they decided, and the paragraph that proves it. */
import type { Actor } from './actor.js';
import type { Address } from './document.js';
import type { Instant } from './time.js';

/** The usual verbs. The list is open: a body's record is quoted as it stands. */
export const usualVerbs = [
  'adopted',
  'endorsed',
  'noted',
  'agreed in principle',
  'deferred',
  'returned',
] as const;

export type Basis = 'in session' | 'ad referendum' | 'by circulation';
export const bases: readonly Basis[] = ['in session', 'ad referendum', 'by circulation'];

export interface Decision {
  session: string;
  body: string;
  /** The agenda item of the paper. */
  item: string;
  actionRequested: string;
  verb: string;
  basis: Basis;
  finality: 'provisional' | 'final';
  /** The paragraph of the adopted record. */
  paragraph: string;
  /** The record's title or number, and the stored document where there is one. */
  record: string;
  document?: Address;
  /** What the body asked to be changed, when it returned the item. */
  remarks?: string;
  preparedBy: Actor;
  confirmedBy?: Actor;
  at: Instant;
  /** Version of the paper that the body had before it. */
  version: number;
}

/** What a person enters; the rest is known to the session. */
export type DecisionEntry = Pick<
  Decision,
  'item' | 'verb' | 'basis' | 'finality' | 'paragraph' | 'record' | 'document' | 'remarks'
>;

/**
 * Checks an entry against the paper's items and what was decided before.
 *
 * @returns a sentence that refuses, or undefined
 */
export function refuseDecision(
  entry: DecisionEntry,
  items: readonly string[],
  decided: readonly Decision[],
): string | undefined {
  if (!items.includes(entry.item)) {
    return `The paper has no item “${entry.item}”. Its items are: ${items.join(', ')}.`;
  }
  if (!entry.verb.trim())
    return `The decision on “${entry.item}” has no verb; for example: ${usualVerbs.join(', ')}.`;
  if (!entry.paragraph.trim()) {
    return `The decision on “${entry.item}” names no paragraph. Give the paragraph of the adopted record that proves it, for example --paragraph 14.`;
  }
  if (!entry.record.trim())
    return `The decision on “${entry.item}” names no record. Give the document that holds the paragraph.`;
  if (!bases.includes(entry.basis))
    return `The basis is “${entry.basis}”; expected one of: ${bases.join(', ')}.`;
  if (entry.verb === 'returned' && !entry.remarks?.trim()) {
    return `“${entry.item}” was returned, and no remarks say what is to be changed.`;
  }
  const earlier = decided.findLast((decision) => decision.item === entry.item && decision.confirmedBy);
  if (earlier && earlier.verb !== 'returned' && earlier.finality === 'final') {
    return `“${entry.item}” was decided already: ${earlier.verb}, paragraph ${earlier.paragraph} of ${earlier.record}.`;
  }
  return undefined;
}
