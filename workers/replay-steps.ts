/**
 * What a workflow decided, in one shape: read from the commands that its code gives, and from the events that a history
 * keeps of them. `replay.ts` holds the two against each other.
 */
import type { coresdk, google, temporal } from '@temporalio/proto';

type Command = coresdk.workflow_commands.IWorkflowCommand;
type Event = temporal.api.history.v1.IHistoryEvent;
type Failure = temporal.api.failure.v1.IFailure;
export type Payload = temporal.api.common.v1.IPayload;
type Duration = google.protobuf.IDuration | null | undefined;
type PayloadMap = Record<string, Payload> | null | undefined;

/** A value of a step: a word, a number, or payloads. Undefined where a history does not keep it. */
export type Said = string | number | readonly Payload[] | undefined;

export interface Step {
  kind:
    | 'activity'
    | 'local activity'
    | 'timer'
    | 'child'
    | 'signal'
    | 'update'
    | 'search attributes'
    | 'memo'
    | 'patch'
    | 'cancel'
    | 'end';
  /** By which it is known among those of its kind; those without one are taken in their order. */
  id?: string;
  /** The beginning of a sentence about it: `The activity sendLetter`. */
  subject: string;
  /** By their names in words. */
  values: Record<string, Said>;
}

/** What the first event says of the whole run, which an engine fills in where the code says nothing. */
export interface Frame {
  /** The workflow's own task queue, by the history or in the replay. */
  queue: string;
  /** The limits of the run and of its tasks, in milliseconds. */
  limits: ReadonlySet<number>;
}

/** The step of a command; undefined for an answer to a query. */
export function stepOfCommand(command: Command, frame: Frame): Step | undefined {
  const words = command.userMetadata;
  const {
    scheduleActivity: activity,
    scheduleLocalActivity: local,
    startTimer: timer,
    startChildWorkflowExecution: child,
    signalExternalWorkflowExecution: signal,
    continueAsNewWorkflowExecution: next,
    updateResponse: update,
  } = command;
  if (activity) {
    const close = activity.scheduleToCloseTimeout;
    return {
      ...{ kind: 'activity', id: activity.activityId ?? '' },
      subject: `The activity ${activity.activityType}`,
      values: {
        type: activity.activityType ?? '',
        input: activity.arguments ?? [],
        'task queue': queueOf(activity.taskQueue, frame),
        'time from its plan to its end': limitOf(close, frame),
        'time from its plan to its start': limitOf(activity.scheduleToStartTimeout ?? close, frame),
        'time from its start to its end': limitOf(activity.startToCloseTimeout, frame),
        'time between signs of life': limitOf(activity.heartbeatTimeout, frame),
        'way of trying again': triesOf(activity.retryPolicy ?? {}),
        ...headers(activity.headers),
        ...inWords(words),
      },
    };
  }
  if (local)
    return {
      ...{ kind: 'local activity', id: String(local.seq) },
      subject: `The local activity ${local.activityType}`,
      values: { type: local.activityType ?? '', id: local.activityId ?? '', ...inWords(words) },
    };
  if (timer)
    return {
      ...{ kind: 'timer', id: String(timer.seq), subject: `The timer ${timer.seq}` },
      values: { length: lengthOf(timer.startToFireTimeout), ...inWords(words) },
    };
  if (child)
    return {
      ...{ kind: 'child', subject: `The workflow ${child.workflowId} that it starts` },
      values: {
        id: child.workflowId ?? '',
        type: child.workflowType ?? '',
        input: child.input ?? [],
        'task queue': queueOf(child.taskQueue, frame),
        'time for all its runs': limitOf(child.workflowExecutionTimeout, frame),
        'time for one run': limitOf(child.workflowRunTimeout, frame),
        'time for a task': limitOf(child.workflowTaskTimeout, frame),
        'end with its parent': child.parentClosePolicy || 1,
        'use of an id anew': child.workflowIdReusePolicy || 1,
        'way of trying again': child.retryPolicy ? triesOf(child.retryPolicy) : '',
        'times of repetition': child.cronSchedule ?? '',
        'search attributes': mapped(child.searchAttributes?.indexedFields),
        memo: mapped(child.memo),
        ...headers(child.headers),
        ...inWords(words),
      },
    };
  if (signal) {
    const { workflowExecution: execution, childWorkflowId } = signal;
    return {
      ...{ kind: 'signal', subject: `The signal ${signal.signalName}` },
      values: {
        name: signal.signalName ?? '',
        addressee: execution?.workflowId ?? childWorkflowId ?? '',
        run: execution?.runId ?? '',
        input: signal.args ?? [],
        ...headers(signal.headers),
      },
    };
  }
  if (update) {
    const id = update.protocolInstanceId ?? '';
    if (update.accepted) return accepted(id);
    return answered(id, update.completed ? [update.completed] : [], update.rejected);
  }
  if (command.upsertWorkflowSearchAttributes)
    return {
      ...{ kind: 'search attributes', subject: 'What it can be found by' },
      values: { value: mapped(command.upsertWorkflowSearchAttributes.searchAttributes?.indexedFields) },
    };
  if (command.modifyWorkflowProperties)
    return {
      ...{ kind: 'memo', subject: 'Its memo' },
      values: { value: mapped(command.modifyWorkflowProperties.upsertedMemo?.fields) },
    };
  if (command.setPatchMarker) return patched(command.setPatchMarker.patchId ?? '');
  if (command.cancelTimer) return cancelled('timer', String(command.cancelTimer.seq));
  if (command.requestCancelActivity) return cancelled('activity', String(command.requestCancelActivity.seq));
  if (command.requestCancelExternalWorkflowExecution)
    return cancelled(
      'workflow',
      command.requestCancelExternalWorkflowExecution.workflowExecution?.workflowId ?? '',
    );
  if (command.completeWorkflowExecution) return ended('result', command.completeWorkflowExecution.result);
  if (command.failWorkflowExecution) return failed(command.failWorkflowExecution.failure);
  if (command.cancelWorkflowExecution) return ended('cancellation');
  if (next)
    return {
      ...{ kind: 'end', subject: 'The run that follows it' },
      values: {
        type: next.workflowType ?? '',
        input: next.arguments ?? [],
        'task queue': queueOf(next.taskQueue, frame),
        'time for one run': limitOf(next.workflowRunTimeout, frame),
        'time for a task': limitOf(next.workflowTaskTimeout, frame),
        ...headers(next.headers),
      },
    };
  return undefined;
}

/** The step that an event keeps; undefined for what is no decision of the workflow's. */
export function stepOfEvent(
  event: Event,
  frame: Frame,
  updates: ReadonlyMap<string, string>,
): Step | undefined {
  const words = event.userMetadata;
  const {
    activityTaskScheduledEventAttributes: activity,
    timerStartedEventAttributes: timer,
    startChildWorkflowExecutionInitiatedEventAttributes: child,
    signalExternalWorkflowExecutionInitiatedEventAttributes: signal,
    workflowExecutionContinuedAsNewEventAttributes: next,
    workflowExecutionUpdateCompletedEventAttributes: update,
    workflowExecutionCompletedEventAttributes: completed,
    workflowExecutionFailedEventAttributes: failure,
  } = event;
  if (activity)
    return {
      ...{ kind: 'activity', id: activity.activityId ?? '' },
      subject: `The activity ${activity.activityType?.name}`,
      values: {
        type: activity.activityType?.name ?? '',
        input: activity.input?.payloads ?? [],
        'task queue': queueOf(activity.taskQueue?.name, frame),
        'time from its plan to its end': limitOf(activity.scheduleToCloseTimeout, frame),
        'time from its plan to its start': limitOf(activity.scheduleToStartTimeout, frame),
        'time from its start to its end': limitOf(activity.startToCloseTimeout, frame),
        'time between signs of life': limitOf(activity.heartbeatTimeout, frame),
        'way of trying again': triesOf(activity.retryPolicy ?? {}),
        ...headers(activity.header?.fields),
        ...inWords(words),
      },
    };
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName === 'core_local_activity') {
    const { seq, activity_id, activity_type } = jsonOf(marker.details?.data?.payloads?.[0]) as LocalMarker;
    return {
      ...{ kind: 'local activity', id: String(seq) },
      subject: `The local activity ${activity_type}`,
      values: { type: activity_type, id: activity_id, ...inWords(words) },
    };
  }
  if (marker?.markerName === 'core_patch')
    return patched((jsonOf(marker.details?.['patch-data']?.payloads?.[0]) as { id: string }).id);
  if (timer)
    return {
      ...{ kind: 'timer', id: timer.timerId ?? '', subject: `The timer ${timer.timerId}` },
      values: { length: lengthOf(timer.startToFireTimeout), ...inWords(words) },
    };
  if (child)
    return {
      ...{ kind: 'child', subject: `The workflow ${child.workflowId} that it starts` },
      values: {
        id: child.workflowId ?? '',
        type: child.workflowType?.name ?? '',
        input: child.input?.payloads ?? [],
        'task queue': queueOf(child.taskQueue?.name, frame),
        'time for all its runs': limitOf(child.workflowExecutionTimeout, frame),
        'time for one run': limitOf(child.workflowRunTimeout, frame),
        'time for a task': limitOf(child.workflowTaskTimeout, frame),
        'end with its parent': child.parentClosePolicy || 1,
        'use of an id anew': child.workflowIdReusePolicy || 1,
        'way of trying again': child.retryPolicy ? triesOf(child.retryPolicy) : '',
        'times of repetition': child.cronSchedule ?? '',
        // the time-skipping server keeps both in the child's own history only
        'search attributes': child.searchAttributes
          ? mapped(child.searchAttributes.indexedFields)
          : undefined,
        memo: mapped(child.memo?.fields),
        ...headers(child.header?.fields),
        ...(words ? inWords(words) : { summary: undefined, details: undefined }),
      },
    };
  if (signal)
    return {
      ...{ kind: 'signal', subject: `The signal ${signal.signalName}` },
      values: {
        name: signal.signalName ?? '',
        addressee: signal.workflowExecution?.workflowId ?? '',
        run: signal.workflowExecution?.runId ?? '',
        input: signal.input?.payloads ?? [],
        ...headers(signal.header?.fields),
      },
    };
  if (event.workflowExecutionUpdateAcceptedEventAttributes)
    return accepted(event.workflowExecutionUpdateAcceptedEventAttributes.protocolInstanceId ?? '');
  if (update)
    return answered(
      updates.get(update.meta?.updateId ?? '') ?? '',
      update.outcome?.success?.payloads ?? [],
      update.outcome?.failure,
    );
  const upserted = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  // the engine's library sets this one itself, after each mark of a change
  if (upserted && Object.keys(upserted).join() !== 'TemporalChangeVersion')
    return {
      ...{ kind: 'search attributes', subject: 'What it can be found by' },
      values: { value: mapped(upserted) },
    };
  if (event.workflowPropertiesModifiedEventAttributes)
    return {
      ...{ kind: 'memo', subject: 'Its memo' },
      values: { value: mapped(event.workflowPropertiesModifiedEventAttributes.upsertedMemo?.fields) },
    };
  if (event.timerCanceledEventAttributes)
    return cancelled('timer', event.timerCanceledEventAttributes.timerId ?? '');
  const external = event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes;
  if (external) return cancelled('workflow', external.workflowExecution?.workflowId ?? '');
  if (completed) return ended('result', completed.result?.payloads?.[0]);
  if (failure) return failed(failure.failure);
  if (event.workflowExecutionCanceledEventAttributes) return ended('cancellation');
  if (next)
    return {
      ...{ kind: 'end', subject: 'The run that follows it' },
      values: {
        type: next.workflowType?.name ?? '',
        input: next.input?.payloads ?? [],
        'task queue': queueOf(next.taskQueue?.name, frame),
        'time for one run': limitOf(next.workflowRunTimeout, frame),
        'time for a task': limitOf(next.workflowTaskTimeout, frame),
        ...headers(next.header?.fields),
      },
    };
  return undefined;
}

interface LocalMarker {
  seq: number;
  activity_id: string;
  activity_type: string;
}

const accepted = (id: string): Step => ({
  ...{ kind: 'update', id: `${id} accepted`, subject: `The update ${id}` },
  values: {},
});

const answered = (id: string, result: readonly Payload[], failure: Failure | null | undefined): Step => ({
  ...{ kind: 'update', id: `${id} answered`, subject: `The update ${id}` },
  values: { result, ...failureOf(failure) },
});

const patched = (id: string): Step => ({
  ...{ kind: 'patch', id, subject: `The change “${id}”` },
  values: {},
});

const cancelled = (what: string, id: string): Step => ({
  ...{ kind: 'cancel', id: `${what} ${id}`, subject: `The end of ${what} ${id} before its time` },
  values: {},
});

const ended = (how: string, result?: Payload | null): Step => ({
  ...{ kind: 'end', subject: 'Its end' },
  values: { how, result: result ? [result] : [] },
});

const failed = (failure: Failure | null | undefined): Step => ({
  ...{ kind: 'end', subject: 'Its end' },
  values: { how: 'failure', ...failureOf(failure) },
});

/** What a failure says, and those behind it; not where in the code it arose. */
function failureOf(failure: Failure | null | undefined, depth = ''): Record<string, Said> {
  if (!failure) return {};
  const { applicationFailureInfo: info, encodedAttributes: encoded } = failure;
  const message = encoded ? (jsonOf(encoded) as { message: string }).message : failure.message;
  return {
    [`failure${depth}`]: message ?? '',
    [`type of failure${depth}`]: info?.type ?? '',
    [`finality of the failure${depth}`]: String(info?.nonRetryable ?? false),
    [`detail of the failure${depth}`]: info?.details?.payloads ?? [],
    ...failureOf(failure.cause, `${depth}, its cause`),
  };
}

function inWords(words: temporal.api.sdk.v1.IUserMetadata | null | undefined): Record<string, Said> {
  return {
    summary: words?.summary ? [words.summary] : [],
    details: words?.details ? [words.details] : [],
  };
}

const headers = (fields: PayloadMap): Record<string, Said> => ({ header: mapped(fields) });

/** Payloads by name, as one text. Metadata are left out: an engine adds the type of what it searches by. */
const mapped = (fields: PayloadMap): string =>
  Object.entries(fields ?? {})
    .map(([name, payload]) => `${name}=${text(payload)}`)
    .sort()
    .join(', ');

const text = ({ data }: Payload): string => Buffer.from(data ?? []).toString('utf8');

function jsonOf(payload: Payload | undefined): unknown {
  return JSON.parse(payload ? text(payload) : '{}');
}

/** What lies in the workflow's own queue does so in a replay, whose queue has another name. */
const queueOf = (name: string | null | undefined, { queue }: Frame): string =>
  !name || name === queue ? 'its own' : name;

const lengthOf = (duration: Duration): string => `${msOf(duration)} ms`;

/** An engine fills in the limits of the run where the code gives none. */
const limitOf = (duration: Duration, { limits }: Frame): string => {
  const ms = msOf(duration);
  return ms === 0 || limits.has(ms) ? "the workflow's own" : `${ms} ms`;
};

export const msOf = (duration: Duration): number =>
  Number(duration?.seconds ?? 0) * 1000 + Number(duration?.nanos ?? 0) / 1e6;

/** As an engine fills it in (`RetryPolicy` of Temporal's API). */
function triesOf(policy: temporal.api.common.v1.IRetryPolicy): string {
  const first = msOf(policy.initialInterval) || 1000;
  const factor = policy.backoffCoefficient || 2;
  const longest = msOf(policy.maximumInterval) || first * 100;
  const most = policy.maximumAttempts || 0;
  return [
    `after ${first} ms, ${factor} times longer each, at most ${longest} ms`,
    most > 0 ? `${most} in all` : '',
    ...(policy.nonRetryableErrorTypes ?? []).map((type) => `not after ${type}`),
  ]
    .filter(Boolean)
    .join(', ');
}
