/** How errors leave an activity: as Temporal's `ApplicationFailure`, with a type from the one list of `domain/errors.ts`. */
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { CycleError, errorTypes, permanent } from '../domain/errors.js';

/**
 * The same error for Temporal: a `CycleError` keeps its type and message and is not retried when its type is
 * permanent; anything else is returned as it is and retried by the activity's own rules.
 */
function toFailure(error: unknown): unknown {
  if (!(error instanceof CycleError)) return error;
  return ApplicationFailure.create({
    message: error.message,
    type: error.type,
    nonRetryable: permanent.includes(error.type),
    nextRetryDelay: error.retryInMs,
    cause: error,
  });
}

/** Passes every error of an activity through `toFailure`. */
export const failures: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      throw toFailure(error);
    }
  },
};

/**
 * The way back: what a workflow, or an activity of its, said when it refused.
 *
 * @returns the innermost failure as a `CycleError`; undefined where nothing of ours was said
 */
export function inOurWords(error: Error): CycleError | undefined {
  const deeper = error.cause instanceof Error ? inOurWords(error.cause) : undefined;
  if (deeper || !(error instanceof ApplicationFailure)) return deeper;
  return new CycleError(errorTypes.find((known) => known === error.type) ?? 'Refused', error.message);
}
