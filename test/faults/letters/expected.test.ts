/** What a request comes to, by its letters alone. */
import { expect, test } from '@jest/globals';
import { expectedLetters, expectedRequests } from './expected.js';
import { placesOf } from './network.js';
import type { Planned } from './plan.js';
import { required } from './plan.js';

const [place] = placesOf(1);
const plan = (keys: readonly string[], by: string) =>
  Object.fromEntries(keys.map((key) => [key, `${key} by ${by}`]));

/** Letters by their kind, with the fields that each gives. */
const lettersOf = (...kinds: (Planned['kind'] | [Planned['kind'], readonly string[]])[]): Planned[] =>
  kinds.map((each, i): Planned => {
    const [kind, keys = []] = Array.isArray(each) ? each : [each];
    return {
      id: `l${i + 1}`,
      place: place!,
      kind,
      writer: 'officer',
      to: 'asked',
      says: plan(keys, `l${i + 1}`),
    };
  });

const requestOf = (...letters: Parameters<typeof lettersOf>) => expectedRequests([lettersOf(...letters)])[0]!;

test('a whole answer is accepted, and a correction counts as given last', () => {
  const { state, accepted, versions } = requestOf(['lines', required], ['lines', ['vision']]);
  expect({ state, accepted, versions: versions.length }).toEqual({
    state: 'accepted',
    accepted: 2,
    versions: 2,
  });
  expect(versions[1]!.fields.vision).toEqual({ value: 'vision by l2', letter: 'l2' });
  expect(versions[1]!.fields.targets).toEqual({ value: 'targets by l1', letter: 'l1' });
});

test('a half is returned, the rest completes it', () => {
  const [half, rest] = [required.slice(0, 3), required.slice(3)];
  expect(requestOf(['lines', half])).toMatchObject({ state: 'returned', accepted: null });
  expect(requestOf(['lines', half], ['lines', rest])).toMatchObject({ state: 'accepted', accepted: 2 });
});

test('what nobody has confirmed adds to nothing until it is', () => {
  const elsewhere = ['elsewhere', required] as const satisfies [string, readonly string[]];
  expect(requestOf([...elsewhere])).toMatchObject({ state: 'received-unconfirmed', accepted: null });
  expect(requestOf([...elsewhere], 'own')).toMatchObject({ state: 'accepted', accepted: 1 });
  expect(requestOf([...elsewhere], 'disown')).toMatchObject({ state: 'asked', accepted: null });
  const after = requestOf(['lines', required], [...elsewhere], 'disown', ['lines', ['vision']]);
  expect(after).toMatchObject({ state: 'accepted', accepted: 3 });
  expect(after.versions[2]!.fields.targets!.letter).toBe('l1');
});

test('a promise holds while an answer is owed', () => {
  expect(requestOf('promise').state).toBe('acknowledged');
  expect(requestOf('promise', ['lines', required]).state).toBe('accepted');
  expect(requestOf(['lines', required], 'promise').state).toBe('accepted');
});

test('machines and strangers change nothing and get no answer; whom a request was taken from is told once', () => {
  const letters = lettersOf('machine', 'aside', 'stray', 'hostile', 'full', 'revoked', 'revoked');
  expect(expectedRequests([letters])[0]).toMatchObject({ state: 'asked', versions: [] });
  expect(expectedLetters([letters]).map(({ receipts }) => receipts)).toEqual([0, 0, 0, 0, 0, 1, 0]);
});
