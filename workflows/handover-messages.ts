/** Messages to the handover. */
import { defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';

/** The first person's call prepares the handover, another person's completes it. */
export const handOverUpdate = defineUpdate<{ done: boolean; to: string; year: number }, [{ actor: Actor }]>(
  'handOver',
);
