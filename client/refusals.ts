/** Turns what Temporal's client throws into the network's own errors, in words. */
import { WorkflowNotFoundError, WorkflowUpdateFailedError, QueryNotRegisteredError, ServiceError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { CycleError, errorTypes, refused } from '../domain/errors.js';
import type { ErrorType } from '../domain/errors.js';

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
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      const { type, message } = error.cause;
      throw new CycleError(isErrorType(type) ? type : 'Refused', message);
    }
    if (error instanceof WorkflowNotFoundError || error instanceof QueryNotRegisteredError) throw new CycleError('NotFound', absent);
    if (error instanceof WorkflowUpdateFailedError) throw refused(error.cause?.message ?? error.message);
    if (error instanceof ServiceError) throw new CycleError('Unavailable', `The engine does not answer: ${error.message}. Start it with: npm start`);
    throw error;
  }
}

const isErrorType = (type: string | undefined | null): type is ErrorType => errorTypes.some((known) => known === type);
