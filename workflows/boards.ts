/** Opening a batch, and what is known of it: settled, or broken. */
import { condition, ParentClosePolicy, setHandler, startChild, workflowInfo } from '@temporalio/workflow';
import { batchId, cycleId } from '../domain/ids.js';
import { batchClosed, batchSettled } from './batch-messages.js';
import type { BatchInput, batch } from './batch.js';
import { batchOpened } from './cycle-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { searchable } from './search-attributes.js';
import { tellSecretariat } from './secretariat.js';
import { whatIs } from './story.js';
import { tell } from './tell.js';

/** What to ask; the rest is the same for every batch of a workflow. */
export type Asking = Omit<BatchInput, 'cycle' | 'grounds' | 'parent' | 'carried'> & {
  /** Tells batches of one kind apart. */
  part: string;
};

/** The batches that one workflow has opened. Made before its first await, since it sets a handler. */
export class Boards {
  readonly opened: string[] = [];
  readonly #cycle: Cycle;
  readonly #phase: string;
  readonly #settled = new Set<string>();

  constructor(cycle: Cycle, phase: string) {
    this.#cycle = cycle;
    this.#phase = phase;
    setHandler(batchSettled, ({ batch }) => void this.#settled.add(batch));
  }

  /** Asks a batch. @returns its id */
  async open(grounds: Grounds, { part, ...asking }: Asking): Promise<string> {
    const { network, year } = this.#cycle;
    const id = batchId(network, year, asking.kind, part);
    const handle = await startChild<typeof batch>('batch', {
      workflowId: id,
      // the board stays open until handover: a late answer has somewhere to go
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${asking.subjects.length} requests: ${asking.kind} (${part})`,
      staticDetails: whatIs.batch,
      typedSearchAttributes: searchable(this.#cycle, { phase: this.#phase, kind: asking.kind }),
      args: [{ cycle: this.#cycle, grounds, parent: workflowInfo().workflowId, ...asking }],
    });
    this.opened.push(id);
    await tell(cycleId(network, year), batchOpened, { batch: id, kind: asking.kind, phase: this.#phase });
    void handle.result().catch(async () => {
      this.#settled.add(id);
      await tell(cycleId(network, year), batchClosed, { batch: id });
      await tellSecretariat(this.#cycle, {
        id: `batch/${asking.kind}/${part}`,
        what: `The requests of kind ${asking.kind} (${part}) could not be asked. The year goes on without their answers; tell whoever runs the system.`,
        command: `ascn cycle status ${year}`,
      });
    });
    return id;
  }

  isSettled(id: string): boolean {
    return this.#settled.has(id);
  }

  /** Waits until nothing more is expected of these batches. */
  settled(batches: string[]): Promise<void> {
    return condition(() => batches.every((id) => this.#settled.has(id)));
  }
}
