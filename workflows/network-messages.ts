/** Messages to the network's registry. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { Calendar } from '../domain/calendar.js';
import type { Instant } from '../domain/time.js';
import type { TokenEntry } from '../domain/token.js';
import type { TrayEnding } from '../domain/tray.js';

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

/** A person's word on a letter that lies in the tray. */
export interface EndMatter {
  digest: string;
  how: TrayEnding['how'];
  /** The request (workflow id) that it was recorded for. */
  request?: string;
  actor: Actor;
  /** For a letter that is given to a request: our letter, as the token of its reply address would have named it. */
  assign?: { entry: TokenEntry; offsetMs: number };
}

/** What came of it. */
export interface MatterEnded {
  digest: string;
  ending: TrayEnding;
  /** The workflow that judges a letter that was assigned. */
  letter?: string;
}

export interface StartCycle {
  calendar: Calendar;
  actor: Actor;
  offsetMs: number;
  rehearsal: boolean;
}

export const startCycleUpdate = defineUpdate<RegisteredCycle, [StartCycle]>('startCycle');
/** A letter leaves the tray: assigned to a request, recorded, or dismissed. */
export const endMatterUpdate = defineUpdate<MatterEnded, [EndMatter]>('endMatter');
export const handedOverSignal =
  defineSignal<
    [{ from: number; to: number; chair: string; networkDocument: string; papers: string[]; at: Instant }]
  >('handedOver');
export const cycleClosedSignal = defineSignal<[{ year: number; offsetMs: number }]>('cycleClosed');
export const keptAsideSignal = defineSignal<[KeptAside]>('keptAside');
export const registryQuery = defineQuery<{ cycles: RegisteredCycle[]; aside: KeptAside[] }>('registry');
