import { expect, test } from '@jest/globals';
import { dayOf, inBoth, localDay, utcBeside, weekOf } from '../../../client/audit/timeline/times.js';

test.each([
  ['2018-05-03T02:00:00Z', 'Phnom Penh', 'Asia/Phnom_Penh', '3 May 2018, 09:00 in Phnom Penh (02:00 UTC)'],
  ['2018-05-03T20:30:00Z', 'Yangon', 'Asia/Yangon', '4 May 2018, 03:00 in Yangon (3 May, 20:30 UTC)'],
  [
    '2018-12-31T16:00:00Z',
    'Singapore',
    'Asia/Singapore',
    '1 January 2019, 00:00 in Singapore (31 December, 16:00 UTC)',
  ],
  [
    '2018-07-03T03:00:00Z',
    'Washington',
    'America/New_York',
    '2 July 2018, 23:00 in Washington (3 July, 03:00 UTC)',
  ],
  ['2018-05-03T02:00:00Z', 'nowhere', 'No/Zone', '3 May 2018, 02:00 UTC'],
])('%s is told on the clocks of %s and in UTC', (instant, name, zone, words) => {
  expect(inBoth(instant, { name, zone })).toBe(words);
});

test('a day is that of the zone, and a week begins on its Monday in UTC', () => {
  expect(dayOf('2018-05-25T16:59:59Z', 'Asia/Bangkok')).toBe('25 May 2018');
  expect(localDay('2018-05-25T17:00:00Z', 'Asia/Bangkok')).toBe('2018-05-26');
  expect(utcBeside('2018-05-25T17:00:00Z', 'Asia/Bangkok')).toBe('25 May, 17:00 UTC');
  expect(weekOf('2018-05-06T23:59:59Z')).toBe('2018-04-30');
});
