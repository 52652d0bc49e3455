/** What workflows ask of the engine itself: an update on another workflow, a query on a board. */
import type { RequestRow } from '../../domain/request.js';
import type { SubmitAnswer, SubmitOutcome } from '../../domain/submission.js';

/** Temporal's client as these activities need it; `workers/activities.ts` gives the real one. */
export interface Engine {
  /** Executes an update. @returns undefined when the workflow is closed or was never started */
  update<Result>(
    workflowId: string,
    name: string,
    argument: unknown,
    updateId: string,
  ): Promise<Result | undefined>;
  /** Queries a workflow, also a closed one. */
  query<Result>(workflowId: string, name: string): Promise<Result>;
}

export function createEngineActivities({ engine }: { engine: Engine }) {
  return {
    /** Hands a part of a letter to its request and waits for what became of it. */
    async submitAnswer(input: { request: string; submit: SubmitAnswer }): Promise<SubmitOutcome> {
      const { request, submit } = input;
      const outcome = await engine.update<SubmitOutcome>(
        request,
        'submit',
        submit,
        `submit-${submit.letter}`,
      );
      return outcome ?? { request, state: 'closed' };
    },

    /** "Under approval, answer on the 20th": tells the request the promised date. */
    async acknowledge(input: {
      request: string;
      letter: string;
      promised: string;
      messageId?: string;
    }): Promise<SubmitOutcome> {
      const { request, ...acknowledgement } = input;
      const outcome = await engine.update<SubmitOutcome>(
        request,
        'acknowledge',
        acknowledgement,
        `acknowledge-${input.letter}`,
      );
      return outcome ?? { request, state: 'closed' };
    },

    /** The rows of several boards as they stand now, in the order of the boards. */
    async readBoards(input: { batches: string[] }): Promise<RequestRow[]> {
      const boards = await Promise.all(
        input.batches.map((batch) => engine.query<RequestRow[]>(batch, 'board')),
      );
      return boards.flat();
    },
  };
}
