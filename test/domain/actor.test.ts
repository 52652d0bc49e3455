import { expect, test } from '@jest/globals';
import { engine, refuseSamePerson } from '../../domain/actor.js';

const desk = { office: 'secretariat-sg', door: 'cli' } as const;
const head = { office: 'secretariat-sg-head', door: 'console' } as const;

test('whoever prepared something is not the one who confirms it, through whichever door', () => {
  expect(refuseSamePerson(desk, { ...desk, door: 'console' }, true)).toContain(
    'secretariat-sg prepared this and cannot also confirm it.',
  );
  expect(refuseSamePerson(desk, head, true)).toBeUndefined();
  expect(refuseSamePerson(engine, desk, true)).toBeUndefined();
});

test('a small secretariat may do without the second person', () => {
  expect(refuseSamePerson(desk, desk, false)).toBeUndefined();
});
