import { expect, test } from '@jest/globals';
import { untilStuck } from '../../workers/engine/stuck.js';

const interrupted = 'GetNamespace operation failed. Error interrupted (9)';
const slow = '4 DEADLINE_EXCEEDED: context deadline exceeded';

/** An engine that answers so, one after the other; the signal comes when it has no more to say. */
async function stuckAfter(...answers: string[]): Promise<{ stuck: boolean; asked: number }> {
  const over = new AbortController();
  let asked = 0;
  const ask = async (): Promise<void> => {
    const answer = answers[asked];
    asked += 1;
    if (asked >= answers.length) over.abort();
    await Promise.resolve();
    if (answer !== 'well') throw new Error(answer);
  };
  return { stuck: await untilStuck(ask, { everyMs: 1, signal: over.signal }), asked };
}

test('an engine whose every statement is interrupted is stuck', async () => {
  expect(await stuckAfter(interrupted, interrupted, interrupted)).toEqual({ stuck: true, asked: 3 });
  expect(await stuckAfter('well', interrupted, slow, interrupted, interrupted)).toMatchObject({
    stuck: true,
  });
});

test('one that goes on after an interruption, or is only slow, is not', async () => {
  expect(await stuckAfter(interrupted, interrupted, 'well', interrupted)).toEqual({ stuck: false, asked: 4 });
  expect(await stuckAfter(slow, slow, slow, slow, slow)).toEqual({ stuck: false, asked: 5 });
});
