/** What every workflow of a cycle is given, and how it reads the calendar's time. */
import { condition } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { Calendar } from '../domain/calendar.js';
import type { Address } from '../domain/document.js';
import type { Rules } from '../domain/network.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { toInstant, toMs } from '../domain/time.js';

/** One year of one network. Fixed for the year's life. */
export interface Cycle {
  network: string;
  year: number;
  /** The calendar's time minus the engine's, in milliseconds: 0 but in a rehearsal. */
  offsetMs: number;
  rehearsal: boolean;
  /** The member that chairs, and the next. */
  chair: string;
  nextChair: string;
  /** Offices of the chair's secretariat: the desk first. Only they act for the cycle. */
  secretariat: string[];
  rules: Rules;
}

/** What may change within the year: the network's data and the calendar in force. */
export interface Grounds {
  networkDocument: Address;
  calendar: Calendar;
  instants: Instants;
}

/** The calendar's dates as instants, by date id; worked out by `activities/calendar/`. */
export type Instants = Record<
  string,
  { date: IsoDate; until: IsoDate; opens: Instant; ends: Instant; cutOff: Instant; title: string }
>;

/** The desk of the chair's secretariat: letters go out in its name. */
export const deskOf = (cycle: Cycle): string => cycle.secretariat[0] ?? '';

/** The calendar's time now. */
export const calendarNow = ({ offsetMs }: Pick<Cycle, 'offsetMs'>): Instant =>
  toInstant(Date.now() + offsetMs);

/** Today's date, in UTC. */
export const calendarToday = (cycle: Cycle): IsoDate => calendarNow(cycle).slice(0, 10);

/**
 * Waits until an instant of the calendar, or until `done` holds. The clock only says how long the timer is: whether the
 * instant has come is the timer's word (docs/decisions/020).
 *
 * @param at read again whenever something changes, so that a moved date moves the wait; undefined is never
 * @param what is waited for; the timer's summary says it, and the instant of the calendar that it is for
 * @returns true when `done` holds, false when the instant has come
 */
export async function waitUntil(
  cycle: Cycle,
  at: () => Instant | undefined,
  done: () => boolean = () => false,
  what = 'wait',
): Promise<boolean> {
  for (;;) {
    if (done()) return true;
    const target = at();
    if (target === undefined) {
      await condition(() => done() || at() !== undefined);
      continue;
    }
    const ms = Math.max(1, toMs(target) - cycle.offsetMs - Date.now());
    const changed = await condition(() => done() || at() !== target, ms, {
      summary: `${what}, due ${target}`,
    });
    if (!changed) return false;
  }
}

/** A date of the calendar in force. A date that a phase names is there: the calendar was checked at its start. */
export function dateOf(grounds: Grounds, id: string): Instants[string] & {} {
  const instant = grounds.instants[id];
  if (!instant) throw new Error(`the calendar has no date ${id}`);
  return instant;
}

/** @returns a sentence that refuses an actor who has no rights in this cycle */
export function refuseStranger(cycle: Cycle, actor: Actor): string | undefined {
  if (cycle.secretariat.includes(actor.office)) return undefined;
  return (
    `“${actor.office}” is not an office of the chair's secretariat of ${cycle.year}. ` +
    `These act for the cycle: ${cycle.secretariat.join(', ')}. Say who acts with --as.`
  );
}
