/** The calendar's arithmetic for workflows: dates as instants, and the plan of every request. */
import type { Ask, RequestKind, RequestPlan } from '../../domain/ask.js';
import type { Calendar } from '../../domain/calendar.js';
import { pin, resolveCalendar } from '../../domain/calendar.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import { badInput } from '../../domain/errors.js';
import { readNetwork } from '../../domain/network-document.js';
import type { Network } from '../../domain/network.js';
import { requestId } from '../../domain/ids.js';
import { findOffice } from '../../domain/office.js';
import { chairOf } from '../../domain/rotation.js';
import type { Instant, IsoDate } from '../../domain/time.js';
import { addDays, isIsoDate } from '../../domain/time.js';
import { loadHolidays } from '../network/holidays.js';
import { loadAsks, loadCalendar } from './load.js';
import type { Terms } from './plan.js';
import { planOf } from './plan.js';
import { noteReminders } from './reminders.js';
import type { Subject } from './route.js';
import { escalationOf, routeOf } from './route.js';
import { subjectsIn } from './subjects.js';
import type { Holidays } from './working-time.js';
import { dateIn, endOfDay, morningOf, workingMorning, workplaceOf } from './working-time.js';

/** A date of the calendar as workflows wait for it. */
export interface CalendarInstants {
  date: IsoDate;
  until: IsoDate;
  /** Nine o'clock where the chair is. */
  opens: Instant;
  /** The end of the last day there. */
  ends: Instant;
  /** The UTC cut-off of a clearance on the first day. */
  cutOff: Instant;
  title: string;
}

/** The date on which a year without a calendar of its own hangs. */
const summitDate = 'summit-autumn';

/** A batch of requests is no larger than this. */
const largestBatch = 200;

/** For an answer that is asked for again after its last day, when the secretariat names no other. */
const daysForCorrection = 7;

/** For a day given with the request that has passed when the letter goes out, since what came before took longer. */
const daysWhenLate = 3;

export function createCalendarActivities({ store, dataDir }: { store: DocumentStore; dataDir: string }) {
  const asks = once(() => loadAsks(dataDir));
  const holidays = once<Holidays>(() => loadHolidays(dataDir));

  const askOf = async ({ kind }: { kind: RequestKind }): Promise<Ask> => {
    const ask = (await asks()).find((entry) => entry.kind === kind);
    if (!ask) throw badInput(`“${kind}” is no kind of request; expected one of data/asks.yaml.`);
    return ask;
  };

  const termsOf = async (
    network: Network,
    kind: RequestKind,
    due: IsoDate,
    from: Instant,
  ): Promise<Terms> => ({
    ask: await askOf({ kind }),
    due,
    ...(kind === 'clearance' && { cutOff: cutOffOn(due, network) }),
    from,
    members: network.members,
    holidays: await holidays(),
  });

  return {
    /** The ask of a kind of request, as `data/asks.yaml` has it. */
    askOf,

    /**
     * Every date of a calendar, by its id.
     *
     * @throws CycleError `BadInput` where the dates make no calendar
     */
    async instantsOf(input: {
      networkDocument: Address;
      calendar: Calendar;
    }): Promise<Record<string, CalendarInstants>> {
      const network = await readNetwork(store, input.networkDocument);
      const zone = network.members.find(({ code }) => code === input.calendar.chair)?.zones[0];
      if (zone === undefined) {
        throw badInput(
          `“${input.calendar.chair}” chairs ${input.calendar.year}, and is no member; expected a code such as SG.`,
        );
      }
      const dates = [...resolveCalendar(input.calendar).values()];
      return Object.fromEntries(
        dates.map(({ id, title, date, until }): [string, CalendarInstants] => [
          id,
          {
            date,
            until,
            opens: morningOf(date, zone),
            ends: endOfDay(until, zone),
            cutOff: cutOffOn(date, network),
            title,
          },
        ]),
      );
    },

    /**
     * A draft of next year's calendar, for the next chair to review: the Summit is put on the same weekday 52
     * weeks later, and everything else follows.
     */
    async draftNextYear(input: { networkDocument: Address; calendar: Calendar }): Promise<Calendar> {
      const network = await readNetwork(store, input.networkDocument);
      const year = input.calendar.year + 1;
      const chair = network.members.find(
        ({ code }) => code === chairOf(year, network.chairs, network.members)?.member,
      );
      if (!chair) throw badInput(`No chair is known for ${year}.`);
      const draft = await loadCalendar(dataDir, year, {
        chair: chair.code,
        place: chair.capital.name,
        zone: chair.zones[0] ?? 'UTC',
      });
      const summit = resolveCalendar(input.calendar).get(summitDate);
      const open = draft.dates.some(({ id, pinned, derived }) => id === summitDate && !pinned && !derived);
      if (!summit || !open) return draft;
      const source = `52 weeks after the Summit of ${input.calendar.year}; to be set by the chair`;
      return pin(
        draft,
        { [summitDate]: addDays(summit.date, 364) },
        'the outgoing chair’s secretariat, as a draft',
        source,
      );
    },

    /**
     * Of whom a kind of request is asked: codes of members in small letters, ids of cities, partners or bodies.
     *
     * @param input.on the day whose members, cities and partners count
     */
    async subjectsOf(input: { networkDocument: Address; kind: RequestKind; on: IsoDate }): Promise<string[]> {
      const network = await readNetwork(store, input.networkDocument);
      return subjectsIn(network, await askOf(input), input.on.slice(0, 10));
    },

    /**
     * Plans the requests of one batch, in the order of the subjects, and notes when each office will be reminded.
     *
     * @param input.network the network's id
     * @param input.subjects at most 200; with the office that answers, where the kind does not tell
     * @param input.on the day, or the moment, when the letters go out; nothing else is planned on that day
     * @param input.due the last day, for kinds whose day is given with each request; else the calendar's. One that
     *   has passed becomes the third day after `on`, one of the calendar the seventh
     * @throws CycleError `BadInput` for a missing day or too many subjects, `NotFound` for an office that is not there
     */
    async planRequests(input: {
      network: string;
      networkDocument: Address;
      calendar: Calendar;
      kind: RequestKind;
      subjects: Subject[];
      on: Instant;
      due?: IsoDate;
    }): Promise<RequestPlan[]> {
      if (input.subjects.length > largestBatch) {
        throw badInput(
          `${input.subjects.length} requests are more than one batch takes; expected ${largestBatch} or fewer.`,
        );
      }
      const network = await readNetwork(store, input.networkDocument);
      const today = input.on.slice(0, 10);
      const wanted = checked(input.due ?? dueDayOf(await askOf(input), input.calendar));
      const more = input.due === undefined ? daysForCorrection : daysWhenLate;
      const due = wanted <= today ? addDays(today, more) : wanted;
      const terms = await termsOf(network, input.kind, due, input.on);
      const { year, chair } = input.calendar;
      return Promise.all(
        input.subjects.map(async (subject) => {
          const plan = planOf(routeOf(network, terms.ask, subject, chair), terms);
          const request = requestId(input.network, year, input.kind, plan.subject);
          await noteReminders(store, request, plan, input.on);
          return plan;
        }),
      );
    },

    /** Nine o'clock on the first working day of an office after a moment: when a request reminds it, which is noted. */
    async morningAfter(input: {
      networkDocument: Address;
      request: string;
      office: string;
      after: Instant;
    }): Promise<Instant> {
      const network = await readNetwork(store, input.networkDocument);
      const workplace = workplaceOf(findOffice(network, input.office), network.members, await holidays());
      const at = workingMorning(addDays(dateIn(input.after, workplace.zone), 1), workplace, 'after');
      const planned = { reminders: [{ at, days: 0 }], addressees: [input.office] };
      await noteReminders(store, input.request, planned, at);
      return at;
    },

    /**
     * Plans a request anew, with only what comes after `from`: for an extension or a moved date (`due`), for a
     * reassignment (`addressee`, who is asked first from then on), for a return for correction (neither). It notes when
     * the office will be reminded.
     *
     * @param input.request its id
     * @param input.due the new last day; absent, it stays as it was, and where it has passed there is a week more
     */
    async replan(input: {
      request: string;
      networkDocument: Address;
      /** The member that chairs: to its secretariat a request escalates last. */
      chair: string;
      kind: RequestKind;
      plan: RequestPlan;
      due?: IsoDate;
      addressee?: string;
      from: Instant;
    }): Promise<RequestPlan> {
      const { plan, from } = input;
      const network = await readNetwork(store, input.networkDocument);
      const offices = (ids: readonly string[]) => ids.map((id) => findOffice(network, id));
      const asked = findOffice(network, plan.addressees[0] ?? '');
      const first = input.addressee === undefined ? asked : findOffice(network, input.addressee);
      const without = (ids: readonly string[]) => offices(ids.filter((id) => id !== first.id));
      const today = dateIn(from, first.zone);
      const before = dateIn(plan.due, asked.zone);
      const due = checked(input.due ?? (before > today ? before : addDays(today, daysForCorrection)));
      const planned = planOf(
        {
          subject: plan.subject,
          addressees: [first, ...without(plan.addressees)],
          copy: without(plan.copy),
          mayAnswer: without(plan.mayAnswer),
          ...(plan.clearedBy !== undefined && { clearedBy: findOffice(network, plan.clearedBy) }),
          escalation: escalationOf(network, first, input.chair),
        },
        await termsOf(network, input.kind, due, from),
      );
      await noteReminders(store, input.request, planned, from);
      return planned;
    },
  };
}

/** Reads once, and again only after a reading that failed. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return async () => {
    reading ??= read();
    try {
      return await reading;
    } catch (error) {
      reading = undefined;
      throw error;
    }
  };
}

/** The one moment in UTC at which a clearance on a day ends: a rule of the network. */
const cutOffOn = (date: IsoDate, { rules }: Network): Instant =>
  `${date}T${String(rules.cutOffHourUtc).padStart(2, '0')}:00:00Z`;

function dueDayOf(ask: Ask, calendar: Calendar): IsoDate {
  const due = resolveCalendar(calendar).get(ask.due);
  if (due) return due.date;
  throw badInput(
    ask.due === 'given'
      ? `“${ask.title}” has no last day; expected one with the request.`
      : `“${ask.title}” is due on “${ask.due}”, which the calendar of ${calendar.year} does not have.`,
  );
}

function checked(due: string): IsoDate {
  if (isIsoDate(due)) return due;
  throw badInput(
    `The last day for the answer is “${String(due)}”; expected a day of the calendar as YYYY-MM-DD.`,
  );
}
