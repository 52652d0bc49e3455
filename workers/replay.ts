/**
 * Strict replay. Temporal's own compares the order and the kinds of what a workflow decided; here what it said is
 * compared as well: the input of each activity, child and signal, the instant that each timer is for, the result of each
 * update and of the workflow (docs/decisions/022-strict-replay.md).
 */
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { SerializationContext } from '@temporalio/common/lib/converter/serialization-context.js';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { prepareRuntime } from './runtime.js';

type Event = temporal.api.history.v1.IHistoryEvent;
type History = temporal.api.history.v1.IHistory;

/** A history that is to be replayed. */
export interface ToReplay {
  workflow: string;
  history: History;
}

export interface Replayed {
  workflow: string;
  /** What the code does otherwise than the history says; none when all of it is the same. */
  differences: Difference[];
}

export interface Difference {
  /** The event that the code would not have made, where there is one. */
  event?: number;
  what: string;
}

/**
 * Replays histories against the code of one version, one after the other.
 *
 * @param codePath the file of the workflow bundle
 */
export async function* replayStrictly(
  codePath: string,
  histories: AsyncIterable<ToReplay> | Iterable<ToReplay>,
): AsyncGenerator<Replayed> {
  prepareRuntime();
  const recorder = new Recorder();
  const given: ToReplay[] = [];
  async function* feed() {
    for await (const next of histories) {
      given.push(next);
      recorder.begin(next.workflow);
      yield { workflowId: next.workflow, history: next.history };
    }
  }
  const results = Worker.runReplayHistories(
    { workflowBundle: { codePath }, dataConverter: { payloadCodecs: [recorder] } },
    feed(),
  );
  for await (const { error } of results) {
    const { workflow, history } = given.shift()!;
    const differences = error
      ? [{ what: `The code does not go the way of this history: ${error.message}` }]
      : differencesOf(history.events ?? [], recorder, workflow);
    yield { workflow, differences };
  }
}

/** What a workflow said to whom, as it was said: one text a value or list of values. */
type Said = Map<string, string[]>;

/** Stands where payloads leave the worker, and notes them. It changes nothing. */
class Recorder implements PayloadCodec {
  #own = '';
  #said: Said = new Map();

  get said(): Said {
    return this.#said;
  }

  begin(workflow: string): void {
    this.#own = workflow;
    this.#said = new Map();
  }

  encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    note(this.#said, listenerOf(context, this.#own), payloads);
    return Promise.resolve(payloads);
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads);
  }
}

const toItself = 'itself';
const toActivity = (id: string): string => `activity ${id}`;
const toLocalActivity = (id: string): string => `local activity ${id}`;
const toWorkflow = (id: string): string => `workflow ${id}`;

function listenerOf(context: SerializationContext | undefined, own: string): string {
  if (context?.type === 'activity')
    return (context.isLocal ? toLocalActivity : toActivity)(context.activityId ?? '');
  return context === undefined || context.workflowId === own ? toItself : toWorkflow(context.workflowId);
}

function note(said: Said, listener: string, payloads: readonly Payload[]): void {
  if (payloads.length === 0) return;
  const known = said.get(listener);
  const text = textOf(payloads);
  if (known) known.push(text);
  else said.set(listener, [text]);
}

/** Payloads as a text that is the same for the same values. */
const textOf = (payloads: readonly temporal.api.common.v1.IPayload[]): string =>
  JSON.stringify(
    payloads.map(({ metadata, data }) => [
      Object.entries(metadata ?? {})
        .map(([name, value]) => [name, base64(value)])
        .sort(),
      base64(data ?? new Uint8Array()),
    ]),
  );

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What the history says was said, event by event, against what the code has said. */
function differencesOf(events: readonly Event[], { said }: Recorder, own: string): Difference[] {
  const differences: Difference[] = [];
  /** How much may be said to a listener that the history does not keep. */
  const unkept = new Map<string, number>();
  for (const event of events) {
    const child = event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowId;
    // the time-skipping server keeps the summary and the details of a child in the child's own history only
    if (child && !event.userMetadata) unkept.set(toWorkflow(child), (unkept.get(toWorkflow(child)) ?? 0) + 2);
    for (const { listener, payloads, what } of saidIn(event, own)) {
      const rest = said.get(listener) ?? [];
      const at = rest.indexOf(textOf(payloads));
      if (at < 0)
        differences.push({ event: Number(event.eventId), what: `The code says otherwise: ${what}.` });
      else rest.splice(at, 1);
    }
  }
  for (const [listener, rest] of said) {
    // nor does any keep the input of a local activity: its summary and its result are all that there is
    const kept = listener.startsWith(toLocalActivity('')) ? 1 : (unkept.get(listener) ?? 0);
    if (rest.length > kept)
      differences.push({
        what: `The code says something to ${listener} of which the history knows nothing.`,
      });
  }
  return differences;
}

interface SaidThere {
  listener: string;
  payloads: temporal.api.common.v1.IPayload[];
  what: string;
}

/** What an event says that the workflow's code has said. */
function saidIn(event: Event, own: string): SaidThere[] {
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled) {
    const listener = toActivity(scheduled.activityId ?? '');
    const what = `the input of the activity ${scheduled.activityType?.name}`;
    return [...values(listener, what, scheduled.input), ...inWords(event, listener)];
  }
  const marker = event.markerRecordedEventAttributes;
  if (marker?.markerName === 'core_local_activity') {
    const [data] = marker.details?.data?.payloads ?? [];
    const { activity_id: id = '' } = JSON.parse(Buffer.from(data?.data ?? []).toString() || '{}') as {
      activity_id?: string;
    };
    return inWords(event, toLocalActivity(id));
  }
  const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
  if (child) {
    const listener = toWorkflow(child.workflowId ?? '');
    return [
      ...values(listener, `the input of the workflow ${child.workflowId}`, child.input),
      ...inWords(event, listener),
    ];
  }
  const signal = event.signalExternalWorkflowExecutionInitiatedEventAttributes;
  if (signal) {
    const to = signal.workflowExecution?.workflowId ?? '';
    return values(
      to === own ? toItself : toWorkflow(to),
      `what the signal ${signal.signalName} says`,
      signal.input,
    );
  }
  if (event.timerStartedEventAttributes) return inWords(event, toItself);
  const result =
    event.workflowExecutionCompletedEventAttributes?.result ??
    event.workflowExecutionContinuedAsNewEventAttributes?.input ??
    event.workflowExecutionUpdateCompletedEventAttributes?.outcome?.success;
  return values(toItself, 'the result', result);
}

const values = (
  listener: string,
  what: string,
  said: temporal.api.common.v1.IPayloads | null | undefined,
): SaidThere[] => (said?.payloads?.length ? [{ listener, what, payloads: said.payloads }] : []);

/** The summary and the details, which say in words what is meant: of a timer the instant that it is for. */
const inWords = ({ userMetadata }: Event, listener: string): SaidThere[] =>
  [userMetadata?.summary, userMetadata?.details].flatMap((payload) =>
    payload ? [{ listener, what: 'what it says in words', payloads: [payload] }] : [],
  );
