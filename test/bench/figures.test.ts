import { describe, expect, test } from '@jest/globals';
import { inDigits, median, meetsAim, ratioOf } from '../../bench/figures.js';

describe('a figure', () => {
  test('is the middle of its runs', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(() => median([])).toThrow('no values');
  });

  test('meets its aim by its median, or by its ratio to the floor', () => {
    const figure = { what: 'sending', unit: 's', values: [9, 2, 3], floor: [1, 2, 9] };
    expect(ratioOf(figure)).toBe(1.5);
    expect(meetsAim(figure)).toBeUndefined();
    expect(meetsAim({ ...figure, aim: { atMost: 3 } })).toBe(true);
    expect(meetsAim({ ...figure, aim: { atLeast: 4 } })).toBe(false);
    expect(meetsAim({ ...figure, aim: { ratioAtMost: 1.4 } })).toBe(false);
    expect(meetsAim({ ...figure, aim: { ratioAtLeast: 1.5 } })).toBe(true);
    expect(() => meetsAim({ ...figure, floor: undefined, aim: { ratioAtMost: 2 } })).toThrow('no floor');
  });

  test('is written with three digits, and thousands apart', () => {
    expect([0.01234, 1.5, 16, 99.94, 123.4, 36595, 1234567].map(inDigits)).toEqual([
      '0.0123',
      '1.50',
      '16',
      '99.9',
      '123',
      '36 595',
      '1 234 567',
    ]);
  });
});
