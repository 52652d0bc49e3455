/** Messages to a cycle. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { Calendar, Move } from '../domain/calendar.js';
import type { Cycle } from './cycle.js';
import type { DeskState } from './desk-messages.js';
import type { YearSoFar } from './phase.js';

/** A phase has asked a batch. */
export const batchOpened = defineSignal<[{ batch: string; kind: string; phase: string }]>('batchOpened');
/** A clearance or a body's session has begun; its workflow answers queries under its own id. */
export const proceedingOpened =
  defineSignal<[{ id: string; what: 'clearance' | 'session'; phase: string }]>('proceedingOpened');

/** Moves dates, after a person has seen what would move. */
export const rescheduleUpdate = defineUpdate<Move[], [{ calendar: Calendar; actor: Actor }]>('reschedule');

export interface PhaseStatus {
  id: string;
  title: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  opens: string;
}

/** The year at a glance, with what lies on the secretariat's desk. */
export interface CycleStatus extends DeskState {
  cycle: Cycle;
  /** The calendar's time. */
  now: string;
  calendar: Calendar;
  phases: PhaseStatus[];
  soFar: YearSoFar;
  batches: { batch: string; kind: string; phase: string }[];
  proceedings: { id: string; what: 'clearance' | 'session'; phase: string }[];
  networkDocument: string;
  closed: boolean;
}

/** What the cycle itself knows; the desk is asked for the rest. */
export const statusQuery = defineQuery<Omit<CycleStatus, keyof DeskState>>('status');
