/**
 * Strict replay. Temporal's own compares the order and the kinds of what a workflow decided; here all that it said of
 * each decision is compared as well: to whom, with what, when, for how long, with which result
 * (docs/decisions/022-strict-replay.md).
 */
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { NativeWorker } from '@temporalio/worker/lib/worker.js';
import type { Decision, Difference } from './replay-compare.js';
import { differencesBetween } from './replay-compare.js';
import { prepareRuntime } from './runtime.js';

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
  const listener = new Listener();
  let given: ToReplay | undefined;
  async function* feed() {
    for await (const next of histories) {
      given = next;
      listener.begin();
      yield { workflowId: next.workflow, history: next.history };
    }
  }
  const results = listening(listener).runReplayHistories({ workflowBundle: { codePath } }, feed());
  for await (const { error } of results) {
    const { workflow, history } = given!;
    const differences = differencesBetween(history.events ?? [], listener.decisions, listener.queue);
    yield { workflow, differences: error ? [broken(error, differences)] : differences };
  }
}

/** Where the replay broke off, nothing after the first difference says anything. */
function broken({ message }: Error, [first]: Difference[]): Difference {
  const said = /message: "((?:[^"\\]|\\.)*)"/
    .exec(message)?.[1]
    ?.replace(/^\[\w+\] Nondeterminism error: /, '');
  const why = `The code does not go the way of this history: ${said ?? message}`;
  return first ? { ...first, what: `${first.what} ${why}` } : { what: why };
}

/** Stands between the SDK and its core, and notes what the code decides, as it is handed over. */
class Listener {
  /** The task queue of the replay. */
  queue = '';
  decisions: Decision[] = [];
  /** The number of the event with which the task began that is under way. */
  #task = 0;

  begin(): void {
    this.decisions = [];
  }

  /**
   * An update's validator is asked again, though the core would not: what it let pass once, it must let pass now. It
   * changes nothing, so that the code goes the same way.
   */
  asked(activation: Buffer): Buffer {
    const read = WorkflowActivation.decode(activation);
    this.#task = read.historyLength;
    const updates = read.jobs.flatMap(({ doUpdate }) => doUpdate ?? []);
    for (const update of updates) update.runValidator = true;
    return updates.length === 0 ? activation : Buffer.from(WorkflowActivation.encode(read).finish());
  }

  decided(completion: Buffer): void {
    const { successful } = WorkflowActivationCompletion.decodeDelimited(completion);
    for (const command of successful?.commands ?? []) this.decisions.push({ command, task: this.#task });
  }
}

const { WorkflowActivation } = proto.coresdk.workflow_activation;
const { WorkflowActivationCompletion } = proto.coresdk.workflow_completion;

/** The SDK's worker, with the listener at the one place at which it may be given another core, as the SDK's own tests do. */
function listening(listener: Listener): typeof Worker {
  class ListenedTo extends NativeWorker {
    static override async createReplay(...given: Parameters<typeof NativeWorker.createReplay>) {
      const replay = await super.createReplay(...given);
      const { worker } = replay;
      const { completeWorkflowActivation: complete, pollWorkflowActivation: poll } = worker;
      listener.queue = given[1].taskQueue;
      worker.completeWorkflowActivation = (completion) => {
        listener.decided(completion);
        return complete(completion);
      };
      worker.pollWorkflowActivation = async () => listener.asked(await poll());
      return replay;
    }
  }
  return class extends Worker {
    protected static override nativeWorkerCtor = ListenedTo;
  };
}
