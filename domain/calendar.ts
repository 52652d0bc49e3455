/**
 * The calendar of a year: a graph of dates, each pinned (by whom, from which source) or derived by an offset
 * from another, and the phases that hang on them. Both are data: `data/calendars/`.
 */
import { badInput } from './errors.js';
import type { IsoDate } from './time.js';
import { addDays, isIsoDate } from './time.js';

export interface CalendarDate {
  /** e.g. `summit-autumn`, `action-plan.due`. */
  id: string;
  title: string;
  pinned?: { date: IsoDate; until?: IsoDate; setBy: string; source: string };
  /** `days` from the start of `from`, negative before it. `lasts` is how many days the event takes. */
  derived?: { from: string; days: number; lasts?: number; source?: string };
}

export type PhaseKind =
  | 'nominations'
  | 'body-chain'
  | 'governance-workshop'
  | 'annual-meeting'
  | 'ministerial-announcement'
  | 'jcm-consultation'
  | 'summit-launch'
  | 'handover';

/** One phase of the year, and which date of the calendar plays which part in it. */
export interface Phase {
  id: string;
  kind: PhaseKind;
  title: string;
  /** Phases that must be complete before this one begins. */
  after: string[];
  /** Part in the phase → date id, e.g. `{ opens: 'workshop.invited', meets: 'workshop' }`. */
  dates: { opens: string } & Record<string, string>;
  /** The sessions of bodies that the phase takes a paper to, in order. */
  sessions?: Session[];
}

/** One session of one body, and the paper that goes to it. */
export interface Session {
  id: string;
  body: string;
  /** A paper of `data/papers/`. */
  paper: string;
  /** Date ids. */
  meets: string;
  clearedBy: string;
  transmitted: string;
  recordDue: string;
}

export interface Calendar {
  year: number;
  /** The member that chairs. */
  chair: string;
  /** The years that the action plans cover, e.g. `2018-2025`. */
  planPeriod: string;
  /** Where the chair hosts the meetings, and the zone of that place. */
  place: string;
  zone: string;
  dates: CalendarDate[];
  phases: Phase[];
}

export interface ResolvedDate {
  id: string;
  title: string;
  date: IsoDate;
  until: IsoDate;
  pinned: boolean;
  /** Who pinned it, or from which date it is derived. */
  basis: string;
  source?: string;
}

/**
 * Works out every date of a calendar.
 *
 * @returns the dates by id, in the calendar's order
 * @throws CycleError `BadInput` naming the date, for a date that is none, an unknown or circular derivation,
 *   an event that ends before it begins, a phase that opens before one that it follows has opened, or a
 *   session's paper due in the wrong order
 */
export function resolveCalendar(calendar: Calendar): Map<string, ResolvedDate> {
  const byId = new Map(calendar.dates.map((date) => [date.id, date]));
  if (byId.size < calendar.dates.length) {
    const twice = calendar.dates.find((date, i) => calendar.dates.findIndex((d) => d.id === date.id) !== i);
    throw badInput(
      `The calendar of ${calendar.year} has two dates called “${twice?.id}”; each id stands once.`,
    );
  }
  const resolved = new Map<string, ResolvedDate>();
  const resolve = (id: string, path: string[]): ResolvedDate => {
    const known = resolved.get(id);
    if (known) return known;
    if (path.includes(id)) {
      throw badInput(
        `These dates are derived from one another in a circle: ${[...path, id].join(' → ')}. Pin one of them.`,
      );
    }
    const entry = byId.get(id);
    if (!entry) {
      throw badInput(
        `The calendar of ${calendar.year} has no date “${id}”${path.length ? `, from which “${path.at(-1)}” is derived` : ''}.`,
      );
    }
    const date = entry.pinned
      ? fromPin(entry)
      : fromDerivation(entry, (from) => resolve(from, [...path, id]));
    resolved.set(id, date);
    return date;
  };
  for (const { id } of calendar.dates) resolve(id, []);
  checkOrder(calendar, resolved);
  return new Map(calendar.dates.map(({ id }) => [id, resolved.get(id)!]));
}

function fromPin(entry: CalendarDate): ResolvedDate {
  const { date, until = date, setBy, source } = entry.pinned!;
  for (const day of [date, until]) {
    if (!isIsoDate(day))
      throw badInput(
        `The date “${entry.id}” is “${String(day)}”; expected a day of the calendar as YYYY-MM-DD.`,
      );
  }
  if (until < date) throw badInput(`“${entry.id}” ends on ${until}, before it begins on ${date}.`);
  return { id: entry.id, title: entry.title, date, until, pinned: true, basis: `set by ${setBy}`, source };
}

function fromDerivation(entry: CalendarDate, resolve: (id: string) => ResolvedDate): ResolvedDate {
  if (!entry.derived) throw badInput(`The date “${entry.id}” is neither pinned nor derived from another.`);
  const { from, days, lasts = 1, source } = entry.derived;
  const date = addDays(resolve(from).date, days);
  const basis =
    days === 0
      ? `on ${from}`
      : `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'} ${days < 0 ? 'before' : 'after'} ${from}`;
  return {
    id: entry.id,
    title: entry.title,
    date,
    until: addDays(date, lasts - 1),
    pinned: false,
    basis,
    source,
  };
}

function checkOrder(calendar: Calendar, dates: Map<string, ResolvedDate>): void {
  const dateOf = (id: string, where: string): ResolvedDate => {
    const date = dates.get(id);
    if (!date)
      throw badInput(
        `${where} names the date “${id}”, which the calendar of ${calendar.year} does not have.`,
      );
    return date;
  };
  const phases = new Map(calendar.phases.map((phase) => [phase.id, phase]));
  for (const phase of calendar.phases) {
    const where = `The phase “${phase.title}”`;
    const opens = dateOf(phase.dates.opens, where);
    for (const [part, id] of Object.entries(phase.dates)) {
      const date = dateOf(id, where);
      if (date.date < opens.date) {
        throw badInput(`${where} opens on ${opens.date}, after its “${part}” on ${date.date} (${id}).`);
      }
    }
    for (const earlier of phase.after) {
      const before = phases.get(earlier);
      if (!before) throw badInput(`${where} follows “${earlier}”, which is not a phase of ${calendar.year}.`);
      const earlierOpens = dateOf(before.dates.opens, `The phase “${before.title}”`);
      if (opens.date < earlierOpens.date) {
        throw badInput(
          `${where} would open on ${opens.date}, before “${before.title}”, which it follows and which opens on ${earlierOpens.date}.`,
        );
      }
    }
    for (const session of phase.sessions ?? []) {
      const order = [session.clearedBy, session.transmitted, session.meets, session.recordDue];
      const at = order.map((id) => dateOf(id, `The session “${session.id}”`));
      for (let i = 1; i < at.length; i += 1) {
        if (at[i]!.date < at[i - 1]!.date) {
          throw badInput(
            `For “${session.id}”, ${at[i]!.title.toLowerCase()} (${at[i]!.date}) comes before ${at[i - 1]!.title.toLowerCase()} (${at[i - 1]!.date}).`,
          );
        }
      }
    }
  }
}

/** What moving dates would do: every date that differs between two calendars. */
export interface Move {
  id: string;
  title: string;
  from: IsoDate;
  to: IsoDate;
  until: IsoDate;
  /** `set` where a person pinned it, `follows` where it is derived. */
  because: 'set' | 'follows';
}

/**
 * Pins dates anew; everything derived from them follows.
 *
 * @param pins date id → `YYYY-MM-DD`, or `YYYY-MM-DD/YYYY-MM-DD` for an event of several days; an event of
 *   several days keeps its length when only its first day is given
 * @returns the calendar with the pins
 * @throws CycleError `BadInput` for an unknown id, a date that is none, or an order that makes no calendar
 */
export function pin(
  calendar: Calendar,
  pins: Record<string, string>,
  setBy: string,
  source: string,
): Calendar {
  const before = resolveUnchecked(calendar);
  const dates = calendar.dates.map((entry): CalendarDate => {
    const value = pins[entry.id];
    if (value === undefined) return entry;
    const [date = '', last] = value.split('/');
    if (!isIsoDate(date) || (last !== undefined && !isIsoDate(last))) {
      throw badInput(
        `The date for “${entry.id}” is “${value}”; expected a day of the calendar as YYYY-MM-DD.`,
      );
    }
    const known = before.get(entry.id);
    const length = known ? Math.round((Date.parse(known.until) - Date.parse(known.date)) / 86_400_000) : 0;
    return {
      id: entry.id,
      title: entry.title,
      pinned: { date, until: last ?? addDays(date, length), setBy, source },
    };
  });
  for (const id of Object.keys(pins)) {
    if (!calendar.dates.some((entry) => entry.id === id)) {
      throw badInput(
        `The calendar has no date “${id}”. Its dates are: ${calendar.dates.map((d) => d.id).join(', ')}.`,
      );
    }
  }
  const moved = { ...calendar, dates };
  resolveCalendar(moved);
  return moved;
}

function resolveUnchecked(calendar: Calendar): Map<string, ResolvedDate> {
  try {
    return resolveCalendar(calendar);
  } catch {
    return new Map();
  }
}

/** The dates that differ between two calendars of one year, in the calendar's order. */
export function moves(before: Calendar, after: Calendar): Move[] {
  const old = resolveCalendar(before);
  return [...resolveCalendar(after).values()].flatMap((date) => {
    const was = old.get(date.id);
    if (!was || (was.date === date.date && was.until === date.until)) return [];
    return [
      {
        id: date.id,
        title: date.title,
        from: was.date,
        to: date.date,
        until: date.until,
        because: date.pinned ? ('set' as const) : ('follows' as const),
      },
    ];
  });
}
