import { describe, expect, test } from '@jest/globals';
import { loadHolidays } from '../../../activities/network/holidays.js';
import { loadNetwork } from '../../../activities/network/load.js';
import { addDays } from '../../../domain/time.js';
import { withChanged } from './data-with.js';

const holidays = await loadHolidays('data');
const withOverride = (entry: string) =>
  withChanged('holidays/overrides.yaml', { from: '\n[]', to: `\n${entry}` }, loadHolidays);

describe('holidays', () => {
  test('are the member’s own', () => {
    expect(holidays('SG', '2018-08-09')).toBe('National Day');
    expect(holidays('MY', '2018-08-09')).toBeUndefined();
    expect(holidays('MY', '2018-08-31')).toBe('National Day');
    expect(holidays('MY', '2018-02-01')).toBe('Federal Territory Day');
  });

  test('are there for every member in 2018 and from 2026 to 2028', async () => {
    const { members } = await loadNetwork('data', '2018-01-01');
    for (const year of [2018, 2026, 2027, 2028]) {
      expect(holidays.hasYear(year)).toBe(true);
      const days = Array.from({ length: 365 }, (_, i) => addDays(`${year}-01-01`, i));
      for (const { code } of members) {
        const count = days.filter((day) => holidays(code, day) !== undefined).length;
        expect([code, year, count > 5 && count < 40]).toEqual([code, year, true]);
      }
    }
  });

  test('are not known in a year without a file', () => {
    expect(holidays.hasYear(2019)).toBe(false);
    expect(holidays('SG', '2019-08-09')).toBeUndefined();
  });
});

describe('the table of corrections', () => {
  test('adds a day', async () => {
    const corrected = await withOverride(
      '- { member: SG, date: 2018-08-10, add: A special day, reason: Declared }',
    );
    expect(corrected('SG', '2018-08-10')).toBe('A special day');
    expect(holidays('SG', '2018-08-10')).toBeUndefined();
  });

  test('removes a day', async () => {
    const corrected = await withOverride('- { member: SG, date: 2018-08-09, remove: true, reason: Moved }');
    expect(corrected('SG', '2018-08-09')).toBeUndefined();
    expect(corrected('SG', '2018-05-01')).toBe('Labour Day');
  });

  test('refuses to remove a day that is no holiday', async () => {
    await expect(
      withOverride('- { member: SG, date: 2018-08-10, remove: true, reason: Moved }'),
    ).rejects.toThrow(
      'data/holidays/overrides.yaml: SG, 2018-08-10, is to be removed and is no holiday; expected a day of data/holidays/2018.json.',
    );
  });

  test('refuses a day in a year without a file, and an entry that neither adds nor removes', async () => {
    await expect(
      withOverride('- { member: SG, date: 2019-08-09, add: A day, reason: Declared }'),
    ).rejects.toThrow('SG, 2019-08-09, lies in a year without a file');
    await expect(withOverride('- { member: SG, date: 2018-08-10, reason: Declared }')).rejects.toThrow(
      /^data\/holidays\/overrides.yaml: entry 1 /,
    );
  });
});
