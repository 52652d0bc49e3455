/** What a history says, by what it is: updates, signals, activities, the children that it started. */
import type { LetterOrder, LetterSent } from '../../../domain/letter.js';
import type { Instant } from '../../../domain/time.js';
import type { RecordedEvent } from '../record.js';

/** Something that somebody asked of a workflow, and what it answered. */
export interface Update {
  at: Instant;
  event: number;
  name: string;
  argument: unknown;
  result?: unknown;
}

/** Something that a workflow told another, or was told. */
export interface Told {
  at: Instant;
  event: number;
  name: string;
  argument: unknown;
  /** The workflow that was told; absent for what came in. */
  to?: string;
}

/** A step outside of the workflow: a letter that is sent, a paper that is written. */
export interface Step {
  at: Instant;
  event: number;
  name: string;
  argument?: unknown;
  result?: unknown;
}

export interface Child {
  at: Instant;
  event: number;
  workflow: string;
  type: string;
  argument: unknown;
}

const first = (payloads: unknown): unknown => (Array.isArray(payloads) ? payloads[0] : undefined);
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined,
    value,
  );
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What a workflow is, and what it was given. */
export function startOf(events: readonly RecordedEvent[]): {
  type: string;
  input: unknown;
  at: Instant;
  parent?: string;
} {
  const attributes = events[0]?.attributes ?? {};
  const parent = text(at(attributes, 'parentWorkflowExecution', 'workflowId'));
  return {
    type: text(at(attributes, 'workflowType', 'name')),
    input: first(attributes.input),
    at: events[0]?.at ?? '',
    ...(parent && { parent }),
  };
}

/** What it ended with; undefined while it has not. */
export function endOf(events: readonly RecordedEvent[]): { result: unknown; at: Instant } | undefined {
  const last = events.at(-1);
  return last?.type === 'workflowExecutionCompleted'
    ? { result: first(last.attributes.result), at: last.at }
    : undefined;
}

export function updatesIn(events: readonly RecordedEvent[]): Update[] {
  const updates = new Map<string, Update>();
  for (const event of events) {
    if (event.type === 'workflowExecutionUpdateAccepted') {
      const { input } = (event.attributes.acceptedRequest ?? {}) as {
        input?: { name?: string; args?: unknown };
      };
      updates.set(text(event.attributes.protocolInstanceId), {
        ...{ at: event.at, event: event.number },
        ...{ name: input?.name ?? '', argument: first(input?.args) },
      });
    }
    if (event.type === 'workflowExecutionUpdateCompleted') {
      const update = updates.get(text(at(event.attributes, 'meta', 'updateId')));
      if (update) update.result = first(at(event.attributes, 'outcome', 'success'));
    }
  }
  return [...updates.values()];
}

/** What came in. */
export const signalsIn = (events: readonly RecordedEvent[]): Told[] =>
  events
    .filter(({ type }) => type === 'workflowExecutionSignaled')
    .map((event) => ({
      ...{ at: event.at, event: event.number },
      ...{ name: text(event.attributes.signalName), argument: first(event.attributes.input) },
    }));

/** What it told others. */
export const tellsIn = (events: readonly RecordedEvent[]): Told[] =>
  events
    .filter(({ type }) => type === 'signalExternalWorkflowExecutionInitiated')
    .map((event) => ({
      ...{ at: event.at, event: event.number },
      ...{ name: text(event.attributes.signalName), argument: first(event.attributes.input) },
      to: text(at(event.attributes, 'workflowExecution', 'workflowId')),
    }));

/** Its steps, with what came of them. Of a short one that a worker did by itself the history has the result only. */
export function stepsIn(events: readonly RecordedEvent[]): Step[] {
  const steps = new Map<string, Step>();
  for (const { type, attributes, at: when, number } of events) {
    if (type === 'activityTaskScheduled')
      steps.set(String(number), {
        ...{ at: when, event: number },
        ...{ name: text(at(attributes, 'activityType', 'name')), argument: first(attributes.input) },
      });
    if (type === 'activityTaskCompleted') {
      const step = steps.get(String(attributes.scheduledEventId));
      if (step) step.result = first(attributes.result);
    }
    if (type === 'markerRecorded')
      steps.set(String(number), {
        ...{ at: when, event: number },
        name: text(at(first(at(attributes, 'details', 'data')), 'activity_type')),
        result: first(at(attributes, 'details', 'result')),
      });
  }
  return [...steps.values()];
}

export const childrenIn = (events: readonly RecordedEvent[]): Child[] =>
  events
    .filter(({ type }) => type === 'startChildWorkflowExecutionInitiated')
    .map(({ at: when, number, attributes }) => ({
      ...{ at: when, event: number },
      workflow: text(attributes.workflowId),
      type: text(at(attributes, 'workflowType', 'name')),
      argument: first(attributes.input),
    }));

/** The letters that a workflow ordered, and what became of each. */
export const ordersIn = (
  events: readonly RecordedEvent[],
): { at: Instant; order: LetterOrder; sent?: LetterSent }[] =>
  stepsIn(events)
    .filter(({ name }) => name === 'sendLetter')
    .map(({ at: when, argument, result }) => ({
      at: when,
      order: argument as LetterOrder,
      ...(result !== undefined && { sent: result as LetterSent }),
    }));
