/** What every phase of the year shares: its input, asking a batch and waiting for it, waiting for a date. */
import { setHandler } from '@temporalio/workflow';
import type { RequestKind } from '../domain/ask.js';
import type { Phase } from '../domain/calendar.js';
import type { Decision } from '../domain/decision.js';
import type { Address } from '../domain/document.js';
import { shortRequest } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { Instant } from '../domain/time.js';
import { after, days } from '../domain/time.js';
import type { TwinningList } from '../domain/twinning.js';
import type { BatchInput, Subject } from './batch.js';
import { calendarMoved } from './batch-messages.js';
import type { Asking } from './boards.js';
import { Boards } from './boards.js';
import type { Cycle, Grounds, Instants } from './cycle.js';
import { dateOf, waitUntil } from './cycle.js';
import { PhaseStory } from './story.js';
import { keepBoards } from './work.js';

/** What the year has brought so far; each phase adds to it. */
export interface YearSoFar {
  /** The cities that take part, once nominated. */
  cities: string[];
  members: string[];
  decisions: Decision[];
  /** Once both sides of each pair have agreed. */
  twins?: TwinningList;
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

/** Days before its cut-off on which a text is drawn up and goes to the members. */
const daysToClear = 7;

/** One phase at work. Made before the workflow's first await, since it sets handlers. */
export class PhaseRun {
  readonly cycle: Cycle;
  readonly phase: Phase;
  grounds: Grounds;
  readonly boards: Boards;
  readonly batches: string[] = [];
  readonly clearances: ClearanceSummary[] = [];
  readonly papers: PaperRef[] = [];
  readonly story = new PhaseStory();

  constructor({ cycle, grounds, phase }: PhaseInput) {
    this.cycle = cycle;
    this.phase = phase;
    this.grounds = grounds;
    this.boards = new Boards(cycle, phase.id);
    setHandler(calendarMoved, (next) => {
      this.grounds = next;
    });
  }

  /** The calendar's date that plays `part` in this phase. */
  date(part: string): Instants[string] & {} {
    return dateOf(this.grounds, this.phase.dates[part] ?? part);
  }

  /** Waits for the opening (09:00 in the chair's zone) or the end of the date that plays `part`. */
  async until(part: string, moment: 'opens' | 'ends' = 'opens'): Promise<void> {
    const { title } = this.date(part);
    const wait = waitUntil(this.cycle, () => this.date(part)[moment], undefined, title);
    await this.story.during(`${title}, ${this.date(part)[moment]}`, wait);
  }

  /** When a text whose clearance ends on a date is drawn up: a week before, at 09:00 in the chair's zone. */
  drawnUp(cutOff: string): Instant {
    return after(this.date(cutOff).opens, -days(daysToClear));
  }

  /** The meeting that requests of this phase invite to: one UID for its life. */
  meeting(part: string): BatchInput['meeting'] & {} {
    const date = this.phase.dates[part] ?? part;
    const { network, year } = this.cycle;
    return {
      date,
      uid: `${date}-${year}@${network}`,
      place: this.grounds.calendar.place,
      zone: this.grounds.calendar.zone,
    };
  }

  /** Asks every subject at once, in batches. @returns the batches' ids */
  async open(
    kind: RequestKind,
    subjects: Subject[],
    more: Partial<Omit<Asking, 'kind' | 'subjects'>> = {},
  ): Promise<string[]> {
    const opened: string[] = [];
    for (let i = 0; i < subjects.length; i += batchSize) {
      const n = opened.length + 1;
      const part = more.part === undefined ? `${n}` : `${more.part}-${n}`;
      opened.push(
        await this.boards.open(this.grounds, {
          ...more,
          part,
          kind,
          subjects: subjects.slice(i, i + batchSize),
        }),
      );
    }
    this.batches.push(...opened);
    this.story.did(`Asked ${subjects.length} requests: ${kind}`);
    return opened;
  }

  /** Waits until nothing more is expected of these batches. */
  settled(batches: string[]): Promise<void> {
    return this.story.during(
      `the answers in ${batches.map(shortRequest).join(', ')}`,
      this.boards.settled(batches),
    );
  }

  /** Waits for these batches. @returns the address of their rows as they stand then, `RequestRow[]` */
  async answers(batches: string[]): Promise<Address> {
    await this.settled(batches);
    return keepBoards({ batches });
  }

  /** What the phase gives back. */
  result(more: PhaseResult = {}): PhaseResult {
    return { batches: this.batches, clearances: this.clearances, papers: this.papers, ...more };
  }
}
