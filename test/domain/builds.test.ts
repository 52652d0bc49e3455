import { expect, test } from '@jest/globals';
import { buildsIn } from '../../domain/builds.js';

const first = '1'.repeat(64);
const second = '2'.repeat(16);
const task = (attributes: object) => ({ workflowTaskCompletedEventAttributes: attributes });

test('the versions of the code are read from the tasks, as each server tells them, the last one last', () => {
  expect(
    buildsIn([
      {},
      task({ binaryChecksum: `@temporalio/worker@1.24.0+${first}` }),
      task({ workerVersion: { buildId: second }, binaryChecksum: '' }),
      task({ deploymentVersion: { buildId: first }, binaryChecksum: 'other' }),
      task({}),
    ]),
  ).toEqual([second, first]);
});
