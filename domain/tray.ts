/**
 * The tray: letters that were kept aside for a person. Nothing in it is deleted; each ends by a person's word, which is
 * written once. A letter that was assigned to a request, and could not be taken by it, comes back.
 */
import type { Actor } from './actor.js';
import type { LetterOutcome, ReceivedLetter } from './received.js';
import type { Instant } from './time.js';
import type { TokenEntry } from './token.js';

/**
 * Ledger with, for each letter by its digest: `<digest>/aside`, what could not be noted as received; `<digest>/<n>`,
 * how it left the tray for the n-th time; `<digest>/<n>/outcome`, what became of it when it was assigned.
 */
export const trayLedger = (network: string): string => `tray/${network}`;

/** A letter that lies in the tray, with the requests that it may be about. */
export type TrayLetter = Omit<ReceivedLetter, 'answersLetter' | 'outcome'>;

/** A person's word on it. */
export interface TrayEnding {
  how: 'assigned' | 'recorded' | 'dismissed';
  /** The request (workflow id) that it was assigned to or recorded for. */
  request?: string;
  actor: Actor;
  /** By the engine's clock. */
  at: Instant;
  /** Tells a second attempt at writing this down from another person's word. */
  id: string;
}

/** A letter given to a request by a person: our letter as it would have been found by its token. */
export interface Assigned {
  /** The how-manieth time. */
  round: number;
  by: Actor;
  entry: TokenEntry;
}

/** Outcomes with which a letter comes into the tray. */
export const liesInTray = (outcome: LetterOutcome): boolean =>
  outcome === 'kept-aside' || outcome === 'closed';

/** By what requests and the ledger know a letter that was assigned: its first judgement stands under its digest alone. */
export const assignedLetter = (digest: string, round: number): string => `${digest}/assigned/${round}`;

/** Why nothing more can be done with a letter; undefined while it lies in the tray. */
export function endedInWords(
  digest: string,
  endings: readonly TrayEnding[],
  ended: boolean,
): string | undefined {
  if (!ended) return undefined;
  const by = endings.at(-1);
  return `The letter ${markOf(digest)} lies in the tray no more${by ? `: it was ${endingInWords(by)}` : ''}.`;
}

/** The first characters of a digest, by which a person names a letter that came in. */
export const markOf = (digest: string): string => digest.slice(0, 12);

/** How an ending is told: `assigned to 2018/action-plan/da-nang by secretariat-sg: …`. */
export const endingInWords = ({ how, request, actor }: TrayEnding): string => {
  const to = request === undefined ? '' : ` ${how === 'recorded' ? 'for' : 'to'} ${requestInWords(request)}`;
  return `${how}${to} by ${actor.office}${actor.why ? `: ${actor.why}` : ''}`;
};

/** `ascn/cycle/2018/action-plan/da-nang` as people write it: `2018/action-plan/da-nang`. */
export const requestInWords = (id: string): string => id.replace(/^.*?\/cycle\/(?=\d{4}\/)/, '');
