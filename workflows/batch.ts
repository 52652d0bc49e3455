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
import type { RequestKind } from '../domain/ask.js';
import { cycleId, requestId } from '../domain/ids.js';
import type { Invitation, LetterOrder } from '../domain/letter.js';
import type { RequestRow } from '../domain/request.js';
import type { IsoDate } from '../domain/time.js';
import { batchClosed, batchSettled, boardQuery, calendarMoved, closeBatch, requestChanged } from './batch-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarToday, dateOf } from './cycle.js';
import { closeSignal, movedSignal } from './request-messages.js';
import type { request } from './request.js';
import { searchable } from './search-attributes.js';
import { tell } from './tell.js';
import { askOf, planRequests } from './work.js';

/** A subject by itself (a city, a member, a partner), or with the office that answers where the kind does not say. */
export type Subject = string | { id: string; office: string };

export interface BatchInput {
  cycle: Cycle;
  grounds: Grounds;
  kind: RequestKind;
  subjects: Subject[];
  /** The phase that waits for the answers. */
  phase: string;
  /** The due date, where the calendar does not hold one. */
  due?: IsoDate;
  attachments?: LetterOrder['attachments'];
  /** Values for the letters of all requests, and of single ones. */
  values?: LetterOrder['values'];
  valuesFor?: Record<string, LetterOrder['values']>;
  /** The meeting that is invited to, when there is one. */
  meeting?: { date: string; uid: string; place: string; zone: string };
  /** Letters that have asked already, by subject. */
  askedBy?: Record<string, string>;
  /** Carried over when the history grew long. */
  carried?: { rows: RequestRow[]; sequence: number; settled: boolean; closing: boolean };
}

export async function batch(input: BatchInput): Promise<RequestRow[]> {
  const { cycle, kind } = input;
  let grounds = input.grounds;
  let known = input.grounds;
  const id = workflowInfo().workflowId;
  const rows = new Map((input.carried?.rows ?? []).map((row) => [row.id, row]));
  let sequence = input.carried?.sequence ?? 0;
  let settled = input.carried?.settled ?? false;
  let closing = input.carried?.closing ?? false;
  let moved = false;

  setHandler(requestChanged, (row) => void rows.set(row.id, row));
  setHandler(calendarMoved, (next) => {
    grounds = next;
    moved = true;
  });
  setHandler(closeBatch, () => {
    closing = true;
  });
  setHandler(boardQuery, () => [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)));

  const invitation = (): Invitation | undefined => {
    if (!input.meeting) return undefined;
    const { date, uid, place, zone } = input.meeting;
    const when = dateOf(grounds, date)!;
    return { uid, sequence, summary: when.title, first: when.date, last: when.until, zone, place };
  };

  if (!input.carried) {
    const ask = await askOf({ kind });
    const plans = await planRequests({
      networkDocument: grounds.networkDocument,
      calendar: grounds.calendar,
      kind,
      subjects: input.subjects,
      on: calendarToday(cycle),
      due: input.due,
    });
    await Promise.all(
      plans.map((plan) =>
        startChild<typeof request>('request', {
          workflowId: requestId(cycle.network, cycle.year, kind, plan.subject),
          parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
          staticSummary: `${ask.title}: ${plan.subject}, due ${plan.dueDate}`,
          typedSearchAttributes: searchable(cycle, {
            kind,
            ...(ask.of === 'cities' && { city: plan.subject }),
            ...(ask.of === 'members' && { member: plan.subject }),
          }),
          args: [
            {
              cycle,
              grounds: { networkDocument: grounds.networkDocument, calendar: grounds.calendar },
              ask,
              plan,
              board: id,
              attachments: input.attachments,
              invitation: invitation(),
              values: { ...input.values, ...input.valuesFor?.[plan.subject] },
              askedBy: input.askedBy?.[plan.subject],
            },
          ],
        }),
      ),
    );
  }

  const all = (test: (row: RequestRow) => boolean) => rows.size === input.subjects.length && [...rows.values()].every(test);
  const allSettled = () => !settled && all((row) => row.settled);
  let closed = false;
  while (!closed) {
    await condition(() => allSettled() || moved || closing || workflowInfo().continueAsNewSuggested);
    if (moved) {
      moved = false;
      await moveRequests(input, known, grounds, [...rows.values()], invitation() && { ...invitation()!, sequence: (sequence += 1) });
      known = grounds;
    }
    if (allSettled()) {
      settled = true;
      await tell(input.phase, batchSettled, { batch: id });
    }
    if (closing) {
      await Promise.all([...rows.keys()].map((request) => tell(request, closeSignal)));
      await condition(() => all((row) => row.closed));
      closed = true;
    }
    if (!closed && workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      const carried = { rows: [...rows.values()], sequence, settled, closing };
      await continueAsNew<typeof batch>({ ...input, grounds, carried });
    }
  }
  await tell(cycleId(cycle.network, cycle.year), batchClosed, { batch: id });
  return [...rows.values()];
}

/** The calendar moved: each request whose due date or meeting changed is told, and tells its office. */
async function moveRequests(
  input: BatchInput,
  known: Grounds,
  grounds: Grounds,
  rows: RequestRow[],
  invitation: Invitation | undefined,
): Promise<void> {
  const before = input.meeting && known.instants[input.meeting.date];
  const after = input.meeting && grounds.instants[input.meeting.date];
  const meetingMoved = before?.date !== after?.date || before?.until !== after?.until;
  const plans =
    input.due === undefined
      ? await planRequests({
          networkDocument: grounds.networkDocument,
          calendar: grounds.calendar,
          kind: input.kind,
          subjects: input.subjects,
          on: calendarToday(input.cycle),
        })
      : [];
  await Promise.all(
    rows.map(async (row) => {
      const plan = plans.find((candidate) => candidate.subject === row.subject && candidate.due !== row.due);
      if (!plan && !meetingMoved) return;
      await tell(row.id, movedSignal, { plan: row.settled && row.state !== 'lapsed' ? undefined : plan, invitation: meetingMoved ? invitation : undefined });
    }),
  );
}
