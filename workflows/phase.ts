/** What every phase of the year shares: its input, asking a batch and waiting for it, waiting for a date. */
import { condition, ParentClosePolicy, setHandler, startChild, workflowInfo } from '@temporalio/workflow';
import type { RequestKind } from '../domain/ask.js';
import type { Phase } from '../domain/calendar.js';
import type { Decision } from '../domain/decision.js';
import type { Address } from '../domain/document.js';
import { batchId, cycleId } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { RequestRow } from '../domain/request.js';
import type { Twin } from '../domain/twinning.js';
import type { BatchInput, Subject, batch } from './batch.js';
import { batchSettled, calendarMoved } from './batch-messages.js';
import { batchOpened } from './cycle-messages.js';
import type { Cycle, Grounds, Instants } from './cycle.js';
import { dateOf, waitUntil } from './cycle.js';
import { searchable } from './search-attributes.js';
import { tell } from './tell.js';
import { readBoards } from './work.js';

/** What the year has brought so far; each phase adds to it. */
export interface YearSoFar {
  /** The cities that take part, once nominated. */
  cities: string[];
  members: string[];
  decisions: Decision[];
  twins: Twin[];
  papers: PaperRef[];
  /** Boards with the year's requests, in the order in which they were opened. */
  batches: string[];
  clearances: ClearanceSummary[];
}

export interface ClearanceSummary {
  text: string;
  versions: { version: number; positions: Record<string, number>; outcome: string }[];
}

export interface PhaseInput {
  cycle: Cycle;
  grounds: Grounds;
  phase: Phase;
  soFar: YearSoFar;
}

/** What a phase gives back: what it added, and the network's data where it changed. */
export interface PhaseResult extends Partial<YearSoFar> {
  networkDocument?: Address;
}

/** The largest batch; see docs/decisions on fan-out. */
const batchSize = 200;

/** One phase at work. Made before the workflow's first await, since it sets handlers. */
export class PhaseRun {
  readonly cycle: Cycle;
  readonly phase: Phase;
  grounds: Grounds;
  readonly batches: string[] = [];
  readonly clearances: ClearanceSummary[] = [];
  readonly papers: PaperRef[] = [];
  #settled = new Set<string>();

  constructor({ cycle, grounds, phase }: PhaseInput) {
    this.cycle = cycle;
    this.phase = phase;
    this.grounds = grounds;
    setHandler(batchSettled, (signal) => void this.#settled.add(signal.batch));
    setHandler(calendarMoved, (next) => {
      this.grounds = next;
    });
  }

  /** The calendar's date that plays `part` in this phase. */
  date(part: string): Instants[string] & {} {
    return dateOf(this.grounds, this.phase.dates[part] ?? part)!;
  }

  /** Waits for the opening (09:00 in the chair's zone) or the end of the date that plays `part`. */
  async until(part: string, moment: 'opens' | 'ends' = 'opens'): Promise<void> {
    await waitUntil(this.cycle, () => this.date(part)[moment]);
  }

  /** The meeting that requests of this phase invite to: one UID for its life. */
  meeting(part: string): BatchInput['meeting'] & {} {
    const date = this.phase.dates[part] ?? part;
    const { network, year } = this.cycle;
    return { date, uid: `${date}-${year}@${network}`, place: this.grounds.calendar.place, zone: this.grounds.calendar.zone };
  }

  /** Asks every subject at once, in batches. @returns the batches' ids */
  async open(kind: RequestKind, subjects: Subject[], more: BatchMore = {}): Promise<string[]> {
    const opened: string[] = [];
    for (let i = 0; i < subjects.length; i += batchSize) {
      const part = more.part ? `${more.part}-${opened.length + 1}` : `${opened.length + 1}`;
      const id = batchId(this.cycle.network, this.cycle.year, kind, part);
      const { part: _part, ...rest } = more;
      await startChild<typeof batch>('batch', {
        workflowId: id,
        // the board stays open until handover: a late answer has somewhere to go
        parentClosePolicy: ParentClosePolicy.ABANDON,
        typedSearchAttributes: searchable(this.cycle, { phase: this.phase.id, kind }),
        args: [
          { cycle: this.cycle, grounds: this.grounds, kind, subjects: subjects.slice(i, i + batchSize), phase: workflowInfo().workflowId, ...rest },
        ],
      });
      opened.push(id);
      await tell(cycleId(this.cycle.network, this.cycle.year), batchOpened, { batch: id, kind, phase: this.phase.id });
    }
    this.batches.push(...opened);
    return opened;
  }

  /** Waits until nothing more is expected of these batches. @returns their rows */
  async settled(batches: string[]): Promise<RequestRow[]> {
    await condition(() => batches.every((id) => this.#settled.has(id)));
    return readBoards({ batches });
  }

  /** Asks, and waits until every request is answered and accepted or its time is over. */
  async ask(kind: RequestKind, subjects: Subject[], more: BatchMore = {}): Promise<RequestRow[]> {
    return this.settled(await this.open(kind, subjects, more));
  }

  /** What the phase gives back. */
  result(more: PhaseResult = {}): PhaseResult {
    return { batches: this.batches, clearances: this.clearances, papers: this.papers, ...more };
  }
}

/** What may be said of a batch beside its kind and subjects; `part` tells batches of one kind apart. */
export type BatchMore = Partial<Omit<BatchInput, 'cycle' | 'grounds' | 'kind' | 'subjects' | 'phase' | 'carried'>> & { part?: string };
