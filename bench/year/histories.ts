/** Every history of a rehearsed year, followed from its registry, and what each of them holds. */
import type { Client } from '@temporalio/client';
import { isGrpcServiceError as isServiceError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { billableActions } from '../actions.js';

type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

/** What one run of a workflow did. */
export interface Account {
  id: string;
  events: number;
  actions: number;
  /** The most activities, children and signals under way at one moment. */
  pending: number;
  /** Bytes of the largest payload. */
  payload: number;
  activities: number;
  localActivities: number;
  timers: number;
  signalsSent: number;
  signalsReceived: number;
  updates: number;
}

/** gRPC's status code of what is not there. */
const notFound = 5;

/** Runs fetched at a time. */
const atOnce = 8;

/**
 * Fetches the histories of these workflows, of their children and of the runs before each, and reads them.
 *
 * @param ids the workflows to begin with; one that was never started is left out
 */
export async function accountsFrom(client: Client, ids: string[]): Promise<Account[]> {
  const waiting: { id: string; runId?: string }[] = ids.map((id) => ({ id }));
  const known = new Set(ids);
  const accounts: Account[] = [];
  const readOne = async ({ id, runId }: { id: string; runId?: string }): Promise<void> => {
    const history = await client.workflow
      .getHandle(id, runId)
      .fetchHistory()
      .catch((error: unknown) => {
        if (isServiceError(error) && Number(error.code) === notFound) return undefined;
        throw error;
      });
    if (!history) return;
    accounts.push(accountOf(id, history));
    const events = history.events ?? [];
    const before = events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (before) waiting.push({ id, runId: before });
    for (const event of events) {
      const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId;
      if (!child || known.has(child)) continue;
      known.add(child);
      waiting.push({ id: child });
    }
  };
  while (waiting.length > 0) await Promise.all(waiting.splice(0, atOnce).map(readOne));
  return accounts;
}

export function accountOf(id: string, history: History): Account {
  const events = history.events ?? [];
  const count = (test: (event: Event) => unknown): number => events.filter(test).length;
  return {
    id,
    events: events.length,
    actions: billableActions(history),
    pending: mostPending(events),
    payload: Math.max(0, ...events.map(largestPayload)),
    activities: count((event) => event.activityTaskScheduledEventAttributes),
    localActivities: count(
      (event) => event.markerRecordedEventAttributes?.markerName === 'core_local_activity',
    ),
    timers: count((event) => event.timerStartedEventAttributes),
    signalsSent: count((event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes),
    signalsReceived: count((event) => event.workflowExecutionSignaledEventAttributes),
    updates: count((event) => event.workflowExecutionUpdateAcceptedEventAttributes),
  };
}

/** Each kind of operation has a limit of its own in the server; the sum stays above each. */
function mostPending(events: Event[]): number {
  let pending = 0;
  let most = 0;
  for (const event of events) {
    if (
      event.activityTaskScheduledEventAttributes ??
      event.startChildWorkflowExecutionInitiatedEventAttributes ??
      event.signalExternalWorkflowExecutionInitiatedEventAttributes
    )
      pending += 1;
    else if (
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes ??
      event.childWorkflowExecutionCompletedEventAttributes ??
      event.childWorkflowExecutionFailedEventAttributes ??
      event.childWorkflowExecutionCanceledEventAttributes ??
      event.startChildWorkflowExecutionFailedEventAttributes ??
      event.externalWorkflowExecutionSignaledEventAttributes ??
      event.signalExternalWorkflowExecutionFailedEventAttributes
    )
      pending -= 1;
    most = Math.max(most, pending);
  }
  return most;
}

/** Looks for payloads wherever an event keeps them. */
function largestPayload(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0;
  const { metadata, data } = value as { metadata?: unknown; data?: unknown };
  if (metadata !== undefined && data instanceof Uint8Array) return data.byteLength;
  return Math.max(0, ...Object.values(value).map(largestPayload));
}
