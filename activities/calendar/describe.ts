/** A year laid out for review before anything is started: `ascn cycle plan`. */
import type { Ask, RequestKind, Route } from '../../domain/ask.js';
import type { Calendar, Phase, ResolvedDate } from '../../domain/calendar.js';
import { resolveCalendar } from '../../domain/calendar.js';
import type { Network } from '../../domain/network.js';
import type { IsoDate } from '../../domain/time.js';
import { routeFor } from './route.js';
import { subjectsIn } from './subjects.js';
import { weekdayOf } from './working-time.js';

export interface YearPlan {
  year: number;
  /** The name of the member that chairs. */
  chair: string;
  place: string;
  planPeriod: string;
  cutOffHourUtc: number;
  phases: PhasePlan[];
}

export interface PhasePlan {
  id: string;
  title: string;
  /** Titles of the phases that must be complete before. */
  after: string[];
  /** In the order of the days. */
  dates: PlannedDate[];
  asks: PlannedAsk[];
}

export interface PlannedDate extends ResolvedDate {
  /** A derived day on which the chair's offices rest; a person may pin another. */
  restDay: boolean;
}

export interface PlannedAsk {
  kind: RequestKind;
  title: string;
  /** How many are asked; absent where the year decides (one for each pair). */
  count?: number;
  of: Ask['of'];
  routes: { route: Route; count: number; members: string[] }[];
  /** Names of the members whose National Representative clears the answer before it counts. */
  clearedNationallyBy: string[];
  /** One day, or one for each text or session. */
  due: IsoDate[];
  reminders: number[];
  escalations: number[];
  lapsesAfter: number;
  formal: boolean;
}

/**
 * Lays out a year: per phase its dates with basis and source, and what is asked of whom, by which route, until when.
 *
 * @throws CycleError `BadInput` where the dates make no calendar
 */
export function describeYear(network: Network, calendar: Calendar, asks: readonly Ask[]): YearPlan {
  const dates = resolveCalendar(calendar);
  const chair = network.members.find(({ code }) => code === calendar.chair);
  const titleOf = (id: string): string => calendar.phases.find((phase) => phase.id === id)?.title ?? id;
  return {
    year: calendar.year,
    chair: chair?.name ?? calendar.chair,
    place: calendar.place,
    planPeriod: calendar.planPeriod,
    cutOffHourUtc: network.rules.cutOffHourUtc,
    phases: calendar.phases.map((phase) => ({
      id: phase.id,
      title: phase.title,
      after: phase.after.map(titleOf),
      dates: datesOf(phase)
        .map((id) => dates.get(id)!)
        .map((date) => ({
          ...date,
          restDay: !date.pinned && (chair?.restDays ?? []).includes(weekdayOf(date.date)),
        }))
        .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
      asks: asks.flatMap((ask) => {
        const due = dueIn(phase, ask).map((id) => dates.get(id)!.date);
        return due.length > 0 ? [plannedAsk(network, ask, due.sort())] : [];
      }),
    })),
  };
}

/** Every date that a phase and its sessions name, once. */
const datesOf = ({ dates, sessions = [] }: Phase): string[] => [
  ...new Set([
    ...Object.values(dates),
    ...sessions.flatMap((session) => [
      session.clearedBy,
      session.transmitted,
      session.meets,
      session.recordDue,
    ]),
  ]),
];

/** The dates of a phase by which an ask is answered; none where the phase does not ask it. */
function dueIn({ dates, sessions = [] }: Phase, ask: Ask): string[] {
  const parts = (...names: string[]): string[] => names.flatMap((name) => dates[name] ?? []);
  if (ask.kind === 'twinning-city' || ask.kind === 'twinning-partner') return parts('consentDue');
  if (ask.kind === 'clearance') {
    const texts = parts('partnersCleared', 'clearedBy', 'recordClearedBy');
    return [...new Set([...texts, ...sessions.map(({ clearedBy }) => clearedBy)])];
  }
  if (ask.kind === 'body-record') {
    // The annual meeting keeps its own record.
    return sessions.filter(({ body }) => body !== 'ASCN').map(({ recordDue }) => recordDue);
  }
  return Object.values(dates).filter((id) => id === ask.due);
}

function plannedAsk(network: Network, ask: Ask, due: IsoDate[]): PlannedAsk {
  const { kind, title, of, reminders, escalations, lapsesAfter, formal = false } = ask;
  const memberName = (code: string | undefined): string =>
    network.members.find((member) => member.code === code)?.name ?? code ?? '';
  const clearedNationallyBy = (ask.clearedNationallyBy ?? []).map(memberName);
  const base = { kind, title, of, clearedNationallyBy, due, reminders, escalations, lapsesAfter, formal };
  if (of === 'bodies') return { ...base, count: due.length, routes: [] };
  const byRoute = new Map<Route, { count: number; members: Set<string> }>();
  const subjects = subjectsIn(network, ask, due[0]!);
  for (const subject of subjects) {
    const member = memberOf(network, ask, subject);
    const route = routeFor(ask, member);
    const group = byRoute.get(route) ?? { count: 0, members: new Set<string>() };
    group.count += 1;
    group.members.add(memberName(member));
    byRoute.set(route, group);
  }
  const routes = [...byRoute].map(([route, { count, members }]) => ({ route, count, members: [...members] }));
  const perPair = kind === 'twinning-city' || kind === 'twinning-partner';
  return { ...base, ...(!perPair && { count: subjects.length }), routes };
}

const memberOf = (network: Network, { of }: Ask, subject: string): string | undefined =>
  of === 'members' ? subject.toUpperCase() : network.cities.find(({ id }) => id === subject)?.member;
