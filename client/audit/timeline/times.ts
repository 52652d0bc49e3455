/** Instants in words: in UTC, and where an office is. */
import { DateTime } from 'luxon';
import type { Instant, IsoDate } from '../../../domain/time.js';

/** Where somebody is: how the place is called, and its zone. */
export interface Place {
  name: string;
  zone: string;
}

const english = { locale: 'en-GB' };

/** `3 May 2018, 09:00`, on the clocks of a zone. */
export const localTime = (instant: Instant, zone: string): string => {
  const there = DateTime.fromISO(instant, { zone });
  return (there.isValid ? there : DateTime.fromISO(instant, { zone: 'utc' })).toFormat(
    'd LLLL yyyy, HH:mm',
    english,
  );
};

/** `02:00 UTC`, with the day where that is another one than in the zone: `2 May, 23:00 UTC`. */
export function utcBeside(instant: Instant, zone: string): string {
  const utc = DateTime.fromISO(instant, { zone: 'utc' });
  const there = DateTime.fromISO(instant, { zone });
  const sameDay = !there.isValid || there.toISODate() === utc.toISODate();
  return `${utc.toFormat(sameDay ? 'HH:mm' : 'd LLLL, HH:mm', english)} UTC`;
}

/** `3 May 2018, 09:00 in Phnom Penh (02:00 UTC)`. */
export const inBoth = (instant: Instant, { name, zone }: Place): string =>
  DateTime.local({ zone }).isValid
    ? `${localTime(instant, zone)} in ${name} (${utcBeside(instant, zone)})`
    : `${localTime(instant, 'utc')} UTC`;

/** `3 May 2018`, the day of an instant in a zone; a calendar date, which is shorter, is taken as it stands. */
export const dayOf = (when: Instant, zone = 'utc'): string =>
  DateTime.fromISO(when, { zone: when.length > 10 ? zone : 'utc' }).toFormat('d LLLL yyyy', english);

/** `3 May`. */
export const shortDay = (date: IsoDate): string =>
  DateTime.fromISO(date, { zone: 'utc' }).toFormat('d LLL', english);

/** `May 2018`. */
export const monthOf = (when: Instant): string =>
  DateTime.fromISO(when.slice(0, 7), { zone: 'utc' }).toFormat('LLLL yyyy', english);

/** The Monday of the week of an instant, in UTC. */
export const weekOf = (instant: Instant): IsoDate =>
  DateTime.fromISO(instant, { zone: 'utc' }).startOf('week').toISODate() ?? instant.slice(0, 10);

/** The day of an instant on the clocks of a zone. */
export const localDay = (instant: Instant, zone: string): IsoDate =>
  DateTime.fromISO(instant, { zone }).toISODate() ?? instant.slice(0, 10);
