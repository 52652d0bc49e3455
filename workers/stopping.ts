/** How activities end when their worker is stopped. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { CycleError } from '../domain/errors.js';

/**
 * A worker lets its activities end before it stops. One that waits for something that does not come, such as a mail
 * server's answer or an update of a workflow that stands still, is given up after the worker's time of grace: the
 * engine has it tried again by the next worker. Otherwise the worker could not stop before it does.
 */
export const giveUpOnStop: ActivityInterceptorsFactory = ({ cancelled }) => ({
  inbound: {
    execute: (input, next) =>
      Promise.race([
        next(input),
        cancelled.catch((reason: Error) => {
          if (reason.message !== 'WORKER_SHUTDOWN') throw reason;
          throw new CycleError(
            'Unavailable',
            'The worker is being stopped. This is tried again when one runs.',
          );
        }),
      ]),
  },
});
