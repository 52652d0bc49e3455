/** The public holidays of the members: `data/holidays/<year>.json`, corrected by `overrides.yaml`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { badInput } from '../../domain/errors.js';
import { holidayOverrides, holidayYear } from '../../domain/schemas/holidays.js';
import type { IsoDate } from '../../domain/time.js';
import { readDataFile } from './data-file.js';

export interface Holidays {
  /**
   * The holiday's name when `date` is one in `member` (its code, e.g. `SG`). In a year without a file no day
   * is known to be one: only the rest days of the week count then.
   */
  (member: string, date: IsoDate): string | undefined;
  /** True when the holidays of that year are in the data. */
  hasYear(year: number): boolean;
}

/**
 * Reads every year's file and applies the overrides.
 *
 * @param dataDir the data folder, which holds `holidays/`
 * @throws CycleError `BadInput` naming file, place, value and what was expected
 */
export async function loadHolidays(dataDir: string): Promise<Holidays> {
  const years = new Set<number>();
  const names = new Map<string, string>();
  const key = (member: string, date: IsoDate): string => `${member}/${date}`;
  for (const year of await yearsIn(join(dataDir, 'holidays'))) {
    years.add(year);
    const members = await readDataFile(dataDir, `holidays/${year}.json`, holidayYear);
    for (const [member, days] of Object.entries(members)) {
      for (const { date, name } of days) names.set(key(member, date), name);
    }
  }
  const overrides = await readDataFile(dataDir, 'holidays/overrides.yaml', holidayOverrides);
  for (const override of overrides) {
    const { member, date } = override;
    const where = `data/holidays/overrides.yaml: ${member}, ${date},`;
    if (!years.has(Number(date.slice(0, 4)))) {
      throw badInput(`${where} lies in a year without a file; expected a year of data/holidays/.`);
    }
    if ('add' in override) {
      names.set(key(member, date), override.add);
    } else if (!names.delete(key(member, date))) {
      throw badInput(
        `${where} is to be removed and is no holiday; expected a day of data/holidays/${date.slice(0, 4)}.json.`,
      );
    }
  }
  return Object.assign((member: string, date: IsoDate) => names.get(key(member, date)), {
    hasYear: (year: number) => years.has(year),
  });
}

async function yearsIn(folder: string): Promise<number[]> {
  const files = await readdir(folder).catch(() => {
    throw badInput('data/holidays/ is not there; expected a folder with a file for each year.');
  });
  return files.flatMap((file) => (/^\d{4}\.json$/.test(file) ? [Number(file.slice(0, 4))] : [])).sort();
}
