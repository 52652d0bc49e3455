/** Papers as the phases make them: assembled from the boards as they stand, cleared by the members. */
import { executeChild, isCancellation, ParentClosePolicy } from '@temporalio/workflow';
import type { Calendar } from '../domain/calendar.js';
import type { Decision } from '../domain/decision.js';
import { clearanceId } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { ClearanceInput, ClearanceResult, clearance } from './clearance.js';
import type { Cycle, Grounds, Instants } from './cycle.js';
import { calendarToday } from './cycle.js';
import type { PhaseRun, YearSoFar } from './phase.js';
import { searchable } from './search-attributes.js';
import { reasonOf, tellSecretariat } from './secretariat.js';
import { summarise } from './summaries.js';
import { whatIs } from './story.js';
import { assemblePaper, keepBoards, publish } from './work.js';

/** Which paper, for which body and occasion. */
export interface PaperOrder {
  /** The session's id, or the paper's own where it goes to no session. */
  id: string;
  body: string;
  /** A paper of `data/papers/`. */
  paper: string;
  occasion: Instants[string];
  decisions?: Decision[];
  /** The draft of next year's calendar, for the handover. */
  nextCalendar?: Calendar;
  /** Boards beside those of the year so far. */
  batches?: string[];
}

type Context = { cycle: Cycle; grounds: Grounds };

/** Assembles a paper from every answer that the boards show at this moment. */
export async function assemble(
  { cycle, grounds }: Context,
  soFar: YearSoFar,
  order: PaperOrder,
): Promise<PaperRef> {
  const boards = await keepBoards({ batches: [...new Set([...soFar.batches, ...(order.batches ?? [])])] });
  return assemblePaper({
    network: cycle.network,
    cycle: cycle.year,
    networkDocument: grounds.networkDocument,
    calendar: grounds.calendar,
    session: {
      id: order.id,
      body: order.body,
      paper: order.paper,
      title: order.occasion.title,
      date: order.occasion.date,
      until: order.occasion.until,
    },
    date: calendarToday(cycle),
    version: 1,
    boards,
    decisions: order.decisions ?? soFar.decisions,
    twins: soFar.twins?.document,
    rehearsal: cycle.rehearsal,
    nextCalendar: order.nextCalendar,
  });
}

/** Has all participating members clear a text. @returns the version that was agreed */
export const clear = (
  { cycle, grounds }: Context,
  phase: string,
  text: string,
  paper: PaperRef,
  members: string[],
  cutOff: ClearanceInput['cutOff'],
): Promise<ClearanceResult> =>
  executeChild<typeof clearance>('clearance', {
    workflowId: clearanceId(cycle.network, cycle.year, text),
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    staticSummary: `Clearance of “${paper.title}”`,
    staticDetails: whatIs.clearance,
    typedSearchAttributes: searchable(cycle, { phase }),
    args: [{ cycle, grounds, phase, text, paper, members, cutOff }],
  });

/**
 * Has a text of a phase cleared by the cut-off that plays `part` in it, and adds what came of it to the phase.
 *
 * @returns the version that was agreed
 */
export async function clearInPhase(
  run: PhaseRun,
  text: string,
  paper: PaperRef,
  members: string[],
  part: string,
): Promise<PaperRef> {
  const dateId = run.phase.dates[part] ?? part;
  const wait = clear(run, run.phase.id, text, paper, members, { dateId });
  const cleared = await run.story.during(`the clearance of “${paper.title}”`, wait);
  run.batches.push(...cleared.batches);
  run.clearances.push(summarise(cleared.state));
  run.papers.push(cleared.paper);
  run.story.did(`Cleared: “${paper.title}”`);
  return cleared.paper;
}

/** Puts a released paper on the network's page and in its feed. */
export async function publishPaper(run: PhaseRun, id: string, paper: PaperRef): Promise<void> {
  const published = publish({
    network: run.cycle.network,
    cycle: run.cycle.year,
    networkDocument: run.grounds.networkDocument,
    paper: paper.document,
    pdf: paper.pdf,
    id,
    title: paper.title,
    date: calendarToday(run.cycle),
  });
  await published.catch(async (error: unknown) => {
    if (isCancellation(error)) throw error;
    await tellSecretariat(run.cycle, {
      id: `not-published/${id}`,
      what: `“${paper.title}” could not be put on the network's page: ${reasonOf(error)}`,
      command: `ascn cycle status ${run.cycle.year}`,
    });
  });
}

/** A paper's PDF as an attachment. */
export const attached = (paper: PaperRef) => ({
  document: paper.pdf,
  name: `${paper.number.replaceAll('/', '-')}${paper.version > 1 ? `-v${paper.version}` : ''}.pdf`,
  type: 'application/pdf',
});
