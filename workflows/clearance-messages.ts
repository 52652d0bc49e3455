/** Messages to a clearance. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { ClearanceOutcome, MemberPosition } from '../domain/clearance.js';
import type { PaperRef } from '../domain/paper.js';
import type { Instant, IsoDate } from '../domain/time.js';

/** One version of the text before the members. */
export interface ClearanceRound {
  version: number;
  paper: PaperRef;
  cutOff: Instant;
  positions: MemberPosition[];
  outcome: ClearanceOutcome;
  /** Who closed it before its cut-off, and why. */
  closedBy?: Actor;
}

export interface ClearanceState {
  id: string;
  text: string;
  title: string;
  rounds: ClearanceRound[];
  /** An objection or a change wants a new version from the secretariat. */
  wantsVersion: boolean;
  cleared: boolean;
}

/** Other words for some statements of the text, which open a new version. */
export interface NewVersion {
  edits: { statement: string; text: string }[];
  /** The last day of the new round; its hour is the network's rule. */
  cutOff?: IsoDate;
  actor: Actor;
}

export const openVersionUpdate = defineUpdate<ClearanceState, [NewVersion]>('openVersion');
/** Ends the round before its cut-off. Silence is no agreement then: who has not answered did not have the time. */
export const closeRoundUpdate = defineUpdate<ClearanceState, [{ actor: Actor }]>('closeRound');
export const clearanceQuery = defineQuery<ClearanceState>('clearance');
