/** What the account of a year is made of: gathered from its record, before it is put on pages. */
import type { Actor } from '../../../domain/actor.js';
import type { Seal } from '../../../domain/archive.js';
import type { Calendar } from '../../../domain/calendar.js';
import type { Decision } from '../../../domain/decision.js';
import type { LetterAfter, LetterBefore, LetterPutOff } from '../../../domain/letter-record.js';
import type { PaperRef } from '../../../domain/paper.js';
import type { ReceivedLetter } from '../../../domain/received.js';
import type { RequestPlan, Ask } from '../../../domain/ask.js';
import type { RequestState } from '../../../domain/request.js';
import type { Instant } from '../../../domain/time.js';
import type { TrayEnding } from '../../../domain/tray.js';
import type { ClearanceRound } from '../../../workflows/clearance-messages.js';
import type { Names } from './names.js';

/** Something that happened, in words. */
export interface Entry {
  at: Instant;
  /** `out` and `in`: letters; `person`: somebody acted; `year`: it happened by the plan. */
  kind: 'out' | 'in' | 'person' | 'year';
  /** On whose clocks the time is told. */
  office: string;
  what: string;
  /** Further sentences. */
  more?: string[];
  /** The words of whoever acted. */
  quote?: string;
  letter?: { out: string } | { in: string };
  /** Pages that tell more. */
  links?: Link[];
  /** Where the engine's record has it. */
  event?: EventPlace;
  /** Sent to have an answer, or an answer. */
  chase?: 'asks' | 'answers';
}

/** An event of a workflow; the run is counted from 1, which most have only. */
export interface EventPlace {
  workflow: string;
  number: number;
  run?: number;
}

/** By time; what happened in one second by its number in the engine's record. */
export const inOrder = (a: Entry, b: Entry): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : (a.event?.number ?? 0) - (b.event?.number ?? 0);

/** A link to what a workflow's page tells, or to a page by its path. */
export interface Link {
  text: string;
  to: { workflow: string } | { path: string };
}

/** A letter that left, or was to leave. */
export interface LetterOut {
  number: string;
  before: LetterBefore;
  after?: LetterAfter;
  putOff: LetterPutOff[];
  /** The requests (workflow ids) that it is about. */
  requests: string[];
}

/** A letter that came in. */
export interface LetterIn extends ReceivedLetter {
  /** How it left the tray, where it lay there. */
  endings: (TrayEnding & { what?: string })[];
}

export interface RequestAccount {
  workflow: string;
  kind: string;
  subject: string;
  ask?: Ask;
  plan: RequestPlan;
  askedAt: Instant;
  state: RequestState;
  addressee: string;
  reminders: number;
  escalations: number;
  marks: string[];
  /** When the answer that counts came, or the last one. */
  answeredAt?: Instant;
  closed: boolean;
  entries: Entry[];
}

/** Something done for which two persons are the rule, or that one may do. */
export interface Act {
  at: Instant;
  what: string;
  /** The rule wants two. */
  rule: 'two' | 'one';
  prepared?: Actor;
  confirmed?: Actor;
  link?: Link;
}

/** Something that reached the year by a way that the system does not see. */
export interface Elsewhere {
  at: Instant;
  what: string;
  recordedBy: string;
  confirmedBy?: string;
  quote?: string;
  /** `answer`: no letter says so. `read`: a person read a letter that is there. `decision`: a body's, entered by hand or not taken in session. */
  kind: 'answer' | 'read' | 'decision';
  links: Link[];
}

export interface ClearanceAccount {
  workflow: string;
  text: string;
  title: string;
  opened: Instant;
  rounds: (ClearanceRound & {
    opened?: Instant;
    changes: WordChange[];
    changedBy?: Actor;
    /** What members said beside their position, by their code. */
    said: Record<string, Said>;
  })[];
  cleared: boolean;
  ended?: Instant;
}

/** A member's own words on a text. */
export interface Said {
  comment?: string;
  proposal?: string;
}

/** Other words for a statement of a paper. */
export interface WordChange {
  statement: string;
  was?: string;
  now: string;
}

export interface SessionAccount {
  workflow: string;
  session: string;
  body: string;
  meets: string;
  state: string;
  papers: PaperRef[];
  decisions: Decision[];
  clearances: string[];
  changes: { at: Instant; changes: WordChange[]; by?: Actor }[];
  entries: Entry[];
}

/** A letter, or several, that waited for two persons. */
export interface HeldAccount {
  workflow: string;
  name: string;
  title: string;
  numbers: string[];
  at: Instant;
  state: 'released' | 'dropped' | 'withdrawn' | 'held';
  prepared?: Actor;
  ended?: Actor;
  edits: { at: Instant; number: string; by: Actor }[];
  endedAt?: Instant;
}

export interface PhaseAccount {
  id: string;
  title: string;
  workflow: string;
  /** As planned. */
  opens?: string;
  began?: Instant;
  ended?: Instant;
  state: 'waiting' | 'running' | 'done' | 'failed';
  entries: Entry[];
}

export interface Year {
  file: string;
  network: string;
  cycle: number;
  names: Names;
  calendar: Calendar;
  chair: string;
  nextChair: string;
  secretariat: string;
  rehearsal: boolean;
  twoPersons: boolean;
  silenceIsAgreement: boolean;
  began?: Instant;
  ended?: Instant;
  members: string[];
  cities: string[];
  phases: PhaseAccount[];
  requests: RequestAccount[];
  lettersOut: LetterOut[];
  lettersIn: LetterIn[];
  clearances: ClearanceAccount[];
  sessions: SessionAccount[];
  held: HeldAccount[];
  /** The draft that a letter waited in, by the letter's number. */
  releases: ReadonlyMap<string, HeldAccount>;
  acts: Act[];
  elsewhere: Elsewhere[];
  seals: Seal[];
  /** The numbers of those that an authority outside has time-stamped. */
  timeStamped: ReadonlySet<number>;
  /** Times of the whole year that were changed, started, handed over. */
  entries: Entry[];
  /** The phase that a workflow belongs to. */
  phaseOf(workflow: string): string | undefined;
  /** Each run's page of the engine's record. */
  runs: { workflow: string; run: string; type: string; events: number; path: string }[];
  /** What the record names and does not hold. */
  absent: number;
  /** How many entries of the ledgers of letters could not be read: their keys were destroyed. */
  unreadable: number;
  /** Workflows of which a history could not be read, for the same reason. */
  unreadableRuns: string[];
}
