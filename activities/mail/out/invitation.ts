/** Calendar entries for meetings: one UID for the meeting's life, a rising SEQUENCE, 09:00 to 17:00 where it is held. */
import {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventRepeatingFreq,
} from 'ical-generator';
import { DateTime } from 'luxon';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import { badInput } from '../../../domain/errors.js';
import type { Invitation } from '../../../domain/letter.js';
import type { Instant } from '../../../domain/time.js';
import { daysBetween, isIsoDate } from '../../../domain/time.js';
import { oneLine } from './header-text.js';

const opens = '09:00';
const closes = '17:00';

export interface Guest {
  name: string;
  email: string;
}

/**
 * Sets an invitation as iCalendar (RFC 5545, METHOD:REQUEST): one event that repeats on each day of the meeting.
 *
 * @param organizer the same for every letter about the meeting, else calendars take a change for another meeting
 * @param at the letter's instant, which becomes DTSTAMP
 * @throws CycleError `BadInput` for dates or a zone that make no meeting
 */
export function renderInvitation(
  invitation: Invitation,
  organizer: Guest,
  guests: Guest[],
  at: Instant,
): string {
  const { uid, sequence, first, last, zone } = invitation;
  if (!isIsoDate(first) || !isIsoDate(last) || last < first) {
    throw badInput(
      `The invitation to “${invitation.summary}” is for ${first} to ${last}; expected two days as YYYY-MM-DD, the first not after the last.`,
    );
  }
  const hour = (time: string): DateTime => {
    const moment = DateTime.fromISO(`${first}T${time}`, { zone });
    if (moment.isValid) return moment;
    throw badInput(
      `The invitation to “${invitation.summary}” gives the zone “${zone}”, which is not known; expected for example Asia/Singapore.`,
    );
  };
  const calendar = new ICalCalendar({
    method: ICalCalendarMethod.REQUEST,
    prodId: { company: 'ASEAN Smart Cities Network', product: 'ascn-cycle', language: 'EN' },
    timezone: { name: zone, generator: (name) => tzlib_get_ical_block(name)[0] ?? null },
  });
  const count = daysBetween(first, last) + 1;
  calendar.createEvent({
    id: uid,
    sequence,
    stamp: DateTime.fromISO(at, { zone: 'utc' }),
    start: hour(opens),
    end: hour(closes),
    timezone: zone,
    summary: oneLine(invitation.summary),
    location: oneLine(invitation.place),
    organizer: { name: organizer.name, email: organizer.email },
    attendees: guests.map((guest) => ({
      ...guest,
      rsvp: true,
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.NEEDSACTION,
    })),
    ...(count > 1 && { repeating: { freq: ICalEventRepeatingFreq.DAILY, count } }),
  });
  // The library words DTSTAMP in the zone of the event; RFC 5545 (3.8.7.2) wants it in UTC.
  const stamp = DateTime.fromISO(at, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'");
  return calendar.toString().replace(/^DTSTAMP:.*?(?=\r?$)/m, `DTSTAMP:${stamp}`);
}
