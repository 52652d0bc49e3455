import { expect, test } from '@jest/globals';
import type { Actor } from '../../domain/actor.js';
import { engine } from '../../domain/actor.js';
import type { Persons } from '../../domain/two-persons.js';
import { personsIn } from '../../domain/two-persons.js';

const desk: Actor = { office: 'secretariat-sg', door: 'cli' };
const head: Actor = { office: 'secretariat-sg-head', door: 'cli' };
const body: Actor = { office: 'jcm-secretariat', door: 'mail' };

test.each<[string, Actor | undefined, Actor | undefined, Persons]>([
  ['one office prepared, another confirmed', desk, head, 'two'],
  ['one office did both', desk, { ...desk, why: 'in haste' }, 'one'],
  ['nobody prepared it', undefined, head, 'one'],
  ['nobody has confirmed it', desk, undefined, 'waits'],
  ['the record of a body prepared it', body, head, 'upon a letter'],
  ['the plan prepared it', engine, desk, 'upon a letter'],
])('how many persons did it: %s', (_, prepared, confirmed, persons) => {
  expect(personsIn(prepared, confirmed)).toBe(persons);
});
