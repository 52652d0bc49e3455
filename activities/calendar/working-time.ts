/** When an office is at work: its zone, its rest days and holidays, and the hours from nine to five. */
import { DateTime } from 'luxon';
import { badInput } from '../../domain/errors.js';
import type { Member, Office } from '../../domain/network.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import { addDays, toInstant } from '../../domain/time.js';

/** The hours of the day between which letters are sent to an office. */
const officeHours = { opens: 9, closes: 17 } as const;

/** The ISO weekdays on which offices rest that belong to no member: partners, secretariats of bodies. */
const weekend = [6, 7];

/** A year has no longer run of days without work than this; a longer search means wrong data. */
const longestRest = 40;

/** The name of the public holiday of a member on a date, if it is one. */
export type Holidays = (member: string, date: IsoDate) => string | undefined;

export interface Workplace {
  zone: string;
  /** @returns true on rest days and public holidays of the office's member */
  rests(date: IsoDate): boolean;
}

/** Where and when an office works: by its member's week and holidays; other offices rest at the weekend. */
export function workplaceOf(office: Office, members: readonly Member[], holidays: Holidays): Workplace {
  const member = members.find(({ code }) => code === office.member);
  const restDays = member?.restDays ?? weekend;
  return {
    zone: office.zone,
    rests: (date) =>
      restDays.includes(weekdayOf(date)) ||
      (member !== undefined && holidays(member.code, date) !== undefined),
  };
}

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (date: IsoDate): number => DateTime.fromISO(date, { zone: 'utc' }).weekday;

/** The last second of a calendar date where the zone is. */
export const endOfDay = (date: IsoDate, zone: string): Instant => instantOf(local(date, zone).endOf('day'));

/** Nine o'clock on a calendar date where the zone is. */
export const morningOf = (date: IsoDate, zone: string): Instant =>
  instantOf(local(date, zone).set({ hour: officeHours.opens }));

/** The calendar date that an instant falls on where the zone is. */
export const dateIn = (instant: Instant, zone: string): IsoDate =>
  DateTime.fromISO(instant, { zone }).toFormat('yyyy-MM-dd');

/** True from nine to five on a working day of the office. */
export function inOffice(instant: Instant, workplace: Workplace): boolean {
  const at = DateTime.fromISO(instant, { zone: workplace.zone });
  return (
    at.hour >= officeHours.opens &&
    at.hour < officeHours.closes &&
    !workplace.rests(at.toFormat('yyyy-MM-dd'))
  );
}

/**
 * Nine o'clock on a working day of the office.
 *
 * @param direction `before`: the last working day up to `date`; `after`: the first from `date` on
 */
export function workingMorning(date: IsoDate, workplace: Workplace, direction: 'before' | 'after'): Instant {
  const step = direction === 'before' ? -1 : 1;
  for (let n = 0; n <= longestRest; n += 1) {
    const day = addDays(date, n * step);
    if (!workplace.rests(day)) return morningOf(day, workplace.zone);
  }
  throw badInput(
    `There is no working day within ${longestRest} days ${direction} ${date} in the zone ${workplace.zone}; ` +
      `expected rest days and holidays that leave some.`,
  );
}

function local(date: IsoDate, zone: string): DateTime {
  const start = DateTime.fromISO(date, { zone });
  if (!start.isValid) {
    throw badInput(
      `“${date}” in the zone “${zone}” is no day; expected YYYY-MM-DD and a zone such as Asia/Jakarta.`,
    );
  }
  return start;
}

const instantOf = (at: DateTime): Instant => toInstant(at.toMillis());
