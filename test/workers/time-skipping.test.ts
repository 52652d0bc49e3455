import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { TimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import type { RunningWorker } from '../../workers/worker.js';
import { runWorker } from '../../workers/worker.js';
import { timeSkipping } from '../setup/engines.js';
import { probeActivities, probeBundle } from './probe.js';
import type { Workflow } from '@temporalio/common';
import type * as workflows from './probe-workflows.js';
import { answer, answers } from './probe-workflows.js';

const taskQueue = 'probe';
let server: TimeSkippingServer;
let worker: RunningWorker;
let slow: () => Promise<string>;
const activities = probeActivities(() => slow());

beforeAll(async () => {
  server = await timeSkipping();
  worker = await runWorker({
    connection: server.connection,
    namespace: 'default',
    taskQueue,
    activities,
    bundlePath: await probeBundle(),
    deployment: false,
  });
});

afterAll(async () => {
  await worker.stop();
  await server.close();
});

beforeEach(() => {
  activities.calls.refuse = 0;
});

const day = 86_400_000;
const start = <T extends Workflow>(name: string, workflowId: string, ...args: Parameters<T>) =>
  server.client.workflow.start<T>(name, { taskQueue, workflowId, args } as never);

describe('on the time-skipping server', () => {
  test('ten months pass while their end is awaited', async () => {
    const began = Date.now();
    const handle = await start<typeof workflows.sleepDays>('sleepDays', 'months', 300);
    expect(await handle.result()).toBeGreaterThanOrEqual(300 * day);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  test('time does not pass while nobody awaits an end', async () => {
    const handle = await start<typeof workflows.sleepDays>('sleepDays', 'unawaited', 1);
    const before = await server.now();
    expect((await handle.describe()).status.name).toBe('RUNNING');
    expect((await server.now()) - before).toBeLessThan(day);
    await handle.result();
    expect((await server.now()) - before).toBeGreaterThanOrEqual(day);
  });

  test('an activity in flight holds the time', async () => {
    let finish = (_: string) => {};
    const running = new Promise<void>((isRunning) => {
      slow = () => {
        isRunning();
        return new Promise((done) => (finish = done));
      };
    });
    const handle = await start<typeof workflows.activityBesideTimer>('activityBesideTimer', 'beside');
    const result = handle.result();
    await running;
    const before = await server.now();
    // While the activity runs, another workflow is asked for what it knows: a round trip in real time.
    for (let i = 0; i < 20; i += 1) await handle.describe();
    expect((await server.now()) - before).toBeLessThan(5000);
    finish('set');
    expect(await result).toMatchObject({ result: 'set' });
    expect((await result).ms).toBeLessThan(60_000);
    expect((await server.now()) - before).toBeGreaterThan(29 * day);
  });

  test('an answer comes by update, is filed by a local activity, and is seen by a query', async () => {
    const handle = await start<typeof workflows.ask>('ask', 'ask', 2);
    await expect(handle.executeUpdate(answer, { args: [''] })).rejects.toThrow();
    expect(await handle.executeUpdate(answer, { args: ['yes'] })).toBe(1);
    expect(await handle.query(answers)).toEqual(['filed: yes']);
    expect(await handle.executeUpdate(answer, { args: ['also'] })).toBe(2);
    expect(await handle.result()).toEqual(['filed: yes', 'filed: also']);
  });

  test('a child is woken by another workflow', async () => {
    const handle = await start<typeof workflows.parent>('parent', 'parent');
    expect(await handle.result()).toEqual(['parent']);
  });

  test('a workflow goes on as a new one, day by day', async () => {
    const handle = await start<typeof workflows.dayByDay>('dayByDay', 'days', 5);
    const before = await server.now();
    expect(await handle.result()).toBe('done');
    expect((await server.now()) - before).toBeGreaterThanOrEqual(5 * day);
  });

  test('the search attributes of the network are known', async () => {
    const phase = defineSearchAttributeKey('AscnPhase', SearchAttributeType.KEYWORD);
    const handle = await start<typeof workflows.move>('move', 'move', 'nominations');
    await handle.result();
    expect((await handle.describe()).typedSearchAttributes.get(phase)).toBe('nominations');
  });

  test('a permanent error ends at once with its type, another is tried again', async () => {
    const refusedOne = await start<typeof workflows.failWith>('failWith', 'refused', 'Refused');
    await expect(refusedOne.result()).rejects.toMatchObject({
      cause: { cause: { type: 'Refused', message: 'This is Refused.', nonRetryable: true } },
    });
    expect(activities.calls.refuse).toBe(1);
    activities.calls.refuse = 0;
    const unavailable = await start<typeof workflows.failWith>('failWith', 'unavailable', 'Unavailable');
    await unavailable.result();
    expect(activities.calls.refuse).toBe(2);
  });
});
