import { expect, test } from '@jest/globals';
import { expectedLetters, expectedRequests } from './expected.js';
import { loadMaterial } from './material.js';
import { placesOf } from './network.js';
import { planLetters } from './plan.js';

const material = loadMaterial();
const planned = (seed: number) => planLetters(seed, placesOf(50), material);
const letters = planned(7);

test('a plan can be repeated, and another seed makes another one', () => {
  expect(planned(7)).toEqual(letters);
  expect(planned(8)).not.toEqual(letters);
});

test('a thousand letters are of every kind, to every kind of address, from everybody, and some come twice', () => {
  const all = letters.flat();
  const kinds = (of: (letter: (typeof all)[number]) => string) => [...new Set(all.map(of))].sort();
  expect(all).toHaveLength(1000);
  expect(new Set(all.map(({ id }) => id)).size).toBe(1000);
  expect(kinds(({ kind }) => kind)).toEqual(
    [
      ...[
        'aside',
        'came-back',
        'disown',
        'elsewhere',
        'full',
        'hostile',
        'lines',
        'machine',
        'own',
        'promise',
      ],
      ...['prose', 'revoked', 'sheet', 'stray', 'unaddressed', 'word'],
    ].sort(),
  );
  expect(kinds(({ to }) => to)).toEqual([
    'asked',
    'asked-instead',
    'invented',
    'latest',
    'nobody',
    'question',
  ]);
  expect(kinds(({ writer }) => writer)).toEqual(['alternate', 'officer', 'representative']);
  expect(kinds(({ place }) => place.language)).toEqual(['en', 'vi']);
  expect(new Set(all.map(({ fixture }) => fixture)).size).toBeGreaterThan(150);
  expect(all.filter(({ again }) => again !== undefined).length).toBeGreaterThan(40);
});

test('about half of them are said by an office, and every second request or more ends accepted', () => {
  const expected = expectedLetters(letters);
  const submitted = expected.filter(({ outcome }) => outcome === 'submitted').length;
  expect(submitted).toBeGreaterThan(300);
  expect(new Set(expected.map(({ outcome }) => outcome))).toEqual(
    new Set(['submitted', 'acknowledged', 'confirmed', 'disowned', 'noted', 'kept-aside']),
  );
  const requests = expectedRequests(letters);
  expect(requests).toHaveLength(50);
  expect(requests.filter(({ state }) => state === 'accepted').length).toBeGreaterThan(25);
  expect(requests.some(({ state, versions }) => state === 'asked' && versions.length === 0)).toBe(true);
  expect(requests.reduce((sum, { versions }) => sum + versions.length, 0)).toBe(submitted);
});
