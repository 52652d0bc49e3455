/** The floor of the year: workflows that do as many steps of each kind as one of the year did, and nothing else. */
import {
  condition,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';

interface Nothing {
  nothing(): Promise<void>;
}

const hour = 3_600_000;

const { nothing } = proxyActivities<Nothing>({ startToCloseTimeout: '1 minute' });
const { nothing: nothingHere } = proxyLocalActivities<Nothing>({ startToCloseTimeout: '1 minute' });

export const tell = defineSignal('tell');
export const ask = defineUpdate('ask');
export const allStarted = defineSignal('allStarted');

export interface Steps {
  activities: number;
  localActivities: number;
  timers: number;
  /** The instants of all timers are common to all workflows, an hour apart: the first, in milliseconds. */
  firstTimer: number;
  updates: number;
  /** The workflows that are told something, once all have been started. */
  tells: string[];
  /** How often it is told something. */
  told: number;
}

export async function bare(steps: Steps): Promise<void> {
  let told = 0;
  let asked = 0;
  let started = false;
  setHandler(tell, () => void (told += 1));
  setHandler(ask, () => void (asked += 1));
  setHandler(allStarted, () => {
    started = true;
  });
  for (let i = 0; i < steps.activities; i += 1) await nothing();
  for (let i = 0; i < steps.localActivities; i += 1) await nothingHere();
  if (steps.tells.length > 0) await condition(() => started);
  for (const id of steps.tells) await getExternalWorkflowHandle(id).signal(tell);
  for (let i = 0; i < steps.timers; i += 1) await sleep(steps.firstTimer + i * hour - Date.now());
  await condition(() => told >= steps.told && asked >= steps.updates);
}
