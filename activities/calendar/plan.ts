/** The instants of one request: when it is due, when it is chased, and when its answer is missing. */
import { DateTime } from 'luxon';
import type { Ask, RequestPlan } from '../../domain/ask.js';
import type { Language, Member, Office } from '../../domain/network.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import { addDays, daysBetween } from '../../domain/time.js';
import type { Routed } from './route.js';
import type { Holidays } from './working-time.js';
import { dateIn, endOfDay, workingMorning, workplaceOf } from './working-time.js';

/** What all requests of a batch share. */
export interface Terms {
  ask: Ask;
  /** The last day for the answer. */
  due: IsoDate;
  /** The one UTC cut-off of a clearance; other requests are due at the end of the day where the addressee is. */
  cutOff?: Instant;
  /** No reminder is planned up to this moment, nor on its day: the letter itself goes out then. */
  from: Instant;
  members: readonly Member[];
  holidays: Holidays;
}

/**
 * Plans one request. Reminders and escalations go out at nine on working days of the office that gets them: a
 * reminder before the due day moves back to the last working day, all others move on to the next. Two never
 * fall on one day, and `days` is the true distance to the due day. When the due day has passed before the
 * request is asked, escalations and the lapse count from the day of asking.
 */
export function planOf(routed: Routed, terms: Terms): RequestPlan {
  const { ask, due } = terms;
  const [addressee] = routed.addressees;
  const { zone } = addressee;
  const dueAt = terms.cutOff ?? endOfDay(due, zone);
  const today = dateIn(terms.from, zone);
  const counted = due < today ? today : due;
  const lapses =
    ask.lapsesAfter === 0 && counted === due ? dueAt : endOfDay(addDays(counted, ask.lapsesAfter), zone);
  return {
    subject: routed.subject,
    addressees: ids(routed.addressees),
    copy: ids(routed.copy),
    ...(routed.clearedBy && { clearedBy: routed.clearedBy.id }),
    mayAnswer: ids(routed.mayAnswer),
    due: dueAt,
    dueDate: wordedDue(due, terms.cutOff, addressee.language),
    reminders: remindersOf(addressee, terms, { dueAt, lapses }),
    escalations: escalationsOf(routed.escalation, terms, counted, lapses),
    lapses,
  };
}

const ids = (offices: readonly Office[]): string[] => offices.map(({ id }) => id);

function remindersOf(
  addressee: Office,
  { ask, due, from, members, holidays }: Terms,
  { dueAt, lapses }: { dueAt: Instant; lapses: Instant },
): RequestPlan['reminders'] {
  const workplace = workplaceOf(addressee, members, holidays);
  const reminders: RequestPlan['reminders'] = [];
  let last = dateIn(from, workplace.zone);
  for (const days of [...ask.reminders].sort((a, b) => b - a)) {
    const at = workingMorning(addDays(due, -days), workplace, days < 0 ? 'after' : 'before');
    const date = dateIn(at, workplace.zone);
    const inTime = days < 0 ? at > dueAt && at < lapses : at < dueAt;
    if (date <= last || !inTime) continue;
    reminders.push({ at, days: daysBetween(date, due) });
    last = date;
  }
  return reminders;
}

function escalationsOf(
  offices: readonly Office[],
  { ask, from, members, holidays }: Terms,
  counted: IsoDate,
  lapses: Instant,
): RequestPlan['escalations'] {
  const escalations: RequestPlan['escalations'] = [];
  ask.escalations.slice(0, offices.length).forEach((days, n) => {
    const office = offices[n]!;
    const at = workingMorning(addDays(counted, days), workplaceOf(office, members, holidays), 'after');
    if (at > (escalations.at(-1)?.at ?? from) && at < lapses) escalations.push({ at, to: office.id });
  });
  return escalations;
}

/** e.g. `Friday, 29 June 2018`, or `Thứ Sáu, ngày 29 tháng 6 năm 2018`; a cut-off with its hour in UTC. */
function wordedDue(due: IsoDate, cutOff: Instant | undefined, language: Language): string {
  const pattern = { en: 'cccc, d LLLL yyyy', vi: "cccc, 'ngày' d 'tháng' L 'năm' yyyy" }[language];
  const day = DateTime.fromISO(due, { zone: 'utc' }).setLocale(language).toFormat(pattern);
  return cutOff === undefined ? day : `${day}, ${cutOff.slice(11, 16)} UTC`;
}
