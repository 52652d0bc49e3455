/**
 * The workflows' patience, in proportion to a year of some minutes: a killed worker is noticed within seconds, and
 * what it did not end is tried again at once. What is done, and in which order, stays the product's own.
 */
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) =>
        next({
          ...input,
          options: {
            ...input.options,
            heartbeatTimeout: '5 seconds',
            retry: { ...input.options.retry, initialInterval: '1 second', maximumInterval: '2 seconds' },
          },
        }),
      startChildWorkflowExecution: (input, next) =>
        next({ ...input, options: { ...input.options, workflowTaskTimeout: '5 seconds' } }),
    },
  ],
});
