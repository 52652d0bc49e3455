/** What a trace needs of the record of a year: papers, answers, clearances, decisions, letters, each read when it is asked for. */
import { unlessErased } from '../../domain/erasure.js';
import type { Actor } from '../../domain/actor.js';
import type { ArrivedEntry } from '../../domain/arrival.js';
import { arrivedLedger } from '../../domain/arrival.js';
import type { Authentication } from '../../domain/authenticity.js';
import type { Calendar } from '../../domain/calendar.js';
import type { Decision } from '../../domain/decision.js';
import type { Address } from '../../domain/document.js';
import { cycleId, letterId, shortRequest } from '../../domain/ids.js';
import type { LetterAfter, LetterBefore } from '../../domain/letter-record.js';
import type { Network } from '../../domain/network.js';
import type { Paper, PaperRef } from '../../domain/paper.js';
import type { ClearedVersion, PaperVersion, Place, PlacedDecision } from '../../domain/provenance.js';
import type { ReceivedLetter } from '../../domain/received.js';
import { receivedLedger } from '../../domain/received.js';
import type { RequestRecord, RequestRow } from '../../domain/request.js';
import type { FiledSubmission, OwnAnswer, Submission, SubmitAnswer } from '../../domain/submission.js';
import type { Instant } from '../../domain/time.js';
import type { ClearanceInput } from '../../workflows/clearance.js';
import type { ClearanceState } from '../../workflows/clearance-messages.js';
import type { RecordedEvent, YearRecord } from './record.js';
import { networkIn } from './record.js';

/** One version of an answer, as it was filed. */
export interface FiledVersion {
  submission: Submission;
  document: Address;
  place: Place;
}

/** An answer that a person of the secretariat entered, which came by another way than a letter. */
export interface Entered {
  by: Actor;
  confirmedBy?: Actor;
  at: Instant;
  place: Place;
}

/** Somebody's word that an answer from an unknown address is the office's own. */
export interface Confirmed {
  by: string;
  at: Instant;
  /** The letter that says it; a person of the secretariat confirms without one. */
  letter?: string;
  /** The version that it is about, where it names one. */
  version?: number;
  place: Place;
}

/** All that was said to one request. */
export interface Answered {
  /** `action-plan/da-nang` */
  request: string;
  workflow: string;
  versions: FiledVersion[];
  /** The National Representative's word on them. */
  national: FiledVersion[];
  entered: Entered[];
  /** Letters whose writer was not known to speak for the office, and the words that confirmed an answer. */
  unconfirmed: Set<string>;
  confirmed: Confirmed[];
  /** How it stood at last. */
  row?: RequestRow;
  record?: RequestRecord;
  /** When the first letter asked. */
  askedAt: Instant;
}

/** One matching of cities with outside partners. */
export interface Matching {
  at: Instant;
  place: Place;
  /** The document with the options that it found. */
  options: Address;
  /** The cities' wishes and the partners' offers as they stood, with the answers that had been accepted. */
  rows: RequestRow[];
}

/** A letter that came in. */
export interface LetterIn {
  received: ReceivedLetter;
  authentication?: Authentication;
  /** The event in which it came, and that in which it was judged and handed on. */
  came: Place;
  judged?: Place;
}

/** A letter that left. */
export interface LetterOut {
  number: string;
  before: LetterBefore;
  after?: LetterAfter;
}

export class TraceRecord {
  readonly #record: YearRecord;
  readonly #cycle: string;
  /** The network and the calendar in force when the last paper was drawn up. */
  #network: Address | undefined;
  #calendar: Calendar | undefined;

  constructor(record: YearRecord) {
    this.#record = record;
    this.#cycle = cycleId(record.network, record.cycle);
  }

  /** Every version of every paper, in the order in which they were drawn up. */
  async papers(): Promise<PaperVersion[]> {
    const found: PaperVersion[] = [];
    for (const kind of ['phase', 'session', 'clearance-of'])
      for await (const { workflow, events } of this.#below(kind))
        for (const done of activitiesIn(events, papersFrom)) {
          const { input, result, at, event } = done;
          const { document, pdf } = result as PaperRef;
          const { changedBy, why, boards, networkDocument, calendar } = input as PaperInput;
          found.push({
            ...{ document, pdf, at, place: { workflow, event } },
            paper: await this.#record.json<Paper>(document),
            ...(boards !== undefined && { boards }),
            ...(changedBy !== undefined && { changedBy }),
            ...(why !== undefined && { why }),
          });
          this.#network = networkDocument ?? this.#network;
          this.#calendar = calendar ?? this.#calendar;
        }
    found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.paper.version - b.paper.version));
    // a version that was worded anew stands on the boards of the one before
    for (const version of found)
      version.boards ??= found.findLast(
        ({ paper, boards }) => boards !== undefined && paper.id === version.paper.id,
      )?.boards;
    return found;
  }

  /** The network as it was when the last paper was drawn up; to be asked for after the papers. */
  async network(): Promise<Network | undefined> {
    return this.#network === undefined ? undefined : networkIn(this.#record, this.#network);
  }

  /** The calendar of then. */
  get calendar(): Calendar | undefined {
    return this.#calendar;
  }

  /** The line of a request on the boards that a paper was drawn up from. */
  async rows(boards: Address | undefined): Promise<RequestRow[]> {
    return boards === undefined ? [] : this.#record.json<RequestRow[]>(boards);
  }

  /** The requests of the year, `action-plan/da-nang`. */
  requests(): string[] {
    const notRequests = ['batch', 'clearance-of', 'held', 'mailing', 'phase', 'reminders', 'session'];
    return this.#record.runs
      .filter(({ workflow }) => workflow.startsWith(`${this.#cycle}/`))
      .map(({ workflow }) => shortRequest(workflow))
      .filter((name) => name.split('/').length === 2 && !notRequests.includes(name.split('/')[0]!));
  }

  /** @param request `action-plan/da-nang`; undefined where nothing of the kind was asked */
  async answered(request: string): Promise<Answered | undefined> {
    const workflow = `${this.#cycle}/${request}`;
    const runs = this.#record.runs.filter((each) => each.workflow === workflow);
    if (runs.length === 0) return undefined;
    const answered: Answered = {
      ...{ request, workflow, askedAt: '', versions: [], national: [], entered: [], confirmed: [] },
      unconfirmed: new Set(),
    };
    for (const run of runs)
      for (const event of await this.#record.events(run)) await this.#addTo(answered, event);
    return answered;
  }

  async #addTo(answered: Answered, { number, at, type, attributes }: RecordedEvent): Promise<void> {
    const place = { workflow: answered.workflow, event: number };
    if (type === 'workflowExecutionStarted') answered.askedAt ||= at;
    if (type === 'markerRecorded') {
      const { result, data } = attributes.details as { result?: unknown[]; data?: LocalActivity[] };
      if (data?.[0]?.activity_type !== 'fileSubmission' || !result) return;
      const { document } = result[0] as FiledSubmission;
      const submission = await unlessErased(this.#record.json<Submission>(document));
      if (!submission) return;
      const national = submission.form === 'national-clearance';
      answered[national ? 'national' : 'versions'].push({ submission, document, place });
    }
    if (type === 'signalExternalWorkflowExecutionInitiated' && attributes.signalName === 'requestChanged')
      answered.row = (attributes.input as RequestRow[])[0];
    if (type === 'workflowExecutionCompleted') answered.record = (attributes.result as RequestRecord[])[0];
    if (type !== 'workflowExecutionUpdateAccepted') return;
    const { name, args } = updateIn(attributes);
    const { actor, letter, confirmed, own, from, version } = (args[0] ?? {}) as Partial<
      SubmitAnswer & OwnAnswer & { actor: Actor }
    >;
    if (name === 'submit' && letter !== undefined && !confirmed) answered.unconfirmed.add(letter);
    if (name === 'own' && own && from !== undefined && letter !== undefined && version !== undefined)
      answered.confirmed.push({ by: from, at, letter, version, place });
    if (name === 'record' && actor) answered.entered.push({ by: actor, at, place });
    if (name !== 'confirm' || !actor) return;
    const last = answered.entered.at(-1);
    if (last && !last.confirmedBy) last.confirmedBy = actor;
    else answered.confirmed.push({ by: actor.office, at, place });
  }

  /** Every round of every clearance, as far as they have ended. */
  async clearances(): Promise<ClearedVersion[]> {
    const found: ClearedVersion[] = [];
    for await (const { workflow, events } of this.#below('clearance-of')) {
      const [input] = (events[0]?.attributes.input ?? []) as ClearanceInput[];
      const last = events.at(-1);
      if (!input || last?.type !== 'workflowExecutionCompleted') continue;
      const [{ state }] = last.attributes.result as [{ state: ClearanceState }];
      for (const round of state.rounds)
        found.push({
          ...{ place: { workflow, event: last.number }, text: state.text, round: round.version },
          ...{ paper: round.paper.document, cutOff: round.cutOff, outcome: round.outcome },
          positions: round.positions,
          silenceIsAgreement: input.cycle.rules.silenceIsAgreement && !round.closedBy,
          ...(round.closedBy && { closedBy: round.closedBy.office }),
        });
    }
    return found;
  }

  /** Every decision that a person has confirmed, with the event of that. */
  async decisions(): Promise<PlacedDecision[]> {
    const found = new Map<string, PlacedDecision>();
    for await (const { workflow, events } of this.#below('session'))
      for (const event of events)
        for (const decision of decisionsIn(event)) {
          if (!decision.confirmedBy) continue;
          const key = `${decision.session} ${decision.item} ${decision.version}`;
          const { place } = found.get(key) ?? { place: { workflow, event: event.number } };
          found.set(key, { decision, place });
        }
    return [...found.values()].toSorted((a, b) => (a.decision.at < b.decision.at ? -1 : 1));
  }

  async matchings(): Promise<Matching[]> {
    const found: Matching[] = [];
    for await (const { workflow, events } of this.#below('phase'))
      for (const { input, result, at, event } of activitiesIn(events, ['matchCities'])) {
        const { offers, wishes } = input as { offers: Address; wishes: Address };
        const rows = [...(await this.rows(offers)), ...(await this.rows(wishes))];
        const { options } = result as { options: Address };
        found.push({ at, place: { workflow, event }, options, rows });
      }
    return found;
  }

  /** Digests of the letters that came in and begin with these digits, or whose message has this address. */
  async lettersIn(digits: string): Promise<string[]> {
    const letters = this.#received();
    const begun = [...letters.keys()].filter((digest) => digest.startsWith(digits));
    if (begun.length > 0) return begun;
    const found: string[] = [];
    for (const [digest, entry] of letters) {
      const { document } = await this.#record.json<ReceivedLetter>(entry);
      if (document.startsWith(`sha256:${digits}`)) found.push(digest);
    }
    return found;
  }

  #received = (): ReadonlyMap<string, Address> => this.#record.ledger(receivedLedger(this.#record.network));

  async letterIn(digest: string): Promise<LetterIn | undefined> {
    const entry = this.#received().get(digest);
    if (entry === undefined) return undefined;
    const received = await this.#record.json<ReceivedLetter>(entry);
    const workflow = letterId(this.#record.network, digest);
    let authentication: Address | undefined;
    let judged: Place | undefined;
    for (const run of this.#record.runs.filter((each) => each.workflow === workflow)) {
      const events = await this.#record.events(run);
      const [input] = (events[0]?.attributes.input ?? []) as { authentication?: Address }[];
      authentication ??= input?.authentication;
      const [done] = activitiesIn(events, ['takeIn']);
      if (done) judged = { workflow, event: done.event };
    }
    authentication ??= (await this.#arrived(digest))?.authentication;
    const checked =
      authentication !== undefined && (await unlessErased(this.#record.json<Authentication>(authentication)));
    return {
      ...{ received, came: { workflow, event: 1 } },
      ...(judged && { judged }),
      ...(checked && { authentication: checked }),
    };
  }

  async #arrived(digest: string): Promise<ArrivedEntry | undefined> {
    const arrived = this.#record.ledger(arrivedLedger(this.#cycle));
    const entry = [...arrived].find(([key]) => key.endsWith(`/${digest}`))?.[1];
    return entry === undefined ? undefined : this.#record.json<ArrivedEntry>(entry);
  }

  /** The bytes of a letter as it came in. */
  message = ({ received }: LetterIn): Promise<Buffer> => this.#record.document(received.document);

  /** Digests of the letters that answer one of ours, in the order in which they came. */
  async answersTo(number: string): Promise<string[]> {
    const found: ReceivedLetter[] = [];
    for (const entry of this.#received().values()) {
      const letter = await this.#record.json<ReceivedLetter>(entry);
      if (letter.answersLetter === number) found.push(letter);
    }
    found.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
    return found.map(({ digest }) => digest);
  }

  /** @param number in any case */
  async letterOut(number: string): Promise<LetterOut | undefined> {
    const { network, cycle } = this.#record;
    const letters = this.#record.ledger(`letters/${network}/${cycle}`);
    const wanted = `${number.toLowerCase()}/before`;
    const [key, entry] = [...letters].find(([each]) => each.toLowerCase() === wanted) ?? [];
    if (key === undefined || entry === undefined) return undefined;
    const own = key.slice(0, -'/before'.length);
    const after = letters.get(`${own}/after`);
    return {
      number: own,
      before: await this.#record.json<LetterBefore>(entry),
      ...(after !== undefined && { after: await this.#record.json<LetterAfter>(after) }),
    };
  }

  /** The histories of the workflows of a kind, one at a time. */
  async *#below(kind: string): AsyncGenerator<{ workflow: string; events: RecordedEvent[] }> {
    for (const run of this.#record.runs)
      if (run.workflow.startsWith(`${this.#cycle}/${kind}/`))
        yield { workflow: run.workflow, events: await this.#record.events(run) };
  }
}

const papersFrom = ['assemblePaper', 'revisePaper', 'writeOptionsPaper'];

/** What the activities that make a paper are given, each some of it. */
interface PaperInput {
  boards?: Address;
  networkDocument?: Address;
  calendar?: Calendar;
  changedBy?: string;
  why?: string;
}

/** What the SDK notes of an activity that ran within the worker. */
interface LocalActivity {
  activity_type?: string;
}

interface DoneActivity {
  input: unknown;
  result: unknown;
  at: Instant;
  event: number;
}

/** The activities of some names that were completed, with what they were given and gave. */
function* activitiesIn(events: readonly RecordedEvent[], names: readonly string[]): Generator<DoneActivity> {
  const scheduled = new Map<number, unknown>();
  for (const { number, at, type, attributes } of events) {
    const { name = '' } = (attributes.activityType ?? {}) as { name?: string };
    if (type === 'activityTaskScheduled' && names.includes(name))
      scheduled.set(number, (attributes.input as unknown[])[0]);
    const from = Number(attributes.scheduledEventId);
    if (type === 'activityTaskCompleted' && scheduled.has(from))
      yield {
        input: scheduled.get(from),
        result: (attributes.result as unknown[])[0],
        ...{ at, event: number },
      };
  }
}

/** The message that an accepted update carried. */
function updateIn(attributes: Record<string, unknown>): { name: string; args: unknown[] } {
  const { input } = (attributes.acceptedRequest ?? {}) as { input?: { name?: string; args?: unknown[] } };
  return { name: input?.name ?? '', args: input?.args ?? [] };
}

/** The decisions as an event of a session shows them: the answer to an update, or the session's result. */
function decisionsIn({ type, attributes }: RecordedEvent): Decision[] {
  const { success } = (attributes.outcome ?? {}) as { success?: unknown[] };
  const told = type === 'workflowExecutionCompleted' ? (attributes.result as unknown[]) : (success ?? []);
  const [state] = told as { decisions?: Decision[] }[];
  return state?.decisions ?? [];
}
