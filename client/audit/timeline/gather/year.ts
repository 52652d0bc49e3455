/**
 * Gathers the account of a year from its record. The histories are read one at a time, and of each only what the
 * account tells is kept.
 */
import type { Actor } from '../../../../domain/actor.js';
import type { Calendar } from '../../../../domain/calendar.js';
import type { Address } from '../../../../domain/document.js';
import { cycleId, phaseId, registryId, shortRequest } from '../../../../domain/ids.js';
import type { TrayEnding } from '../../../../domain/tray.js';
import type { AnnualCycleInput } from '../../../../workflows/annual-cycle.js';
import type { RecordedEvent, RecordedRun, YearRecord } from '../../record.js';
import { networkIn } from '../../record.js';
import type { Entry, PhaseAccount, Year } from '../account.js';
import { endOf, signalsIn, startOf, tellsIn, updatesIn } from '../events.js';
import type { Names } from '../names.js';
import { createNames, sentence } from '../names.js';
import { gatherHeld } from './held.js';
import { compare, lettersInOf, lettersOutOf } from './letters.js';
import { gatherClearance, gatherSession } from './papers.js';
import { gatherPhase } from './phase.js';
import type { GatheredRequest } from './request.js';
import { gatherRequest, withLetters } from './request.js';

/** A run with its events; told of each as it is read. */
export type OnRun = (
  run: RecordedRun & { type: string; nth: number },
  events: readonly RecordedEvent[],
) => Promise<string>;

/**
 * @param file how the record is called in the account
 * @param onRun told of each run, with its events; gives the path of the run's page
 * @throws CycleError `BadInput` where the record holds no history of the year itself
 */
export async function gatherYear(
  record: YearRecord,
  file: string,
  began: Began,
  onRun: OnRun,
): Promise<Year> {
  const { names, calendar, input } = began;
  const { cycle } = input;
  const id = cycleId(record.network, record.cycle);
  let unreadable = 0;
  const readEntry = async <T>(address: Address): Promise<T | undefined> => {
    const entry = await record.json<T>(address).catch(() => undefined);
    if (entry === undefined) unreadable += 1;
    return entry;
  };
  const lettersOut = await lettersOutOf(record, readEntry);
  const lettersIn = await lettersInOf(record, readEntry);
  const requests: GatheredRequest[] = [];
  const parents = new Map<string, string>();
  const phases = new Map<string, PhaseAccount>(
    calendar.phases.map((phase) => {
      const opens = names.date(phase.dates.opens)?.date;
      return [
        phase.id,
        {
          ...{ id: phase.id, title: phase.title, workflow: phaseId(record.network, record.cycle, phase.id) },
          ...(opens !== undefined && { opens }),
          ...{ state: 'waiting' as const, entries: [] },
        },
      ];
    }),
  );
  const year: Year = {
    unreadableRuns: [],
    ...{ file, network: record.network, cycle: record.cycle, names, calendar },
    ...{ chair: cycle.chair, nextChair: cycle.nextChair, secretariat: cycle.secretariat[0] ?? '' },
    ...{ rehearsal: cycle.rehearsal, twoPersons: cycle.rules.twoPersons },
    silenceIsAgreement: cycle.rules.silenceIsAgreement,
    ...{ members: input.members, cities: input.cities },
    ...{ phases: [], requests: [], lettersOut, lettersIn },
    ...{
      clearances: [],
      sessions: [],
      held: [],
      releases: new Map(),
      acts: [],
      elsewhere: [],
      entries: [],
      runs: [],
    },
    seals: record.seals,
    timeStamped: new Set(
      record.entries.flatMap((entry) => (entry.kind === 'time-stamp' ? [entry.seal] : [])),
    ),
    absent: record.entries.filter(({ kind }) => kind === 'absent').length,
    unreadable,
    phaseOf: (workflow) => phaseOf(workflow, parents, id),
  };
  const read = <T>(address: Address): Promise<T | undefined> =>
    record.json<T>(address).catch(() => undefined);
  const endings = new Map(lettersIn.map((letter) => [letter.digest, letter.endings]));

  for (const run of record.runs) {
    const { workflow } = run;
    const events = await record.events(run).catch(() => undefined);
    if (!events) {
      year.unreadableRuns.push(workflow);
      continue;
    }
    const { type, parent } = startOf(events);
    if (parent !== undefined) parents.set(workflow, parent);
    const nth = year.runs.filter((known) => known.workflow === workflow).length + 1;
    const path = await onRun({ ...run, type, nth }, events);
    year.runs.push({ ...run, type, events: events.length, path });
    if (type === 'request') {
      requests.push(gatherRequest(workflow, events, names));
    } else if (type === 'heldLetter') {
      const { account, acts } = gatherHeld(workflow, events, names);
      year.held.push(account);
      year.acts.push(...acts);
    } else if (type === 'clearance') {
      const { account, acts } = await gatherClearance(workflow, events, read, names);
      year.clearances.push(account);
      year.acts.push(...acts);
    } else if (type === 'bodySession') {
      const { account, acts, elsewhere } = await gatherSession(workflow, events, read, names);
      year.sessions.push(account);
      year.acts.push(...acts);
      year.elsewhere.push(...elsewhere);
    } else if (workflow === id) {
      tellYear(year, events, nth);
    } else if (workflow === registryId(record.network)) {
      tellRegistry(year, events, nth, endings);
    } else {
      const phase = [...phases.values()].find((each) => each.workflow === workflow);
      if (phase) {
        const { acts, ...told } = gatherPhase(phase.id, workflow, events, names);
        phases.set(phase.id, { ...phase, ...told, state: told.ended === undefined ? 'running' : 'done' });
        year.acts.push(...acts);
      }
    }
  }

  year.phases = [...phases.values()].sort((a, b) =>
    compare(a.began ?? a.opens ?? '9', b.began ?? b.opens ?? '9'),
  );
  const about = grouped(lettersOut, ({ requests: of }) => of);
  const came = grouped(lettersIn, ({ requests: of }) => of);
  year.releases = new Map(year.held.flatMap((each) => each.numbers.map((number) => [number, each] as const)));
  year.requests = requests.map((gathered) => {
    const { workflow } = gathered.account;
    return withLetters(gathered, about.get(workflow) ?? [], came.get(workflow) ?? [], year.releases, names);
  });
  year.acts.push(...requests.flatMap(({ acts }) => acts));
  year.elsewhere.push(...requests.flatMap(({ elsewhere }) => elsewhere));
  for (const list of [year.acts, year.elsewhere, year.held, year.entries])
    list.sort((a, b) => compare(a.at, b.at));
  year.sessions.sort((a, b) => compare(dateOf(names, a.meets), dateOf(names, b.meets)));
  year.clearances.sort((a, b) => compare(a.opened, b.opened));
  return year;
}

const dateOf = (names: Names, id: string): string => names.date(id)?.date ?? '';

/** What the words of the account rest on: the year's input, its calendar as it stood at last, the network's data. */
export interface Began {
  input: AnnualCycleInput;
  calendar: Calendar;
  names: Names;
}

/** @returns undefined where the record holds no history of the year itself */
export async function beginningOf(record: YearRecord): Promise<Began | undefined> {
  const runs = record.runs.filter(({ workflow }) => workflow === cycleId(record.network, record.cycle));
  let began: { input: AnnualCycleInput; calendar: Calendar } | undefined;
  const documents: Address[] = [];
  for (const run of runs) {
    const events = await record.events(run);
    const { input } = startOf(events) as { input: AnnualCycleInput };
    began ??= { input, calendar: input.calendar };
    documents.push(input.networkDocument);
    for (const { name, argument } of updatesIn(events))
      if (name === 'reschedule') began.calendar = (argument as { calendar: Calendar }).calendar;
    for (const { name, argument } of tellsIn(events))
      if (name === 'networkChanged')
        documents.push((argument as { networkDocument: Address }).networkDocument);
  }
  if (!began) return undefined;
  const networks = await Promise.all(
    documents.map((address) => networkIn(record, address).catch(() => undefined)),
  );
  const known = networks.filter((network) => network !== undefined);
  return { ...began, names: createNames(known, began.calendar) };
}

function tellYear(year: Year, events: readonly RecordedEvent[], run: number): void {
  const { names } = year;
  const workflow = cycleId(year.network, year.cycle);
  year.began ??= startOf(events).at;
  const end = endOf(events);
  if (end) year.ended = end.at;
  for (const { at, event, name, argument } of updatesIn(events)) {
    if (name !== 'reschedule') continue;
    const { actor } = argument as { actor: Actor };
    year.entries.push({
      ...{ at, kind: 'person', office: actor.office, event: { workflow, number: event, run } },
      what: `${sentence(names.office(actor.office))} moves dates of the calendar.`,
      ...(actor.why !== undefined && { quote: actor.why }),
    });
    year.acts.push({
      at,
      what: 'Dates of the calendar moved',
      rule: 'one',
      confirmed: actor,
      link: { text: 'The year', to: { workflow } },
    });
  }
}

/** The registry lives through the years: of it the account tells what belongs to this one. */
function tellRegistry(
  year: Year,
  events: readonly RecordedEvent[],
  run: number,
  endings: ReadonlyMap<string, (TrayEnding & { what?: string })[]>,
): void {
  const { names } = year;
  const workflow = registryId(year.network);
  for (const { at, event, name, argument } of updatesIn(events)) {
    const {
      actor,
      calendar,
      digest = '',
      how,
      request,
      assign,
    } = argument as {
      actor: Actor;
      calendar?: Calendar;
      digest?: string;
      how?: TrayEnding['how'];
      request?: string;
      assign?: { entry: { answers: { request: string }[] } };
    };
    const person = (what: string): Entry => ({
      ...{ at, kind: 'person', office: actor.office, what, event: { workflow, number: event, run } },
      ...(actor.why !== undefined && { quote: actor.why }),
    });
    const who = sentence(names.office(actor.office));
    if (name === 'startCycle' && calendar?.year === year.cycle) {
      year.entries.push(person(`${who} starts the year.`));
      year.acts.push({
        at,
        what: 'The year started',
        rule: 'one',
        confirmed: actor,
        link: { text: 'The registry', to: { workflow } },
      });
    }
    const lay = endings.get(digest);
    if (name === 'endMatter' && lay) {
      const about = assign?.entry.answers[0]?.request ?? request;
      const what = `${who} ${how === 'dismissed' ? 'dismisses' : how === 'recorded' ? 'enters' : 'gives'} a letter that was kept aside${about === undefined ? '' : ` ${how === 'recorded' ? 'for' : 'to'} “${names.request(about)}”`}.`;
      year.entries.push(person(what));
      // by the calendar, which the ledger's own time is not
      const ending = lay.find((each) => each.actor.office === actor.office && each.how === how && !each.what);
      if (ending) Object.assign(ending, { at, what });
      if (how === 'dismissed')
        year.acts.push({
          at,
          what: 'A letter that was kept aside dismissed',
          rule: 'one',
          confirmed: actor,
          link: { text: 'Letters kept aside', to: { path: 'not-reached.html' } },
        });
    }
  }
  for (const { at, event, name, argument } of signalsIn(events)) {
    const { from, to } = (argument ?? {}) as { from?: number; to?: number };
    if (name === 'handedOver' && from === year.cycle)
      year.entries.push({
        ...{ at, kind: 'year', office: 'ascn-cycle', event: { workflow, number: event, run } },
        what: `The year ${String(to)} is handed over to ${names.member(year.nextChair)}.`,
      });
  }
}

function phaseOf(workflow: string, parents: ReadonlyMap<string, string>, cycle: string): string | undefined {
  const phase = `${cycle}/phase/`;
  const archive = /\/archive\/\d+\/phase\/(.+)$/.exec(workflow)?.[1];
  if (archive !== undefined) return archive;
  const sealed = /^mailing\/sealed\/(.+)$/.exec(shortRequest(workflow))?.[1];
  if (sealed !== undefined) return sealed;
  for (let at: string | undefined = workflow, steps = 0; at !== undefined && steps < 20; steps += 1) {
    if (at.startsWith(phase)) return at.slice(phase.length);
    at = parents.get(at);
  }
  return undefined;
}

function grouped<T>(list: readonly T[], keys: (entry: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of list)
    for (const key of keys(entry)) groups.set(key, [...(groups.get(key) ?? []), entry]);
  return groups;
}
