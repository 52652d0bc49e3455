/** Small workflows that use of Temporal what the cycle uses, to see that each engine does its part. */
import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  defineUpdate,
  executeChild,
  getExternalWorkflowHandle,
  patched,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';

interface ProbeActivities {
  slow(): Promise<string>;
  file(text: string): Promise<string>;
  refuse(type: string): Promise<void>;
}

const { slow, refuse } = proxyActivities<ProbeActivities>({
  startToCloseTimeout: '1 hour',
  retry: { initialInterval: 1 },
});
const { file } = proxyLocalActivities<ProbeActivities>({ startToCloseTimeout: '5 seconds' });

export const answer = defineUpdate<number, [string]>('answer');
const woken = defineSignal<[string]>('woken');
export const answers = defineQuery<string[]>('answers');

/** Sleeps for days of the engine's time; gives the milliseconds that passed. */
export async function sleepDays(days: number): Promise<number> {
  const began = Date.now();
  await sleep(days * 86_400_000);
  return Date.now() - began;
}

/** Runs an activity beside a timer of thirty days; gives the milliseconds that passed until the activity ended. */
export async function activityBesideTimer(): Promise<{ result: string; ms: number }> {
  const began = Date.now();
  const timer = sleep('30 days');
  const result = await slow();
  const ms = Date.now() - began;
  await timer;
  return { result, ms };
}

/** Waits for `wanted` answers by update; an empty one is refused. */
export async function ask(wanted: number): Promise<string[]> {
  const got: string[] = [];
  setHandler(answers, () => got);
  setHandler(woken, (by) => void got.push(by));
  setHandler(
    answer,
    async (text) => {
      got.push(await file(text));
      return got.length;
    },
    {
      validator: (text) => {
        if (!text) throw new Error('An answer without words is none.');
      },
    },
  );
  await condition(() => got.length >= wanted && allHandlersFinished());
  return got;
}

/** Starts an `ask` as a child, wakes it by a signal from another workflow, and gives what it got. */
export async function parent(): Promise<string[]> {
  const child = `${workflowInfo().workflowId}/child`;
  const [got] = await Promise.all([
    executeChild(ask, { workflowId: child, args: [1] }),
    sleep('10 days').then(() => getExternalWorkflowHandle(child).signal(woken, 'parent')),
  ]);
  return got;
}

/** Continues as new each day for `left` days. */
export async function dayByDay(left: number): Promise<string> {
  await sleep('1 day');
  if (left > 1) await continueAsNew<typeof dayByDay>(left - 1);
  return 'done';
}

/** Starts `dayByDay` as a child of this id, and gives what its last run gave. */
export const parentOfDays = (workflowId: string, days: number): Promise<string> =>
  executeChild(dayByDay, { workflowId, args: [days] });

export async function failWith(type: string): Promise<void> {
  await refuse(type);
}

/** Changes its search attributes while it runs. */
export async function move(phase: string): Promise<void> {
  upsertSearchAttributes({ AscnPhase: [phase] });
  await sleep(1);
}

const { refuse: tryOnce } = proxyActivities<ProbeActivities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '40 minutes',
  retry: { maximumAttempts: 1 },
});

/** Takes a step of each kind: those of which a strict replay must notice that another was taken. */
export async function eachStep(round = 1): Promise<string> {
  const id = workflowInfo().workflowId;
  let said = '';
  setHandler(
    answer,
    (text) => {
      said = text;
      return Number('7');
    },
    {
      validator: (text) => {
        if (text === 'nonsense') throw new Error('This is no answer.');
      },
    },
  );
  await condition(() => said !== '');
  upsertSearchAttributes({ AscnPhase: ['begun'] });
  const child = await startChild(ask, {
    workflowId: `${id}/${round}/asked`,
    args: [Number('1.0')],
    parentClosePolicy: 'ABANDON',
    workflowRunTimeout: '90 days',
  });
  await child.signal(woken, 'eachStep');
  await tryOnce('BadInput').catch(() => undefined);
  const filed = await file('a text');
  if (patched('a-change')) await sleep('3 days', { summary: 'waits for the answer' });
  const scope = new CancellationScope();
  const waiting = scope.run(() => sleep('30 days')).catch(() => undefined);
  await sleep(1000);
  scope.cancel();
  await waiting;
  if (round === 1) await continueAsNew<typeof eachStep>(2);
  if (round === 2) return `${filed} ended`;
  throw ApplicationFailure.create({
    message: 'It failed.',
    type: 'Refused',
    details: ['the detail'],
    nonRetryable: true,
  });
}
