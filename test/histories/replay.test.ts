import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayResult } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { loadNetwork } from '../../activities/network/load.js';
import { bundleWorkflows } from '../../workers/bundle.js';
import { dataDir } from '../../workers/installation.js';
import { prepareRuntime } from '../../workers/runtime.js';
import * as workflows from '../../workflows/index.js';
import { builtBundle } from '../setup/engines.js';
import type { RecordedHistory } from './histories.js';
import { recordedHistories, textsIn, withTasksLater } from './histories.js';

const recorded = recordedHistories();
const folder = mkdtempSync(join(tmpdir(), 'ascn-replay-'));
beforeAll(() => prepareRuntime());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Replays histories against a bundle. @returns what went wrong, one line each */
async function replay(histories: readonly RecordedHistory[], codePath: string): Promise<string[]> {
  const given = histories.map(({ workflowId, json }) => ({ workflowId, history: json }));
  const wrong: string[] = [];
  for await (const result of Worker.runReplayHistories({ workflowBundle: { codePath } }, given)) {
    const { workflowId, error }: ReplayResult = result;
    if (error) wrong.push(`${workflowId}: ${error.message}`);
  }
  return wrong;
}

describe('the recorded histories', () => {
  test('hold every kind of workflow', () => {
    const types = new Set(recorded.map(({ type }) => type));
    expect([...types].toSorted()).toEqual(Object.keys(workflows).toSorted());
  });

  test('replay against the workflows as they are now', async () => {
    expect(await replay(recorded, builtBundle('cycle'))).toEqual([]);
  }, 240_000);

  test.each([1, 400 * 24 * 60])(
    'replay though the clock stands otherwise: each workflow task %d minutes later than the one before',
    async (minutes) => {
      const later = recorded.map((history) => ({ ...history, json: withTasksLater(history.json, minutes) }));
      expect(await replay(later, builtBundle('cycle'))).toEqual([]);
    },
    240_000,
  );

  test('do not replay against a workflow whose steps were put in another order', async () => {
    const broken = join(folder, 'broken.js');
    await bundleWorkflows(join(import.meta.dirname, 'broken-workflows.ts'), broken);
    const held = recorded.filter(({ type }) => type === 'heldLetter');
    const wrong = await replay(held, broken);
    expect(wrong.length).toBe(held.length);
    expect(wrong.join(' ')).toMatch(/[Nn]ondeterminism/);
  });

  test('name offices only: no person, no mail address but our own, no machine; whether in plain or in a payload', async () => {
    const { offices } = await loadNetwork(dataDir, '2018-01-01');
    const persons = new Set([
      ...offices.flatMap(({ address, holders }) => [address, ...holders.flatMap(({ salutation }) => salutation ?? [])]),
      // where an officer of the rehearsal writes from who has no access to the office's mail
      ...offices.map(({ address }) => address.replace(/[@.]/g, '-')),
      '@mailbox.example',
    ]);
    // no addresses: a Message-ID, the UID of a calendar entry, our own reply address, the library that ran the workflow
    const known = /<[^<>\s@]{1,200}@[\w.-]+>|[\w.-]{1,60}-\d{4}@(?:rehearsal|ascn)\b|@temporalio\/worker@[\w.+-]+|reply\+[a-z2-7]{20}@ascn\.example/g;
    const found = recorded.flatMap((history) =>
      textsIn(history.json).flatMap((text) => {
        const named = [...persons].filter((person) => text.toLowerCase().includes(person.toLowerCase()));
        const others = text.replace(known, '').match(/[^\s"@]{0,60}@[^\s"@]{0,60}/g) ?? [];
        const machines = text.match(/\/(?:home|root|Users|work|tmp)\/[^\s"]*/g) ?? [];
        return [...named, ...others, ...machines].map((what) => `${history.workflowId}: ${what}`);
      }),
    );
    expect([...new Set(found)].slice(0, 8)).toEqual([]);
  });
});
