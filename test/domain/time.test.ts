import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  after,
  daysBetween,
  hours,
  inForce,
  isIsoDate,
  toInstant,
  toMs,
} from '../../domain/time.js';

const date = fc
  .date({ min: new Date('1967-08-08T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

describe('calendar dates', () => {
  test('are days that there are', () => {
    expect(['2018-02-28', '2020-02-29', '2018-12-31'].map(isIsoDate)).toEqual([true, true, true]);
    expect(['2018-02-29', '2018-04-31', '2018-13-01', '2018-1-1', '28 February', ''].some(isIsoDate)).toBe(
      false,
    );
  });

  test('move by whole days, over months, years and leap days', () => {
    expect(addDays('2018-12-31', 1)).toBe('2019-01-01');
    expect(addDays('2020-03-01', -1)).toBe('2020-02-29');
    fc.assert(
      fc.property(
        date,
        fc.integer({ min: -9_999, max: 9_999 }),
        (from, n) => daysBetween(from, addDays(from, n)) === n,
      ),
    );
  });

  test('are in force from the first day on and before the last', () => {
    const span = { from: '2018-04-28', until: '2019-01-01' };
    expect(['2018-04-27', '2018-04-28', '2018-12-31', '2019-01-01'].map((day) => inForce(span, day))).toEqual(
      [false, true, true, false],
    );
    expect(inForce({}, '1967-08-08')).toBe(true);
  });
});

describe('instants', () => {
  test('sort as strings, and are cut to the second', () => {
    expect(toInstant(toMs('2018-05-25T16:59:59Z') + 999)).toBe('2018-05-25T16:59:59Z');
    expect(after('2018-12-31T23:30:00Z', hours(1))).toBe('2019-01-01T00:30:00Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 4e12 }), (a, b) => {
        const seconds = Math.sign(Math.floor(a / 1000) - Math.floor(b / 1000));
        return Math.sign(toInstant(a) < toInstant(b) ? -1 : toInstant(a) > toInstant(b) ? 1 : 0) === seconds;
      }),
    );
  });
});
