/** Reads the calendars of `data/calendars/` and the asks of `data/asks.yaml`. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ask } from '../../domain/ask.js';
import type { Calendar } from '../../domain/calendar.js';
import { asksFile, calendarFile } from '../../domain/schemas/calendar.js';
import { readDataFile } from '../network/data-file.js';

/**
 * The calendar of a year as its file has it, or the default one, whose Summit (`summit-autumn`) is still to be
 * pinned (`pin` of `domain/calendar.ts`).
 *
 * @param dataDir the project's `data` folder
 * @param of the member that chairs, the place where it hosts and its zone
 * @throws CycleError `BadInput` naming the file, the path in it, the value and what was expected
 */
export async function loadCalendar(
  dataDir: string,
  year: number,
  of: Pick<Calendar, 'chair' | 'place' | 'zone'>,
): Promise<Calendar> {
  const own = `calendars/${year}.yaml`;
  const hasOwn = await access(join(dataDir, own)).then(
    () => true,
    () => false,
  );
  const file = hasOwn ? own : 'calendars/default.yaml';
  const { planYears, dates, phases } = await readDataFile(dataDir, file, calendarFile);
  return { year, ...of, planPeriod: `${year}-${year + planYears - 1}`, dates, phases };
}

/**
 * What is asked of whom in a year.
 *
 * @throws CycleError `BadInput` naming the file, the path in it, the value and what was expected
 */
export const loadAsks = (dataDir: string): Promise<Ask[]> => readDataFile(dataDir, 'asks.yaml', asksFile);
