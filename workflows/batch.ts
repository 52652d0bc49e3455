/** Up to 200 requests of one kind, all asked at once, and the board that shows how they stand. */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  ParentClosePolicy,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { Ask, RequestKind, RequestPlan } from '../domain/ask.js';
import { cycleId, requestId } from '../domain/ids.js';
import type { Invitation, LetterOrder } from '../domain/letter.js';
import type { RequestRow } from '../domain/request.js';
import * as life from '../domain/request.js';
import type { IsoDate } from '../domain/time.js';
import {
  batchClosed,
  batchSettled,
  boardQuery,
  calendarMoved,
  closeBatch,
  requestChanged,
} from './batch-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, dateOf } from './cycle.js';
import { historyIsLong } from './history.js';
import { closeSignal, movedSignal } from './request-messages.js';
import type { request } from './request.js';
import { searchable } from './search-attributes.js';
import { tellSecretariat } from './secretariat.js';
import { tellBatch, whatIs } from './story.js';
import { tell } from './tell.js';
import { askOf, planRequests } from './work.js';

/**
 * A subject by itself (a city, a member, a partner), or with the office that answers where the kind does not say,
 * what its letters say beside, and the number of the letter that has asked already.
 */
export type Subject =
  string | { id: string; office: string; values?: LetterOrder['values']; askedBy?: string };

export interface BatchInput {
  cycle: Cycle;
  grounds: Grounds;
  kind: RequestKind;
  subjects: Subject[];
  /** The workflow that waits for the answers. */
  parent: string;
  /** The date of the calendar that is the due date, where the kind does not say; it moves with the calendar. */
  dueAt?: string;
  /** The due date, where no calendar holds it. */
  due?: IsoDate;
  attachments?: LetterOrder['attachments'];
  /** Values for the letters of all requests. */
  values?: LetterOrder['values'];
  /** The meeting that is invited to, when there is one. */
  meeting?: { date: string; uid: string; place: string; zone: string };
  /** Carried over when the history grew long. */
  carried?: { rows: RequestRow[]; known: Grounds; sequence: number; settled: boolean; closing: boolean };
}

export async function batch(input: BatchInput): Promise<void> {
  const { cycle, kind } = input;
  const id = workflowInfo().workflowId;
  const rows = new Map((input.carried?.rows ?? []).map((row) => [row.id, row]));
  let grounds = input.grounds;
  /** The calendar that the requests know. */
  let known = input.carried?.known ?? input.grounds;
  let sequence = input.carried?.sequence ?? 0;
  let settled = input.carried?.settled ?? false;
  let closing = input.carried?.closing ?? false;

  setHandler(requestChanged, (row) => {
    // signals may overtake each other; a line recorded before lines were counted has no count and is taken as it comes
    if (!(row.change < (rows.get(row.id)?.change ?? 0))) rows.set(row.id, row);
    tellBatch(rows.values());
  });
  setHandler(calendarMoved, (next) => {
    grounds = next;
  });
  setHandler(closeBatch, () => {
    closing = true;
  });
  setHandler(boardQuery, () => [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));

  const ask = await askOf({ kind });
  if (!input.carried) {
    const plans = await planRequests({
      network: cycle.network,
      networkDocument: grounds.networkDocument,
      calendar: grounds.calendar,
      kind,
      subjects: input.subjects.map(plain),
      on: calendarNow(cycle),
      due: dueOf(input, ask, grounds),
    });
    // the board is complete before the first letter leaves
    for (const plan of plans) {
      const row = life.rowOf(
        life.newRequest(
          requestId(cycle.network, cycle.year, kind, plan.subject),
          kind,
          plan,
          calendarNow(cycle),
        ),
        0,
      );
      rows.set(row.id, row);
    }
    await Promise.all(
      plans.map((plan) => start(input, ask, plan, invitationOf(input, grounds, sequence), rows)),
    );
  }

  const all = (test: (row: RequestRow) => boolean) => [...rows.values()].every(test);
  const newlySettled = () => !settled && all((row) => row.settled);
  let closed = false;
  while (!closed) {
    await condition(() => newlySettled() || known !== grounds || closing || historyIsLong());
    if (known !== grounds) {
      const next = grounds;
      const invitation = meetingMoved(input, known, next)
        ? invitationOf(input, next, (sequence += 1))
        : undefined;
      const due = dueOf(input, ask, next);
      const dueMoved = due !== undefined && due !== dueOf(input, ask, known) ? due : undefined;
      known = next;
      if (dueMoved !== undefined || invitation) {
        await Promise.all(
          [...rows.keys()].map((each) => tell(each, movedSignal, { due: dueMoved, invitation })),
        );
      }
    }
    if (newlySettled()) {
      settled = true;
      await tell(input.parent, batchSettled, { batch: id });
    }
    if (closing) {
      await Promise.all(
        [...rows.values()].map(async (row) => {
          if (!(await tell(row.id, closeSignal)))
            rows.set(row.id, { ...rows.get(row.id)!, settled: true, closed: true });
        }),
      );
      await condition(() => all((row) => row.closed));
      closed = true;
    } else if (historyIsLong() && known === grounds) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof batch>({
        ...input,
        grounds,
        carried: { rows: [...rows.values()], known, sequence, settled, closing },
      });
    }
  }
  await tell(cycleId(cycle.network, cycle.year), batchClosed, { batch: id });
}

/** What planning needs of a subject. */
const plain = (subject: Subject) =>
  typeof subject === 'string' ? subject : { id: subject.id, office: subject.office };

/** The last day for the answers: a date of the calendar, or the day that was given. */
function dueOf(input: BatchInput, ask: Ask, grounds: Grounds): IsoDate | undefined {
  return input.due ?? grounds.instants[input.dueAt ?? ask.due]?.date;
}

function invitationOf({ meeting }: BatchInput, grounds: Grounds, sequence: number): Invitation | undefined {
  if (!meeting) return undefined;
  const { date, until, title } = dateOf(grounds, meeting.date);
  return {
    uid: meeting.uid,
    sequence,
    summary: title,
    first: date,
    last: until,
    zone: meeting.zone,
    place: meeting.place,
  };
}

function meetingMoved({ meeting }: BatchInput, before: Grounds, next: Grounds): boolean {
  if (!meeting) return false;
  const [was, is] = [dateOf(before, meeting.date), dateOf(next, meeting.date)];
  return was.date !== is.date || was.until !== is.until;
}

/** Starts one request. One that breaks down is put before the secretariat, and nobody waits for it. */
async function start(
  input: BatchInput,
  ask: Ask,
  plan: RequestPlan,
  invitation: Invitation | undefined,
  rows: Map<string, RequestRow>,
): Promise<void> {
  const { cycle, grounds, kind } = input;
  const id = requestId(cycle.network, cycle.year, kind, plan.subject);
  const own = input.subjects.find((each) => typeof each !== 'string' && each.id === plan.subject);
  const { values, askedBy } = typeof own === 'object' ? own : {};
  const handle = await startChild<typeof request>('request', {
    workflowId: id,
    // the batch continues as new while its requests go on
    parentClosePolicy: ParentClosePolicy.ABANDON,
    staticSummary: `${ask.title}: ${plan.subject}, due ${plan.dueDate}`,
    staticDetails: whatIs.request,
    typedSearchAttributes: searchable(cycle, {
      kind,
      ...(ask.of === 'cities' && { city: plan.subject }),
      ...(ask.of === 'members' && { member: plan.subject }),
    }),
    args: [
      {
        cycle,
        grounds: { networkDocument: grounds.networkDocument, chair: grounds.calendar.chair },
        ask,
        plan,
        board: workflowInfo().workflowId,
        attachments: input.attachments,
        invitation,
        values: { ...input.values, ...values },
        askedBy,
      },
    ],
  });
  void handle.result().catch(async () => {
    rows.set(id, { ...rows.get(id)!, state: 'lapsed', settled: true, closed: true });
    await tellSecretariat(cycle, {
      id: `${kind}/${plan.subject}/broken`,
      what: `The request ${kind}/${plan.subject} broke down and takes no more answers. Reach the office by another way, and tell whoever runs the system.`,
      command: `ascn request show ${cycle.year}/${kind}/${plan.subject}`,
    });
  });
}
