/** Turns what Temporal's client throws into the network's own errors, in words. */
import {
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  QueryNotRegisteredError,
  ServiceError,
} from '@temporalio/client';
import { CycleError, refused } from '../domain/errors.js';
import { inOurWords } from '../workers/failures.js';

/**
 * Runs one call of Temporal's client.
 *
 * @param absent the sentence for a workflow that is not there or has ended
 * @throws CycleError `Refused` with the workflow's own sentence, `NotFound` with `absent`, `Unavailable`
 *   when the engine cannot be reached
 */
export async function inWords<T>(absent: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const refusal = error instanceof WorkflowUpdateFailedError ? inOurWords(error) : undefined;
    if (refusal) throw refusal;
    if (error instanceof WorkflowNotFoundError) throw new CycleError('NotFound', absent);
    if (error instanceof QueryNotRegisteredError) throw misfit(error.message);
    if (error instanceof WorkflowUpdateFailedError) throw refused(error.cause?.message ?? error.message);
    if (
      error instanceof ServiceError &&
      isGrpcServiceError(error.cause) &&
      Number(error.cause.code) === notAsItStands
    )
      throw misfit(error.cause.details);
    if (error instanceof ServiceError)
      throw new CycleError(
        'Unavailable',
        `The engine does not answer: ${error.message}. Start it with: npm start`,
      );
    throw error;
  }
}

/** gRPC's `FAILED_PRECONDITION`: the worker cannot take the workflow's last step, and says so again and again. */
const notAsItStands = 9;

const misfit = (details: string): CycleError =>
  new CycleError(
    'Unavailable',
    `It runs, but cannot go on as it stands: ${details.replace(/\.$/, '')}. The program that runs now may not fit the one that started it; see docs/upgrade.md.`,
  );
