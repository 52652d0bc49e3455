/** One year of the network: its phases, in the order of the calendar's graph. */
import {
  allHandlersFinished,
  condition,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import type { Calendar, Phase, PhaseKind } from '../domain/calendar.js';
import { moves } from '../domain/calendar.js';
import type { Address } from '../domain/document.js';
import { deskId, phaseId, registryId } from '../domain/ids.js';
import { batchClosed, calendarMoved, closeBatch } from './batch-messages.js';
import type { CycleStatus, PhaseStatus } from './cycle-messages.js';
import { batchOpened, proceedingOpened, rescheduleUpdate, statusQuery } from './cycle-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, dateOf, refuseStranger, waitUntil } from './cycle.js';
import type { desk } from './desk.js';
import { closeDesk, networkChanged } from './desk-messages.js';
import { cycleClosedSignal } from './network-messages.js';
import type { PhaseInput, PhaseResult, YearSoFar } from './phase.js';
import { onUpdate, refuse, refuseCalendar } from './refusal.js';
import { sealPhase } from './sealing.js';
import { searchable } from './search-attributes.js';
import { reasonOf, tellSecretariat } from './secretariat.js';
import { tellCycle, whatIs } from './story.js';
import { tell } from './tell.js';
import { instantsOf } from './work.js';

export interface AnnualCycleInput {
  cycle: Cycle;
  networkDocument: Address;
  calendar: Calendar;
  members: string[];
  cities: string[];
}

type PhaseWorkflow = (input: PhaseInput) => Promise<PhaseResult>;

/** The workflow of each kind of phase. */
const workflowOf: Record<PhaseKind, string> = {
  nominations: 'nominations',
  'body-chain': 'bodyChain',
  'governance-workshop': 'governanceWorkshop',
  'annual-meeting': 'annualMeeting',
  'ministerial-announcement': 'ministerialAnnouncement',
  'jcm-consultation': 'jcmConsultation',
  'summit-launch': 'summitLaunch',
  handover: 'handover',
};

export async function annualCycle(input: AnnualCycleInput): Promise<YearSoFar> {
  const { cycle } = input;
  let grounds: Grounds = { networkDocument: input.networkDocument, calendar: input.calendar, instants: {} };
  let soFar: YearSoFar = {
    cities: input.cities,
    members: input.members,
    decisions: [],
    papers: [],
    batches: [],
    clearances: [],
  };
  const phases = new Map<string, PhaseStatus['state']>(
    input.calendar.phases.map(({ id }) => [id, 'waiting']),
  );
  const batches: CycleStatus['batches'] = [];
  const proceedings: CycleStatus['proceedings'] = [];
  const closedBatches = new Set<string>();
  let closed = false;
  const tellStory = () =>
    tellCycle(input.calendar.phases.map(({ id, title }) => ({ title, state: phases.get(id)! })));

  setHandler(batchOpened, (opened) => void batches.push(opened));
  setHandler(batchClosed, ({ batch }) => void closedBatches.add(batch));
  setHandler(
    proceedingOpened,
    (opened) => void (proceedings.some(({ id }) => id === opened.id) || proceedings.push(opened)),
  );
  onUpdate(
    rescheduleUpdate,
    async ({ calendar }) => {
      const moved = moves(grounds.calendar, calendar);
      const instants = await instantsOf({ networkDocument: grounds.networkDocument, calendar });
      grounds = { ...grounds, calendar, instants };
      const running = [...phases]
        .filter(([, state]) => state === 'running')
        .map(([id]) => phaseId(cycle.network, cycle.year, id));
      const told = [...running, ...batches.map(({ batch }) => batch), ...proceedings.map(({ id }) => id)];
      await Promise.all(told.map((id) => tell(id, calendarMoved, grounds)));
      return moved;
    },
    ({ actor, calendar }) =>
      refuse(
        refuseStranger(cycle, actor),
        closed ? `The cycle of ${cycle.year} is closed.` : undefined,
        refuseCalendar(calendar),
        calendar.year === cycle.year
          ? undefined
          : `That is a calendar of ${calendar.year}, not of ${cycle.year}.`,
        actor.why?.trim()
          ? undefined
          : 'Say why the dates move, with --why: the letters about it quote the reason.',
      ),
  );
  setHandler(statusQuery, () => ({
    cycle,
    now: calendarNow(cycle),
    calendar: grounds.calendar,
    phases: input.calendar.phases.map(({ id, title, dates }) => ({
      id,
      title,
      state: phases.get(id) ?? 'waiting',
      opens: grounds.instants[dates.opens]?.date ?? '',
    })),
    soFar,
    batches,
    proceedings,
    networkDocument: grounds.networkDocument,
    closed,
  }));

  const secretariat = await startChild<typeof desk>('desk', {
    workflowId: deskId(cycle.network, cycle.year),
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `Desk of the secretariat ${cycle.year}`,
    staticDetails: whatIs.desk,
    typedSearchAttributes: searchable(cycle),
    args: [{ cycle, networkDocument: grounds.networkDocument }],
  });
  grounds = {
    ...grounds,
    instants: await instantsOf({ networkDocument: grounds.networkDocument, calendar: grounds.calendar }),
  };

  const runPhase = async (phase: Phase): Promise<void> => {
    await condition(() =>
      phase.after.every((id) => phases.get(id) === 'done' || phases.get(id) === 'failed'),
    );
    await waitUntil(cycle, () => dateOf(grounds, phase.dates.opens).opens, undefined, phase.title);
    phases.set(phase.id, 'running');
    tellStory();
    const running = executeChild<PhaseWorkflow>(workflowOf[phase.kind], {
      workflowId: phaseId(cycle.network, cycle.year, phase.id),
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: `${phase.title} ${cycle.year}`,
      staticDetails: whatIs.phase,
      typedSearchAttributes: searchable(cycle, { phase: phase.id }),
      args: [{ cycle, grounds, phase, soFar }],
    });
    const result = await running.catch(async (error: unknown): Promise<PhaseResult> => {
      if (isCancellation(error)) throw error;
      phases.set(phase.id, 'failed');
      await tellSecretariat(cycle, {
        id: `phase/${phase.id}`,
        what: `“${phase.title}” broke down: ${reasonOf(error)} The year goes on without its results; tell whoever runs the system.`,
        command: `ascn cycle status ${cycle.year}`,
      });
      return {};
    });
    const { networkDocument } = result;
    if (networkDocument) {
      grounds = { ...grounds, networkDocument };
      await tell(secretariat.workflowId, networkChanged, { networkDocument });
    }
    soFar = add(soFar, result);
    if (phases.get(phase.id) === 'running') phases.set(phase.id, 'done');
    tellStory();
    await sealPhase(cycle, grounds, phase, soFar.members);
  };
  tellStory();
  await Promise.all(input.calendar.phases.map(runPhase));

  await Promise.all(
    batches.map(async ({ batch }) => {
      if (!(await tell(batch, closeBatch))) closedBatches.add(batch);
    }),
  );
  await condition(() => batches.every(({ batch }) => closedBatches.has(batch)));
  await tell(secretariat.workflowId, closeDesk);
  await secretariat.result();
  closed = true;
  await tell(registryId(cycle.network), cycleClosedSignal, {
    year: cycle.year,
    offsetMs: cycle.offsetMs,
  });
  await condition(allHandlersFinished);
  return soFar;
}

/** The year with what a phase brought: lists grow, the cities are those nominated last, the twins those agreed. */
function add(soFar: YearSoFar, result: PhaseResult): YearSoFar {
  return {
    members: soFar.members,
    cities: result.cities ?? soFar.cities,
    twins: result.twins ?? soFar.twins,
    decisions: [...soFar.decisions, ...(result.decisions ?? [])],
    papers: [...soFar.papers, ...(result.papers ?? [])],
    batches: [...soFar.batches, ...(result.batches ?? [])],
    clearances: [...soFar.clearances, ...(result.clearances ?? [])],
  };
}
