/** Holds what the code of a workflow decides in a replay against what its history keeps. */
import type { coresdk, temporal } from '@temporalio/proto';
import type { Frame, Payload, Said, Step } from './replay-steps.js';
import { msOf, stepOfCommand, stepOfEvent } from './replay-steps.js';

type Event = temporal.api.history.v1.IHistoryEvent;
type Command = coresdk.workflow_commands.IWorkflowCommand;

export interface Difference {
  /** The event that the code would not have made, where there is one. */
  event?: number;
  /** A sentence. */
  what: string;
}

/** What the code decided, and in which task: the number of the event with which that began. */
export interface Decision {
  command: Command;
  task: number;
}

/**
 * @param decisions in their order
 * @param queue the task queue of the replay
 */
export function differencesBetween(
  events: readonly Event[],
  decisions: readonly Decision[],
  queue: string,
): Difference[] {
  const differences: Difference[] = [];
  const decided = new Decided(untilItsEnd(decisions), { ...frameOf(events), queue });
  const frame = frameOf(events);
  const updates = updatesIn(events);
  let task: number | undefined;
  for (const event of events) {
    // a task ends right after it began, and what it decided follows
    if (event.workflowTaskCompletedEventAttributes) task = Number(event.eventId) - 1;
    const kept = stepOfEvent(event, frame, updates);
    if (!kept) continue;
    const step = inTask(kept, task);
    const number = Number(event.eventId);
    const other = decided.take(step);
    if (other) differences.push(...differing(step, other).map((what) => ({ event: number, what })));
    else
      differences.push({
        event: number,
        what: `${step.subject} is in the history; the code does not do it.`,
      });
  }
  for (const { step, task: event } of decided.left())
    differences.push({
      event,
      what: `${step.subject} is what the code does then; the history has nothing of it.`,
    });
  return differences;
}

interface Taken {
  step: Step;
  task: number;
}

/** What the code decided, of which each step is taken once. */
class Decided {
  readonly #byKind = new Map<Step['kind'], Taken[]>();
  readonly #ended: ReadonlySet<string>;

  constructor(decisions: readonly Decision[], frame: Frame) {
    for (const { command, task } of decisions) {
      const step = stepOfCommand(command, frame);
      if (step) this.#of(step.kind).push({ step: inTask(step, task), task });
    }
    this.#ended = new Set(this.#of('cancel').map(({ step: { id = '' } }) => id));
  }

  /** The one with the same id; where such steps have none, the next. */
  take({ kind, id }: Step): Step | undefined {
    const steps = this.#of(kind);
    const at = id === undefined ? 0 : steps.findIndex(({ step }) => step.id === id);
    return at < 0 ? undefined : steps.splice(at, 1)[0]?.step;
  }

  /** What nobody has taken, but for what the code began and ended in one go, of which no engine hears. */
  left(): Taken[] {
    return [...this.#byKind.values()]
      .flat()
      .filter(({ step: { kind, id } }) => kind !== 'cancel' && !this.#ended.has(`${kind} ${id}`));
  }

  #of(kind: Step['kind']): Taken[] {
    const known = this.#byKind.get(kind) ?? [];
    this.#byKind.set(kind, known);
    return known;
  }
}

/**
 * When it was decided. Temporal's own replay takes a step that comes earlier than in the history, and waits. A local
 * activity is decided in one task, and kept in that in which it ends.
 */
const inTask = (step: Step, task: number | undefined): Step =>
  step.kind === 'local activity'
    ? step
    : { ...step, values: { ...step.values, 'moment, as the event with which its task began,': task } };

/** What comes after the end of a run in the same go is not told to any engine. */
function untilItsEnd(decisions: readonly Decision[]): readonly Decision[] {
  const end = decisions.findIndex(
    ({ command }) =>
      command.completeWorkflowExecution ??
      command.failWorkflowExecution ??
      command.cancelWorkflowExecution ??
      command.continueAsNewWorkflowExecution,
  );
  return end < 0 ? decisions : decisions.slice(0, end + 1);
}

function frameOf(events: readonly Event[]): Frame {
  const started = events[0]?.workflowExecutionStartedEventAttributes;
  return {
    queue: started?.taskQueue?.name ?? '',
    limits: new Set(
      [started?.workflowExecutionTimeout, started?.workflowRunTimeout, started?.workflowTaskTimeout].map(
        msOf,
      ),
    ),
  };
}

/** By which id the engine's library knows each update, by the update's own. */
const updatesIn = (events: readonly Event[]): Map<string, string> =>
  new Map(
    events.flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) =>
      accepted ? [[accepted.acceptedRequest?.meta?.updateId ?? '', accepted.protocolInstanceId ?? '']] : [],
    ),
  );

/** One sentence for each value that is another. */
function differing(inHistory: Step, byCode: Step): string[] {
  const names = new Set([...Object.keys(inHistory.values), ...Object.keys(byCode.values)]);
  return [...names].flatMap((name) => {
    const [kept, said] = [inHistory.values[name], byCode.values[name]];
    if ((kept === undefined && name in inHistory.values) || same(kept, said)) return [];
    const { at, history, code } = whereOther(readable(kept), readable(said));
    return `${inHistory.subject}: its ${name}${at} is ${code} by the code, and ${history} in the history.`;
  });
}

function same(a: Said, b: Said): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  return a.length === b.length && a.every((payload, i) => samePayload(payload, b[i]!));
}

const samePayload = (a: Payload, b: Payload): boolean =>
  sameBytes(a.data, b.data) &&
  Object.keys({ ...a.metadata, ...b.metadata }).every((key) =>
    sameBytes(a.metadata?.[key], b.metadata?.[key]),
  );

const sameBytes = (a: Uint8Array | null | undefined, b: Uint8Array | null | undefined): boolean =>
  Buffer.compare(bytesOf(a), bytesOf(b)) === 0;

/** The protocol's library has an empty list where there are no bytes. */
const bytesOf = (bytes: Uint8Array | null | undefined): Uint8Array =>
  ArrayBuffer.isView(bytes) ? bytes : none;
const none = new Uint8Array();

/** Payloads as what they hold, where that is JSON. */
function readable(said: Said): unknown {
  if (typeof said !== 'object') return said;
  const held = said.map(({ data }) => {
    const text = Buffer.from(data ?? none).toString('utf8');
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  });
  return held.length > 1 ? held : held[0];
}

interface Other {
  /** Where within the value, as the end of its name: `, to.0,`. */
  at: string;
  history: string;
  code: string;
}

/** The first place at which two values are not the same. */
function whereOther(history: unknown, code: unknown): Other {
  const path: string[] = [];
  let [a, b] = [history, code];
  while (isStructure(a) && isStructure(b)) {
    const [left, right]: [Structure, Structure] = [a, b];
    const key = [...Object.keys(left), ...Object.keys(right)].find(
      (each) => JSON.stringify(left[each]) !== JSON.stringify(right[each]),
    );
    if (key === undefined) break;
    path.push(key);
    [a, b] = [left[key], right[key]];
  }
  return { at: path.length > 0 ? ` (${path.join('.')})` : '', history: short(a), code: short(b) };
}

type Structure = Record<string, unknown>;
const isStructure = (value: unknown): value is Structure => typeof value === 'object' && value !== null;

const longest = 120;

function short(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
