/** Messages to the network's registry. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { Calendar } from '../domain/calendar.js';
import type { Instant } from '../domain/time.js';

/** What the registry knows of a cycle. */
export interface RegisteredCycle {
  year: number;
  state: 'prepared' | 'running' | 'closed';
  chair: string;
  startedBy?: Actor;
  startedAt?: Instant;
  /** What the chair before handed over. */
  handedOver?: { from: number; networkDocument: string; papers: string[]; at: Instant };
}

/** A letter that belongs to no request, kept for a person. */
export interface KeptAside {
  digest: string;
  document: string;
  receivedAt: Instant;
  verdict: string;
  reason: string;
}

export interface StartCycle {
  calendar: Calendar;
  actor: Actor;
  offsetMs: number;
  rehearsal: boolean;
}

export const startCycleUpdate = defineUpdate<RegisteredCycle, [StartCycle]>('startCycle');
export const handedOverSignal =
  defineSignal<
    [{ from: number; to: number; chair: string; networkDocument: string; papers: string[]; at: Instant }]
  >('handedOver');
export const cycleClosedSignal = defineSignal<[{ year: number }]>('cycleClosed');
export const keptAsideSignal = defineSignal<[KeptAside]>('keptAside');
export const registryQuery = defineQuery<{ cycles: RegisteredCycle[]; aside: KeptAside[] }>('registry');
