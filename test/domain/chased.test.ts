import { expect, test } from '@jest/globals';
import type { ChaseStep } from '../../domain/chased.js';
import { answeredBeforeNext } from '../../domain/chased.js';

test.each<[string, ChaseStep[], (boolean | undefined)[]]>([
  ['nothing came to the only letter', ['asks'], [false]],
  ['the answer came at once', ['asks', 'answers'], [true, undefined]],
  [
    'the answer came after the second reminder',
    ['asks', 'asks', 'asks', 'answers'],
    [false, false, true, undefined],
  ],
  [
    'what is no answer counts for nothing',
    ['asks', 'other', 'asks', 'answers'],
    [false, undefined, true, undefined],
  ],
  ['the last one is still open', ['asks', 'answers', 'asks', 'other'], [true, undefined, false, undefined]],
  ['an answer that nobody asked for', ['answers', 'asks'], [undefined, false]],
])('whether each reminder was answered: %s', (_, steps, answered) => {
  expect(answeredBeforeNext(steps)).toEqual(answered);
});
