import { expect, test } from '@jest/globals';
import type { Kill } from './kill-plan.js';
import { inWords, planKills } from './kill-plan.js';

test('a plan can be repeated, and another seed makes another one', () => {
  expect(planKills(7, 20)).toEqual(planKills(7, 20));
  expect(planKills(7, 20)).not.toEqual(planKills(8, 20));
});

test('kills come in the order of the year, from its first letters to its last', () => {
  const due = planKills(7, 20).map(({ letters }) => letters);
  expect(due).toHaveLength(20);
  expect(due).toEqual([...due].sort((a, b) => a - b));
  expect(due[0]).toBeLessThan(10);
  expect(due[19]).toBeGreaterThan(100);
});

test('sixty kills strike every part, alone and together, at every kind of moment', () => {
  const kills = [1, 2, 3].flatMap((n) => planKills(n, 20));
  const kinds = (of: (kill: Kill) => string) => [...new Set(kills.map(of))].sort();
  expect(kinds(({ parts }) => parts.join())).toEqual([
    'engine',
    'engine,worker,mailroom',
    'mailroom',
    'worker',
  ]);
  expect(kinds(({ moment }) => (moment.is === 'seen' ? moment.sight : moment.is))).toEqual([
    'answer accepted',
    'answer under way',
    'inside',
    'letter answered',
    'letter taken',
    'the clock',
    'update under way',
  ]);
  expect(new Set(kills.map(inWords)).size).toBeGreaterThan(40);
});
