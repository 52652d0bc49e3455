/** Histories as the engine holds them: which runs a cycle has, and how far each can be archived. */
import type { Client } from '@temporalio/client';
import { isGrpcServiceError } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';
import { createHash } from 'node:crypto';
import { inOrder } from '../../domain/in-order.js';

export type Event = temporal.api.history.v1.IHistoryEvent;

export interface Run {
  workflow: string;
  run: string;
  events: Event[];
}

/** gRPC's status code of what is not there. */
const notFound = 5;

/** The engine's history of one run, or of the latest; undefined where there is none (any more). */
export async function fetchRun(client: Client, workflow: string, run?: string): Promise<Run | undefined> {
  try {
    const { events } = await client.workflow.getHandle(workflow, run).fetchHistory();
    const [first] = events ?? [];
    const own = run ?? first?.workflowExecutionStartedEventAttributes?.originalExecutionRunId;
    return first && own ? { workflow, run: own, events: events ?? [] } : undefined;
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === notFound) return undefined;
    throw error;
  }
}

/** The run before this one, where the workflow continued as new. */
export const runBefore = ({ events }: Run): string | undefined =>
  events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;

/** The workflows that a run started. */
export const childrenOf = ({ events }: Pick<Run, 'events'>): string[] =>
  events.flatMap((event) => {
    const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId;
    return child ? [child] : [];
  });

export const isClosing = (event: Event): boolean =>
  Boolean(
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionCanceledEventAttributes ??
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes ??
    event.workflowExecutionContinuedAsNewEventAttributes,
  );

/**
 * The part of a history that does not change any more: all of it once the run has ended, else up to the last task that
 * the worker has completed, with what that task decided. What comes after may still be a task that is tried again.
 */
export function settledPart(events: readonly Event[]): Event[] {
  if (events.some(isClosing)) return [...events];
  let end = 0;
  events.forEach((event, i) => {
    if (event.workflowTaskCompletedEventAttributes) end = i + 1;
  });
  while (end > 0 && end < events.length && isDecided(events[end]!)) end += 1;
  return events.slice(0, end);
}

/** Events that the server writes in one step with the task that decided them. */
const isDecided = (event: Event): boolean =>
  Boolean(
    event.activityTaskScheduledEventAttributes ??
    event.activityTaskCancelRequestedEventAttributes ??
    event.timerStartedEventAttributes ??
    event.timerCanceledEventAttributes ??
    event.markerRecordedEventAttributes ??
    event.startChildWorkflowExecutionInitiatedEventAttributes ??
    event.signalExternalWorkflowExecutionInitiatedEventAttributes ??
    event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes ??
    event.upsertWorkflowSearchAttributesEventAttributes ??
    event.workflowPropertiesModifiedEventAttributes ??
    event.workflowExecutionUpdateAcceptedEventAttributes ??
    event.workflowExecutionUpdateCompletedEventAttributes,
  );

/**
 * SHA-256, in hex, of events as the server holds them: a protobuf `History`, its fields in the order of their numbers and
 * its maps in that of their keys, so that other languages come to the same bytes.
 */
export const digestOf = (events: readonly Event[]): string =>
  createHash('sha256')
    .update(proto.temporal.api.history.v1.History.encode({ events: inOrder(events) as Event[] }).finish())
    .digest('hex');
