/** One letter in the hands of the office that it reached: read it, take one's time, act. */
import { proxyActivities, sleep } from '@temporalio/workflow';
import { toInstant } from '../../../domain/time.js';
import type { createCastActivities } from './activities.js';

const { see, act } = proxyActivities<ReturnType<typeof createCastActivities>>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '2 seconds', maximumInterval: '1 minute', maximumAttempts: 20 },
});

export interface ReaderInput {
  /** The letter's number. */
  number: string;
  offsetMs: number;
}

export async function reader({ number, offsetMs }: ReaderInput): Promise<void> {
  const steps = await see({ number, now: toInstant(Date.now() + offsetMs) });
  await Promise.all(
    steps.map(async ({ inMs, step }) => {
      await sleep(inMs);
      await act({ number, step, now: toInstant(Date.now() + offsetMs) });
    }),
  );
}
