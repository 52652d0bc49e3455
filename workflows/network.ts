/** The standing registry between the years: which cycles there are, who chairs, what was handed over, what lies aside. */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  ParentClosePolicy,
  setHandler,
  startChild,
  uuid4,
} from '@temporalio/workflow';
import type { Calendar } from '../domain/calendar.js';
import { resolveCalendar } from '../domain/calendar.js';
import type { Actor } from '../domain/actor.js';
import { cycleId, cycleOf, letterId } from '../domain/ids.js';
import { toInstant } from '../domain/time.js';
import type { TrayEnding } from '../domain/tray.js';
import { assignedLetter } from '../domain/tray.js';
import type { annualCycle } from './annual-cycle.js';
import type { letter } from './letter.js';
import type { KeptAside, RegisteredCycle } from './network-messages.js';
import {
  cycleClosedSignal,
  endMatterUpdate,
  handedOverSignal,
  keptAsideSignal,
  registryQuery,
  startCycleUpdate,
} from './network-messages.js';
import { historyIsLong } from './history.js';
import { secretariatOfChair } from './offices.js';
import { onUpdate, refuse, refuseCalendar } from './refusal.js';
import { sealCycle } from './sealing.js';
import { searchable } from './search-attributes.js';
import { tellNetwork, whatIs } from './story.js';
import { endMatter, snapshotNetwork } from './work.js';

export interface NetworkInput {
  network: string;
  carried?: { cycles: RegisteredCycle[]; aside: KeptAside[] };
}

export async function network(input: NetworkInput): Promise<void> {
  const cycles = new Map((input.carried?.cycles ?? []).map((cycle) => [cycle.year, cycle]));
  const aside = [...(input.carried?.aside ?? [])];
  const starting = new Set<number>();
  const tellStory = () => tellNetwork(cycles.values(), aside.length);
  tellStory();

  onUpdate(
    startCycleUpdate,
    async ({ calendar, actor, offsetMs, rehearsal }) => {
      const { year } = calendar;
      starting.add(year);
      try {
        const data = await snapshotNetwork({
          asOf: `${year}-01-01`,
          networkDocument: cycles.get(year)?.handedOver?.networkDocument,
        });
        await startChild<typeof annualCycle>('annualCycle', {
          workflowId: cycleId(input.network, year),
          // a year outlives the registry's own run
          parentClosePolicy: ParentClosePolicy.ABANDON,
          staticSummary: `ASCN ${year} under ${calendar.chair}`,
          staticDetails: whatIs.cycle,
          typedSearchAttributes: searchable({ network: input.network, year }),
          args: [
            {
              cycle: {
                network: input.network,
                year,
                offsetMs,
                rehearsal,
                chair: calendar.chair,
                nextChair: data.nextChair,
                secretariat: secretariatOfChair(calendar.chair),
                rules: data.rules,
              },
              networkDocument: data.networkDocument,
              calendar,
              members: data.members,
              cities: data.cities,
            },
          ],
        });
        const registered: RegisteredCycle = {
          ...cycles.get(year),
          year,
          state: 'running',
          chair: calendar.chair,
          startedBy: actor,
          startedAt: toInstant(Date.now() + offsetMs),
        };
        cycles.set(year, registered);
        tellStory();
        return registered;
      } finally {
        starting.delete(year);
      }
    },
    ({ calendar, actor, offsetMs }) => {
      const known = cycles.get(calendar.year);
      refuse(
        starting.has(calendar.year) ? `The cycle of ${calendar.year} is being started.` : undefined,
        known?.state === 'running'
          ? `The cycle of ${calendar.year} was started already, by ${known.startedBy?.office} on ${known.startedAt?.slice(0, 10)}.`
          : undefined,
        known?.state === 'closed' ? `The cycle of ${calendar.year} was held and is closed.` : undefined,
        refuseCalendar(calendar),
        isOver(calendar, toInstant(Date.now() + offsetMs)),
        secretariatOfChair(calendar.chair).includes(actor.office)
          ? undefined
          : `“${actor.office}” is not an office of the chair's secretariat of ${calendar.year} (${calendar.chair}): ${secretariatOfChair(calendar.chair).join(', ')}. Say who starts the cycle with --as.`,
      );
    },
  );
  onUpdate(
    endMatterUpdate,
    async ({ digest, how, request, actor, assign }) => {
      const about = assign?.entry.answers[0]?.request ?? request;
      const ending: TrayEnding = {
        ...{ how, actor, at: toInstant(Date.now()), id: uuid4() },
        ...(about !== undefined && { request: about }),
      };
      const { round, document } = await endMatter({ network: input.network, digest, ending });
      const at = aside.findIndex((letter) => letter.digest === digest);
      if (at >= 0) aside.splice(at, 1);
      tellStory();
      if (!assign) return { digest, ending };
      const { entry, offsetMs } = assign;
      const judging = await startChild<typeof letter>('letter', {
        workflowId: assignedLetter(letterId(input.network, digest), round),
        // a letter outlives the registry's own run
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `Letter ${digest.slice(0, 12)}, assigned by ${actor.office}`,
        staticDetails: whatIs.assignedLetter,
        args: [
          {
            ...{ network: input.network, digest, document, recipients: [], offsetMs },
            assigned: { round, by: actor, entry },
          },
        ],
      });
      return { digest, ending, letter: judging.workflowId };
    },
    ({ actor, assign, request }) => {
      const about = assign?.entry.answers[0]?.request ?? request;
      refuse(
        refuseOutsider(actor, about === undefined ? undefined : cycleOf(about)),
        actor.why?.trim() ? undefined : 'Say why, with --why: it stands in the record.',
      );
    },
  );
  /** Only the secretariat of the year that a letter is given to may do so; any secretariat at work may dismiss one. */
  const refuseOutsider = (actor: Actor, year: number | undefined): string | undefined => {
    const at = [...cycles.values()].filter((cycle) =>
      year === undefined ? cycle.state !== 'closed' : cycle.year === year,
    );
    const offices = [...new Set(at.flatMap(({ chair }) => secretariatOfChair(chair)))];
    if (offices.includes(actor.office)) return undefined;
    const whose = year === undefined ? 'of a cycle that is open' : `of ${year}`;
    return `“${actor.office}” is not an office of the chair's secretariat ${whose}${offices.length > 0 ? `: ${offices.join(', ')}` : ''}. Say who acts with --as.`;
  };
  setHandler(handedOverSignal, ({ from, to, chair, networkDocument, papers, at }) => {
    const known = cycles.get(to);
    cycles.set(to, {
      year: to,
      state: 'prepared',
      chair,
      ...known,
      handedOver: { from, networkDocument, papers, at },
    });
    tellStory();
  });
  setHandler(cycleClosedSignal, ({ year, offsetMs }) => {
    const known = cycles.get(year);
    if (known) cycles.set(year, { ...known, state: 'closed' });
    tellStory();
    return sealCycle(input.network, year, offsetMs);
  });
  setHandler(keptAsideSignal, (kept) => {
    if (aside.some((known) => known.digest === kept.digest)) return;
    aside.push(kept);
    // the ledger keeps every one; the registry shows the latest
    if (aside.length > asideShown) aside.shift();
    tellStory();
  });
  setHandler(registryQuery, () => ({ cycles: [...cycles.values()].sort((a, b) => a.year - b.year), aside }));

  await condition(historyIsLong);
  await condition(allHandlersFinished);
  await continueAsNew<typeof network>({
    network: input.network,
    carried: { cycles: [...cycles.values()], aside },
  });
}

/** How many letters kept aside the registry shows. */
const asideShown = 300;

/** A year whose dates have all passed would ask, remind and lapse at once. */
function isOver(calendar: Calendar, now: string): string | undefined {
  const last = [...resolveCalendar(calendar).values()].reduce(
    (latest, { until }) => (until > latest ? until : latest),
    '',
  );
  return last < now.slice(0, 10)
    ? `The year ${calendar.year} is over: its last date was ${last}. To see it run, use: npm run rehearse`
    : undefined;
}
