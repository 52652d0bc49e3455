/** What Temporal Cloud would bill for a workflow, read from its history. */
import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** What one event of a history costs. */
export interface BilledEvent {
  eventId: string;
  kind: ActionKind;
  /** The activity's, signal's, update's or workflow's name, where there is one. */
  what: string;
  actions: number;
}

export type ActionKind =
  | 'workflow start'
  | 'child workflow intended'
  | 'activity'
  | 'retry of an activity'
  | 'local activities of one task'
  | 'retries of local activities'
  | 'timer'
  | 'signal sent'
  | 'signal from a client'
  | 'update'
  | 'search attributes changed'
  | 'execution options changed'
  | 'nexus operation'
  | 'reset';

/** Markers that are not billed: those of `patched`. */
const freeMarkers = ['core_patch', 'Version'];

/**
 * The events of a history that are billed as actions, by the rules of https://docs.temporal.io/cloud/actions as
 * Temporal's own pages apply them (`get-event-billable-actions.ts` of temporalio/ui), with two shares put where they
 * can be summed over many histories without counting twice:
 *
 * - a child workflow costs two: one for the parent's intent, in the parent's history, and one for its start, in
 *   its own;
 * - a signal from a workflow counts where it is sent, one from a client where it is received.
 *
 * What leaves no event is not in it: queries, heartbeats of activities, refused updates that were never accepted.
 *
 * @param history one run, whole
 */
export function billedEvents({ events }: History): BilledEvent[] {
  const billed: BilledEvent[] = [];
  const tasksWithMarkers = new Set<string>();
  for (const event of events ?? []) {
    const add = (kind: ActionKind, what: string | null | undefined = '', actions = 1) => {
      if (actions > 0) billed.push({ eventId: String(event.eventId), kind, what: what ?? '', actions });
    };
    if (event.workflowExecutionStartedEventAttributes) {
      const { workflowType } = event.workflowExecutionStartedEventAttributes;
      add('workflow start', workflowType?.name);
    } else if (event.startChildWorkflowExecutionInitiatedEventAttributes) {
      const { workflowType } = event.startChildWorkflowExecutionInitiatedEventAttributes;
      add('child workflow intended', workflowType?.name);
    } else if (event.activityTaskScheduledEventAttributes) {
      add('activity', event.activityTaskScheduledEventAttributes.activityType?.name);
    } else if (event.activityTaskStartedEventAttributes) {
      // the event is written with the last attempt, and knows how many there were
      add('retry of an activity', '', (event.activityTaskStartedEventAttributes.attempt ?? 1) - 1);
    } else if (event.timerStartedEventAttributes) {
      add('timer');
    } else if (event.signalExternalWorkflowExecutionInitiatedEventAttributes) {
      add('signal sent', event.signalExternalWorkflowExecutionInitiatedEventAttributes.signalName);
    } else if (event.workflowExecutionSignaledEventAttributes) {
      // a signal that came with the start of the workflow is billed as that start
      if (isFromClient(event) && String(event.eventId) !== '2')
        add('signal from a client', event.workflowExecutionSignaledEventAttributes.signalName);
    } else if (event.workflowExecutionUpdateAcceptedEventAttributes) {
      add('update', event.workflowExecutionUpdateAcceptedEventAttributes.acceptedRequest?.input?.name);
    } else if (event.workflowExecutionUpdateRejectedEventAttributes) {
      add('update', event.workflowExecutionUpdateRejectedEventAttributes.rejectedRequest?.input?.name);
    } else if (event.upsertWorkflowSearchAttributesEventAttributes) {
      const fields = Object.keys(
        event.upsertWorkflowSearchAttributesEventAttributes.searchAttributes?.indexedFields ?? {},
      );
      // that of `patched` is free
      if (fields.some((name) => name !== 'TemporalChangeVersion')) add('search attributes changed');
    } else if (event.markerRecordedEventAttributes) {
      const { markerName, workflowTaskCompletedEventId } = event.markerRecordedEventAttributes;
      const task = String(workflowTaskCompletedEventId);
      if (!freeMarkers.includes(markerName ?? '') && !tasksWithMarkers.has(task)) {
        tasksWithMarkers.add(task);
        add('local activities of one task');
      }
    } else if (event.workflowTaskCompletedEventAttributes) {
      const retries =
        event.workflowTaskCompletedEventAttributes.meteringMetadata?.nonfirstLocalActivityExecutionAttempts;
      add('retries of local activities', '', Math.min(retries ?? 0, 100));
    } else if (event.workflowTaskFailedEventAttributes) {
      if (event.workflowTaskFailedEventAttributes.newRunId) add('reset');
    } else if (event.workflowExecutionOptionsUpdatedEventAttributes) {
      add('execution options changed');
    } else if (
      event.nexusOperationScheduledEventAttributes ??
      event.nexusOperationCancelRequestedEventAttributes
    ) {
      add('nexus operation');
    }
  }
  return billed;
}

/** The number of billable actions of one run; see `billedEvents`. */
export const billableActions = (history: History): number =>
  billedEvents(history).reduce((sum, { actions }) => sum + actions, 0);

/** The server names the workflow that a signal came from; the time-skipping one leaves the sender out altogether. */
function isFromClient({ workflowExecutionSignaledEventAttributes: signal }: HistoryEvent): boolean {
  return Boolean(signal?.identity) && !signal?.externalWorkflowExecution;
}
