/** What is asked of the engine itself: an update on another workflow, a query on a board. */
import type { Address, DocumentStore } from '../../domain/document.js';
import type { RequestRow } from '../../domain/request.js';

/** Temporal's client as these activities need it; `workers/activities.ts` gives the real one. */
export interface Engine {
  /**
   * Executes an update.
   *
   * @param isAsked our letter asked about this workflow, so that one which was never started will be
   * @returns undefined when the workflow is closed, or will not be started
   * @throws CycleError `Unavailable` when it has not been started yet
   */
  update<Result>(
    workflowId: string,
    name: string,
    argument: unknown,
    updateId: string,
    isAsked?: boolean,
  ): Promise<Result | undefined>;
  /** Queries a workflow, also a closed one. */
  query<Result>(workflowId: string, name: string): Promise<Result>;
}

export function createEngineActivities({ engine, store }: { engine: Engine; store: DocumentStore }) {
  const rowsOf = (batch: string): Promise<RequestRow[]> => engine.query<RequestRow[]>(batch, 'board');
  return {
    /** The rows of one board as they stand now. */
    readBoard: ({ batch }: { batch: string }): Promise<RequestRow[]> => rowsOf(batch),

    /**
     * Keeps several boards as they stand now: what a paper or a choice rests on can be looked up later.
     *
     * @returns the address of their rows, `RequestRow[]`, in the order of the boards
     */
    async keepBoards({ batches }: { batches: string[] }): Promise<Address> {
      return store.putJson((await Promise.all(batches.map(rowsOf))).flat());
    },
  };
}
