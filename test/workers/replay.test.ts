import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToReplay } from '../../workers/replay.js';
import { replayStrictly } from '../../workers/replay.js';
import { runWorker } from '../../workers/worker.js';
import { timeSkipping } from '../setup/engines.js';
import { probeActivities, probeBundle } from './probe.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-strict-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Both runs of a workflow that continues as new once, one that fails, and one that has not ended. */
const histories: ToReplay[] = [];
let bundlePath: string;

beforeAll(async () => {
  bundlePath = await probeBundle();
  const server = await timeSkipping();
  const worker = await runWorker({
    ...{ connection: server.connection, namespace: 'default', taskQueue: 'strict', deployment: false },
    activities: probeActivities(() => Promise.resolve('done')),
    bundlePath,
  });
  const { workflow } = server.client;
  const keep = async (workflowId: string, runId?: string) =>
    histories.push({
      workflow: workflowId,
      history: await workflow.getHandle(workflowId, runId).fetchHistory(),
    });
  const options = { taskQueue: 'strict', workflowId: 'steps' };
  try {
    const first = await workflow.start('eachStep', options);
    await first.executeUpdate('answer', { args: ['yes'] });
    await server.skip(5 * 86_400_000);
    const second = workflow.getHandle('steps');
    await second.executeUpdate('answer', { args: ['yes'] });
    await second.result();
    await keep('steps', first.firstExecutionRunId);
    await keep('steps');
    const fails = await workflow.start('eachStep', { ...options, workflowId: 'fails', args: [3] });
    await fails.executeUpdate('answer', { args: ['yes'] });
    await fails.result().catch(() => undefined);
    await keep('fails');
    await workflow.start('sleepDays', { ...options, workflowId: 'open', args: [10] });
    await server.skip(86_400_000);
    await keep('open');
  } finally {
    await worker.stop();
    await server.close();
  }
}, 60_000);

/** What is found when each of these texts in the code is another. */
async function foundWith(...changes: [string, string][]): Promise<string[]> {
  let code = readFileSync(bundlePath, 'utf8');
  for (const [before, after] of changes) {
    expect([before, code.split(before).length]).toEqual([before, 2]);
    code = code.replace(before, after);
  }
  const path = join(folder, 'changed.js');
  writeFileSync(path, code);
  const found: string[] = [];
  for await (const { workflow, differences } of replayStrictly(path, histories))
    found.push(...differences.map(({ event, what }) => `${workflow} ${event}: ${what}`));
  return found;
}

test('the code that ran a workflow does all of it again', async () => {
  expect(await foundWith()).toEqual([]);
});

describe('code that does otherwise is found by', () => {
  test.each<[string, [string, string], string]>([
    [
      'the input of an activity',
      ["tryOnce('BadInput')", "tryOnce('NotFound')"],
      'its input is “NotFound” by the code, and “BadInput” in the history',
    ],
    ['the type of an activity', ["tryOnce('BadInput')", "slow('BadInput')"], 'activity'],
    [
      'how long an activity may take',
      ["startToCloseTimeout: '2 hours'", "startToCloseTimeout: '3 hours'"],
      'its time from its start to its end is “10800000 ms” by the code, and “7200000 ms” in the history',
    ],
    [
      'how often an activity is to give a sign of life',
      ["heartbeatTimeout: '40 minutes',", ''],
      "its time between signs of life is “the workflow's own” by the code",
    ],
    ['how an activity is tried again', ['maximumAttempts: 1', 'maximumAttempts: 2'], '2 in all'],
    [
      'the queue of an activity',
      ["heartbeatTimeout: '40 minutes'", "heartbeatTimeout: '40 minutes', taskQueue: 'other'"],
      'its task queue is “other” by the code, and “its own” in the history',
    ],
    [
      'how long a timer is',
      ["'3 days'", "'4 days'"],
      'its length is “345600000 ms” by the code, and “259200000 ms” in the history',
    ],
    [
      'what a timer is for',
      ["'waits for the answer'", "'waits for another'"],
      'its summary is “waits for another” by the code, and “waits for the answer” in the history',
    ],
    [
      'the input of a child',
      ["Number('1.0')", "Number('2.0')"],
      'its input is 2 by the code, and 1 in the history',
    ],
    ['the type of a child', ['startChild)(ask', 'startChild)(parent'], 'parent'],
    ['the id of a child', ['}/asked`', '}/told`'], 'told'],
    [
      'what becomes of a child',
      ["parentClosePolicy: 'ABANDON'", "parentClosePolicy: 'TERMINATE'"],
      'its end with its parent is 1 by the code, and 2 in the history',
    ],
    [
      'how long a child may take',
      ["workflowRunTimeout: '90 days'", "workflowRunTimeout: '91 days'"],
      'its time for one run is',
    ],
    [
      'what a signal says',
      ["(woken, 'eachStep')", "(woken, 'another')"],
      'The signal woken: its input is “another” by the code, and “eachStep” in the history',
    ],
    [
      'which signal it is',
      ["(woken, 'eachStep')", "('opened', 'eachStep')"],
      'its name is “opened” by the code, and “woken” in the history',
    ],
    [
      'the result of an update',
      ["Number('7')", "Number('8')"],
      'its result is 8 by the code, and 7 in the history',
    ],
    [
      'the validator of an update',
      ["text === 'nonsense'", "text === 'yes'"],
      'The code does not go the way of this history',
    ],
    ['what a workflow is found by', ["'begun'", "'ended'"], 'What it can be found by: its value is'],
    ['a mark of a change', ["patched)('a-change')", "patched)('another-change')"], 'The change “a-change”'],
    [
      'the input of the run that follows',
      ['continueAsNew)(2)', 'continueAsNew)(3)'],
      'The run that follows it: its input is 3 by the code, and 2 in the history',
    ],
    [
      'the result of a workflow',
      ['} ended`', '} over`'],
      'Its end: its result is “filed: a text over” by the code, and “filed: a text ended” in the history',
    ],
    [
      'a failure’s words',
      ["message: 'It failed.'", "message: 'It broke.'"],
      'Its end: its failure is “It broke.” by the code, and “It failed.” in the history',
    ],
    ['a failure’s type', ["type: 'Refused'", "type: 'BadInput'"], 'its type of failure is “BadInput”'],
    [
      'a failure’s details',
      ["'the detail'", "'another detail'"],
      'its detail of the failure is “another detail”',
    ],
    [
      'an activity that is left out',
      ["await tryOnce('BadInput').catch(()=>undefined);", ''],
      'The code does not go the way of this history',
    ],
    [
      'a wait that is left out: the step after it comes too early',
      ["await (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.condition)(()=>said !== '');", ''],
      'its moment, as the event with which its task began, is',
    ],
    ['a timer that goes on', ['scope.cancel();', ''], 'The code does not go the way of this history'],
  ])('%s', async (_, change, sentence) => {
    const found = await foundWith(change);
    expect(found.join('\n')).toContain(sentence);
    for (const line of found) expect(line).toMatch(/^(?:steps|fails|open) \d+: /);
  });

  test('a step more, in a history that has not ended', async () => {
    const [found = ''] = await foundWith([
      'const began = Date.now();\n    await (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.sleep)(days',
      'const began = Date.now();\n    void file("more");\n    await (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.sleep)(days',
    ]);
    expect(found).toBe(
      'open 3: The local activity file is what the code does then; the history has nothing of it.',
    );
  });
});
