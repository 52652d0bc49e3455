/** Signs of life of a step that takes long, so that the engine notices within seconds when its worker was killed. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/**
 * Gives a sign of life three times within each step's own heartbeat time-out, from its first third on. Steps
 * without that time-out, and those that end within the third, give none.
 */
export const heartbeats: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      const { heartbeatTimeoutMs } = context.info;
      if (!heartbeatTimeoutMs) return next(input);
      const beating = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 3);
      try {
        return await next(input);
      } finally {
        clearInterval(beating);
      }
    },
  },
});
