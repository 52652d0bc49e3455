/** Messages to a body's session. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { Decision, DecisionEntry } from '../domain/decision.js';
import type { PaperRef } from '../domain/paper.js';

export interface SessionState {
  id: string;
  session: string;
  body: string;
  state:
    'assembling' | 'before the members' | 'to be transmitted' | 'before the body' | 'returned' | 'decided';
  paper?: PaperRef;
  /** Versions of the paper that went to the body. */
  versions: number;
  decisions: Decision[];
}

/** Enters a body's decision on one item; another person confirms it. */
export const decideUpdate = defineUpdate<SessionState, [{ entry: DecisionEntry; actor: Actor }]>('decide');
export const confirmDecisionUpdate = defineUpdate<SessionState, [{ item: string; actor: Actor }]>(
  'confirmDecision',
);
/** Other words for a paper that a body returned. */
export const reviseUpdate = defineUpdate<
  SessionState,
  [{ edits: { statement: string; text: string }[]; actor: Actor }]
>('revise');
export const sessionQuery = defineQuery<SessionState>('session');
