/** A history in a bundle, and what the rest of it must hold because of it. */
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';
import type { Segment } from '../../domain/archive.js';
import { sha256 } from '../../domain/canonical.js';
import { inOrder } from '../../domain/in-order.js';
import type { Finding } from './finding.js';

export type Event = temporal.api.history.v1.IHistoryEvent;
type Payloads = temporal.api.common.v1.IPayloads;

export interface AuditedRun {
  workflow: string;
  run: string;
  events: Event[];
}

/** @throws TypeError for what is no history */
export const eventsOf = (json: Buffer): Event[] =>
  historyFromJSON(JSON.parse(json.toString('utf8'))).events ?? [];

/** Whether a history is that of its segments: all events in their order, each part as the server held it. */
export function checkSegments({ workflow, events }: AuditedRun, segments: readonly Segment[]): Finding[] {
  const findings: Finding[] = [];
  const wrong = (what: string, event?: number): void => void findings.push({ where: workflow, event, what });
  const gap = events.findIndex((event, i) => Number(event.eventId) !== i + 1);
  if (gap >= 0) wrong(`Event ${gap + 1} is expected here, not ${Number(events[gap]!.eventId)}.`, gap + 1);
  let next = 1;
  for (const { first, last, sha256: digest } of segments) {
    if (first !== next) wrong(`The log has no events ${next} to ${first - 1}.`, next);
    if (digestOf(events.slice(first - 1, last)) !== digest)
      wrong(`Events ${first} to ${last} are not those that were sealed.`, first);
    next = last + 1;
  }
  if (events.length !== next - 1)
    wrong(`It has ${events.length} events; ${next - 1} were sealed.`, Math.min(events.length, next - 1) + 1);
  return findings;
}

const digestOf = (events: Event[]): string =>
  sha256(proto.temporal.api.history.v1.History.encode({ events: inOrder(events) }).finish());

/** A workflow that another one started, by its first run, and what the parent was told of its end. */
export interface ToldOfChild {
  parent: string;
  event: number;
  workflow: string;
  run: string;
  /** The parent recorded that it ended, well or not. */
  ended: boolean;
  /** The result that the parent recorded; absent where the child has not ended, or failed. */
  result?: string;
}

/** Each child once. One that continued as new is started as its first run, and ends as its last. */
export function childrenIn({ workflow, events }: AuditedRun): ToldOfChild[] {
  const children = new Map<number, ToldOfChild>();
  for (const event of events) {
    const started = event.childWorkflowExecutionStartedEventAttributes;
    const completed = event.childWorkflowExecutionCompletedEventAttributes;
    const ended =
      completed ??
      event.childWorkflowExecutionFailedEventAttributes ??
      event.childWorkflowExecutionCanceledEventAttributes ??
      event.childWorkflowExecutionTimedOutEventAttributes ??
      event.childWorkflowExecutionTerminatedEventAttributes;
    const told = started ?? ended;
    if (!told?.workflowExecution) continue;
    const { workflowId, runId } = told.workflowExecution;
    const initiated = Number(told.initiatedEventId);
    const run = children.get(initiated)?.run ?? runId ?? '';
    children.set(initiated, {
      ...{ parent: workflow, event: Number(event.eventId) },
      ...{ workflow: workflowId ?? '', run, ended: Boolean(ended) },
      ...(completed && { result: textOf(completed.result) }),
    });
  }
  return [...children.values()];
}

/** The result with which a run ended, by the first run of its chain; undefined while it has not completed. */
export function resultOf({ events }: AuditedRun): string | undefined {
  const completed = events.at(-1)?.workflowExecutionCompletedEventAttributes;
  return completed ? textOf(completed.result) : undefined;
}

/** Whether a run has ended, and none comes after it by itself. */
export const hasEnded = ({ events }: AuditedRun): boolean => {
  const last = events.at(-1);
  return Boolean(
    last?.workflowExecutionCompletedEventAttributes ??
    last?.workflowExecutionFailedEventAttributes ??
    last?.workflowExecutionCanceledEventAttributes ??
    last?.workflowExecutionTimedOutEventAttributes ??
    last?.workflowExecutionTerminatedEventAttributes,
  );
};

/** A later run of the same workflow names the first one, by which its parent knows it. */
export const firstRunOf = ({ events, run }: AuditedRun): string =>
  events[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId || run;

export const runBefore = ({ events }: AuditedRun): string | undefined =>
  events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;

const textOf = (payloads: Payloads | null | undefined): string =>
  (payloads?.payloads ?? []).map(({ data }) => Buffer.from(data ?? []).toString('base64')).join();
