/**
 * The life of a request: one thing asked of one office.
 *
 * `asked → acknowledged → answered → (cleared nationally) → accepted`, with the side doors: received but
 * unconfirmed, returned for correction, extended, reassigned, escalated, undeliverable, lapsed. Pure: the
 * workflow `workflows/request.ts` keeps one of these records and does what `nextStep` says.
 */
import type { Absence } from './absence.js';
import { askedAt, firstBack } from './absence.js';
import type { Actor } from './actor.js';
import type { RequestKind, RequestPlan } from './ask.js';
import type { Address } from './document.js';
import type { FiledSubmission } from './submission.js';
import type { Instant, IsoDate } from './time.js';
import { after, days, toMs } from './time.js';

export type RequestState =
  | 'asked'
  | 'acknowledged'
  | 'received-unconfirmed'
  | 'returned'
  | 'answered'
  | 'accepted'
  | 'undeliverable'
  | 'lapsed';

/** Side doors that a request went through; they do not end when its state moves on. */
export type Mark =
  | 'reminded'
  | 'escalated'
  | 'extended'
  | 'reassigned'
  | 'bounced'
  | 'away'
  | 'late'
  | 'joint'
  | 'cleared-nationally'
  | 'exception'
  | 'recorded'
  | 'disowned';

export interface RequestVersion extends FiledSubmission {
  /** The writer is known, or a person confirmed it. Later parts add to the last confirmed version only. */
  confirmed: boolean;
  /** The office says that it is not its own: set aside, and not counted for anything. */
  disowned?: boolean;
  /** The NR has cleared this version. */
  clearedNationally?: boolean;
  /** Who gave a letter that was kept aside to this request; another person or the office confirms it. */
  assignedBy?: Actor;
  /** On what authority the secretariat recorded it. */
  authority?: string;
  from: string;
  /** Digest of the letter, or `record/<office>`. */
  letter: string;
  at: Instant;
}

export interface RequestRecord {
  id: string;
  kind: RequestKind;
  subject: string;
  state: RequestState;
  plan: RequestPlan;
  askedAt: Instant;
  /** The office that is asked now. */
  addressee: string;
  /** Offices from which it was reassigned: the reply addresses of letters to them are revoked. */
  reassignedFrom: string[];
  /** How it stood when an answer came that waits to be confirmed. */
  stoodAs?: RequestState;
  /** Offices that mail does not reach. */
  unreachable: string[];
  /** Offices that said that they are away. */
  absences: Absence[];
  /** Until then reminders wait. */
  promised?: Instant;
  versions: RequestVersion[];
  /** The last version that counts. */
  accepted?: number;
  acceptedBy?: Actor;
  marks: Mark[];
  remindersSent: number;
  escalationsSent: number;
  /** Nothing more is expected: accepted, or the time is over. Late answers are still taken. */
  settled: boolean;
  /** The cycle has ended; nothing more is taken. */
  closed: boolean;
}

/** A request's line on the board. */
export interface RequestRow {
  id: string;
  /** Counts the changes of the request: signals may overtake each other, and an older line replaces no newer one. */
  change: number;
  kind: RequestKind;
  subject: string;
  state: RequestState;
  addressee: string;
  due: Instant;
  marks: Mark[];
  reminders: number;
  settled: boolean;
  closed: boolean;
  version?: number;
  submission?: Address;
  /** When the version came in. */
  answeredAt?: Instant;
  choices?: Record<string, string>;
  /** In a clearance: the member proposes other words. */
  proposes?: boolean;
}

export function newRequest(
  id: string,
  kind: RequestKind,
  plan: RequestPlan,
  askedAt: Instant,
): RequestRecord {
  return {
    id,
    kind,
    subject: plan.subject,
    state: 'asked',
    plan,
    askedAt,
    addressee: plan.addressees[0] ?? '',
    reassignedFrom: [],
    unreachable: [],
    absences: [],
    versions: [],
    marks: [],
    remindersSent: 0,
    escalationsSent: 0,
    settled: false,
    closed: false,
  };
}

/** The version that the next part adds to. */
export const lastConfirmed = (record: RequestRecord): RequestVersion | undefined =>
  record.versions.findLast(({ confirmed }) => confirmed);

/** The latest version that the office has not disowned. */
export const latest = (record: RequestRecord): RequestVersion | undefined =>
  record.versions.findLast(({ disowned }) => !disowned);

/** The record with its latest version changed. */
const withLatest = (record: RequestRecord, change: Partial<RequestVersion>): RequestRecord => {
  const version = latest(record);
  const versions = record.versions.map((each) => (each === version ? { ...each, ...change } : each));
  return { ...record, versions };
};

/** @param change how many changes the request has gone through */
export function rowOf(record: RequestRecord, change: number): RequestRow {
  const counts = record.versions.find((version) => version.version === record.accepted) ?? latest(record);
  return {
    id: record.id,
    change,
    kind: record.kind,
    subject: record.subject,
    state: record.state,
    addressee: record.addressee,
    due: record.plan.due,
    marks: record.marks,
    reminders: record.remindersSent,
    settled: record.settled,
    closed: record.closed,
    ...(counts && {
      version: counts.version,
      submission: counts.document,
      answeredAt: counts.at,
      choices: counts.choices,
      proposes: counts.given.includes('proposal'),
    }),
  };
}

export const withMark = (record: RequestRecord, mark: Mark): RequestRecord =>
  record.marks.includes(mark) ? record : { ...record, marks: [...record.marks, mark] };

/** What happens next unless something comes in before. */
export type NextStep =
  | { do: 'remind'; at: Instant; days: number }
  | { do: 'escalate'; at: Instant; to: string }
  | { do: 'lapse'; at: Instant }
  | { do: 'wait' };

/** True while the office owes something: nothing usable came yet, or what came was returned. */
export const isOwed = (record: Pick<RequestRecord, 'state'>): boolean =>
  record.state === 'asked' ||
  record.state === 'acknowledged' ||
  record.state === 'returned' ||
  record.state === 'undeliverable';

/** True while reminders go out: the office owes something, or the NR has an answer to clear. */
export const isChased = (record: RequestRecord): boolean => isOwed(record) || waitsForNr(record);

/** Days that the NR has to clear an answer before the first reminder. */
const daysForNr = 2;

/**
 * The next step by plan. Nobody is reminded who owes nothing; until a promised date reminders and
 * escalations wait; an office that mail does not reach is not reminded but escalated; one that is away is not
 * reminded, but whoever is asked in its place.
 */
export function nextStep(record: RequestRecord): NextStep {
  if (record.closed || record.settled || waitsForSecretariat(record)) return { do: 'wait' };
  const lapse: NextStep = { do: 'lapse', at: record.plan.lapses };
  if (!isChased(record)) return lapse;
  const waitUntil = waitsForNr(record)
    ? after(latest(record)!.at, days(daysForNr))
    : record.state === 'acknowledged'
      ? record.promised
      : undefined;
  const pending = <T extends { at: Instant }>(steps: T[]): T | undefined =>
    steps.find((step) => waitUntil === undefined || step.at > waitUntil);
  const reachable = !record.unreachable.includes(record.addressee);
  const somebodyThere = ({ at }: { at: Instant }): boolean =>
    waitsForNr(record) || askedAt(record, at) !== undefined;
  const reminder = reachable
    ? pending(record.plan.reminders.slice(record.remindersSent).filter(somebodyThere))
    : undefined;
  const escalation = isOwed(record)
    ? pending(record.plan.escalations.slice(record.escalationsSent))
    : undefined;
  const steps: NextStep[] = [
    ...(reminder ? [{ do: 'remind' as const, ...reminder }] : []),
    ...(escalation ? [{ do: 'escalate' as const, ...escalation }] : []),
    lapse,
  ];
  return steps.reduce((first, step) => ('at' in step && 'at' in first && step.at < first.at ? step : first));
}

/** A reminder or escalation was sent, or skipped because its time fell before a promised date. */
export function stepDone(record: RequestRecord, step: NextStep): RequestRecord {
  switch (step.do) {
    case 'remind':
      return withMark(
        {
          ...record,
          remindersSent: 1 + record.plan.reminders.findIndex((reminder) => reminder.at === step.at),
        },
        'reminded',
      );
    case 'escalate':
      return withMark(
        {
          ...record,
          escalationsSent: 1 + record.plan.escalations.findIndex((escalation) => escalation.at === step.at),
        },
        'escalated',
      );
    case 'lapse':
      return lapsed(record);
    case 'wait':
      return record;
  }
}

/** The time is over. What came and still waits for a person keeps its state; what never came has lapsed. */
export const lapsed = (record: RequestRecord): RequestRecord => ({
  ...record,
  state: isOwed(record) ? 'lapsed' : record.state,
  settled: true,
});

/** Days from a reminder to the due day; less than nothing after it. */
const daysLeft = ({ due }: RequestPlan, at: Instant): number => Math.round((toMs(due) - toMs(at)) / days(1));

/**
 * "Under approval, answer on the 20th": reminders wait until then. On the working day after there is one, and
 * the request does not lapse before it.
 */
export function acknowledged(record: RequestRecord, promised: Instant, reminder: Instant): RequestRecord {
  if (!isOwed(record)) return record;
  const { plan, remindersSent } = record;
  const done = plan.reminders.slice(0, remindersSent);
  const later = plan.reminders.slice(remindersSent).filter(({ at }) => at > reminder);
  const lapses = plan.lapses > reminder ? plan.lapses : after(reminder, days(2));
  return {
    ...record,
    state: 'acknowledged',
    promised,
    plan: {
      ...plan,
      reminders: [...done, { at: reminder, days: daysLeft(plan, reminder) }, ...later],
      lapses,
    },
  };
}

/** Days within which a reminder that is planned serves an office that is back as well. */
const soon = 2;

/**
 * An office that is asked is away. Reminders go to whoever is asked in its place; where nobody is, they wait, and soon
 * after the first of them is there again there is one.
 */
export function away(record: RequestRecord, absence: Absence, now: Instant): RequestRecord {
  const others = record.absences.filter(({ office, back }) => office !== absence.office && back > now);
  const next = withMark({ ...record, absences: [...others, absence] }, 'away');
  const back = firstBack(next);
  const { plan } = next;
  if (askedAt(next, now) !== undefined || back === undefined || back >= plan.lapses) return next;
  if (plan.reminders.some(({ at }) => at >= back && at <= after(back, days(soon)))) return next;
  const reminders = [...plan.reminders, { at: back, days: daysLeft(plan, back) }];
  return { ...next, plan: { ...plan, reminders: reminders.sort((a, b) => toMs(a.at) - toMs(b.at)) } };
}

/** An extension that was granted stands against a calendar that moves to an earlier day. */
export const hasLaterDue = (record: RequestRecord, due: IsoDate): boolean =>
  (record.marks.includes('extended') || record.state === 'returned') && record.plan.due.slice(0, 10) >= due;

/** How an answer arrived. */
export interface Arrival {
  from: string;
  letter: string;
  at: Instant;
  /** The writer is known to speak for an office that may answer. */
  confirmed: boolean;
  joint: boolean;
  assignedBy?: Actor;
  authority?: string;
}

/**
 * A part of an answer came in and was filed as a new version.
 *
 * Unconfirmed answers stop the reminders and wait for confirmation. Incomplete ones are returned with what is
 * missing. Complete ones are accepted, unless the NR is to clear them or they depart from a rule.
 */
export function answered(record: RequestRecord, filed: FiledSubmission, arrival: Arrival): RequestRecord {
  const { joint, ...arrived } = arrival;
  let next: RequestRecord = { ...record, versions: [...record.versions, { ...filed, ...arrived }] };
  if (arrival.at > record.plan.due) next = withMark(next, 'late');
  if (joint) next = withMark(next, 'joint');
  if (!arrival.confirmed)
    return {
      ...next,
      stoodAs: record.state === 'received-unconfirmed' ? record.stoodAs : record.state,
      state: record.accepted === undefined ? 'received-unconfirmed' : record.state,
    };
  return judged(next, arrival.from);
}

/** True while the latest version waits for a person to confirm that it is the office's own. */
export const isUnconfirmed = (record: RequestRecord): boolean => latest(record)?.confirmed === false;

/** A person has confirmed the latest version. */
export function confirmed(record: RequestRecord): RequestRecord {
  return judged(withLatest(record, { confirmed: true }), record.addressee);
}

/**
 * The office says that the latest version, which waits to be confirmed, is not its own. The request stands as it did
 * before that version came, with a plan that holds only what is still to come.
 *
 * @param plan undefined where the request owes nothing, or its time is over
 */
export function disowned(record: RequestRecord, plan: RequestPlan | undefined): RequestRecord {
  const next = withMark(withLatest(record, { disowned: true }), 'disowned');
  if (isUnconfirmed(next)) return next;
  const { stoodAs = 'asked', promised, ...rest } = next;
  const stood = stoodAs === 'acknowledged' && promised === undefined ? 'asked' : stoodAs;
  const lapses = record.settled && isOwed({ state: stood });
  const state = record.accepted !== undefined ? 'accepted' : lapses ? 'lapsed' : stood;
  const again = plan === undefined ? rest : withPlan({ ...rest, state }, plan);
  return { ...again, state, ...(state === 'acknowledged' && { promised }) };
}

/** Whether a letter to this office may no longer be answered: the request was reassigned away from it. */
export const isRevoked = (record: RequestRecord, office: string): boolean =>
  record.reassignedFrom.includes(office);

/** The state of a confirmed answer. An answer of the NR who would clear it is cleared by being given. */
export function judged(record: RequestRecord, from: string): RequestRecord {
  const version = latest(record);
  if (!version) return record;
  // what was accepted before counts until the new version does
  const stands = record.accepted !== undefined;
  if (!isComplete(version)) return { ...record, state: stands ? 'accepted' : 'returned' };
  if (needsNr(record, version, from)) return { ...record, state: stands ? 'accepted' : 'answered' };
  if (version.exceptions.length > 0)
    return withMark({ ...record, state: stands ? 'accepted' : 'answered' }, 'exception');
  return accepted(record, version.version);
}

const isComplete = (version: RequestVersion): boolean =>
  version.missing.length === 0 && version.problems.length === 0;

const needsNr = (record: RequestRecord, version: RequestVersion, from: string): boolean =>
  record.plan.clearedBy !== undefined && record.plan.clearedBy !== from && !version.clearedNationally;

/** The latest version, while it is complete and confirmed and does not count yet. */
function pendingVersion(record: RequestRecord): RequestVersion | undefined {
  const version = latest(record);
  return version?.confirmed && isComplete(version) && version.version !== record.accepted
    ? version
    : undefined;
}

/** The latest version is complete, and the NR has not cleared it yet. */
export function waitsForNr(record: RequestRecord): boolean {
  const version = pendingVersion(record);
  return version !== undefined && needsNr(record, version, version.from);
}

/** The latest version departs from a rule, and the secretariat has not decided yet. */
export function waitsForSecretariat(record: RequestRecord): boolean {
  const version = pendingVersion(record);
  return (
    version !== undefined &&
    version.exceptions.length > 0 &&
    !needsNr(record, version, version.from) &&
    record.state !== 'returned'
  );
}

export const accepted = (record: RequestRecord, version: number, by?: Actor): RequestRecord => ({
  ...record,
  state: 'accepted',
  accepted: version,
  ...(by && { acceptedBy: by }),
  settled: true,
});

/** The NR has cleared the answer. */
export function clearedNationally(record: RequestRecord): RequestRecord {
  const cleared = withLatest(record, { clearedNationally: true });
  return judged(withMark(cleared, 'cleared-nationally'), record.plan.clearedBy ?? '');
}

/** Returned for correction, by the NR or the secretariat, with a new plan to answer by. */
export const returnedForCorrection = (record: RequestRecord, plan: RequestPlan): RequestRecord => ({
  ...withPlan(record, plan),
  state: 'returned',
  accepted: undefined,
  settled: false,
});

/** A new plan: an extension, a moved date. Steps count anew, since the plan holds only those still to come. */
export const withPlan = (record: RequestRecord, plan: RequestPlan): RequestRecord => ({
  ...record,
  plan,
  remindersSent: 0,
  escalationsSent: 0,
  promised: undefined,
  ...((record.state === 'lapsed' || record.state === 'acknowledged') && { state: 'asked' as const }),
  settled: record.state === 'accepted',
});

/** Mail to the office asked came back for good. */
export function bounced(record: RequestRecord, office: string): RequestRecord {
  const next = withMark({ ...record, unreachable: [...new Set([...record.unreachable, office])] }, 'bounced');
  return office === record.addressee && record.state === 'asked' ? { ...next, state: 'undeliverable' } : next;
}

/** The next office to ask when the one asked cannot be reached: the alternates in order, that mail reaches. */
export const alternateOf = (record: RequestRecord): string | undefined =>
  [...record.plan.addressees, ...record.plan.mayAnswer].find(
    (office) => office !== record.addressee && !record.unreachable.includes(office),
  );

export const reassigned = (record: RequestRecord, plan: RequestPlan): RequestRecord => ({
  ...withMark(withPlan(record, plan), 'reassigned'),
  addressee: plan.addressees[0] ?? record.addressee,
  reassignedFrom: [...new Set([...record.reassignedFrom, record.addressee])].filter(
    (office) => office !== (plan.addressees[0] ?? record.addressee),
  ),
  state: record.state === 'undeliverable' ? 'asked' : record.state,
});

/** Whether it is one of the offices that are asked, one in another's place. */
export const isAsked = (record: RequestRecord, office: string): boolean =>
  office === record.addressee || record.plan.addressees.includes(office);

/** Whether an office may answer this request. */
export const mayAnswer = (record: RequestRecord, office: string): boolean =>
  record.plan.addressees.includes(office) ||
  record.plan.mayAnswer.includes(office) ||
  office === record.plan.clearedBy;
