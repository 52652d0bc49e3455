/**
 * Gets one text agreed by all participating members: one version, one cut-off in UTC. An objection (or
 * silence, where that is not agreement) wants a new version from the secretariat, which opens a new round.
 */
import { allHandlersFinished, condition, setHandler, startChild, ParentClosePolicy, workflowInfo } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { MemberPosition, Position } from '../domain/clearance.js';
import { outcomeOf } from '../domain/clearance.js';
import { batchId, cycleId } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { RequestRow } from '../domain/request.js';
import type { IsoDate } from '../domain/time.js';
import { addDays } from '../domain/time.js';
import { batchSettled } from './batch-messages.js';
import type { batch } from './batch.js';
import type { ClearanceState, NewVersion } from './clearance-messages.js';
import { clearanceQuery, closeRoundUpdate, openVersionUpdate } from './clearance-messages.js';
import { batchOpened, proceedingOpened } from './cycle-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarToday, refuseStranger } from './cycle.js';
import { attached } from './papers.js';
import { refuse } from './refusal.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import { searchable } from './search-attributes.js';
import { tell } from './tell.js';
import { readBoards, revisePaper } from './work.js';

export interface ClearanceInput {
  cycle: Cycle;
  grounds: Grounds;
  phase: string;
  /** The text's id within the year: `jcm-autumn`. */
  text: string;
  paper: PaperRef;
  /** Codes of the members that take part. */
  members: string[];
  cutOff: IsoDate;
}

export interface ClearanceResult {
  paper: PaperRef;
  state: ClearanceState;
  batches: string[];
}

/** Days that members have for a new version, where the secretariat sets no other date. */
const daysForNewVersion = 4;

export async function clearance(input: ClearanceInput): Promise<ClearanceResult> {
  const { cycle, grounds, text } = input;
  let state: ClearanceState = { id: workflowInfo().workflowId, text, title: input.paper.title, rounds: [], wantsVersion: false, cleared: false };
  const settled = new Set<string>();
  const batches: string[] = [];
  let closing: Actor | undefined;
  let next: NewVersion | undefined;

  setHandler(batchSettled, (signal) => void settled.add(signal.batch));
  setHandler(clearanceQuery, () => state);
  setHandler(
    openVersionUpdate,
    async (version) => {
      next = version;
      await condition(() => next === undefined);
      return state;
    },
    {
      validator: ({ actor, edits, cutOff }) =>
        refuse(
          refuseStranger(cycle, actor),
          state.cleared ? `“${state.title}” is cleared; there is no version to open.` : undefined,
          state.wantsVersion ? undefined : `Version ${state.rounds.at(-1)?.version} of “${state.title}” is before the members until ${state.rounds.at(-1)?.cutOff}. Close that round first: ascn clearance close ${cycle.year}/${text}.`,
          next ? `A new version of “${state.title}” is being opened.` : undefined,
          edits.length ? undefined : `The new version of “${state.title}” changes nothing. Give the statements that change.`,
          cutOff && cutOff <= calendarToday(cycle) ? `The cut-off is ${cutOff}; expected a day after today, ${calendarToday(cycle)}.` : undefined,
          actor.why?.trim() ? undefined : `Say what the new version answers, with --why: the members read it.`,
        ),
    },
  );
  setHandler(
    closeRoundUpdate,
    async ({ actor }) => {
      closing = actor;
      await condition(() => state.cleared || state.wantsVersion);
      return state;
    },
    {
      validator: ({ actor }) =>
        refuse(
          refuseStranger(cycle, actor),
          state.cleared || state.wantsVersion ? `No round of “${state.title}” is open.` : undefined,
          actor.why?.trim() ? undefined : `Say why the round is closed before its cut-off, with --why.`,
        ),
    },
  );
  await tell(cycleId(cycle.network, cycle.year), proceedingOpened, { id: state.id, what: 'clearance', phase: input.phase });

  let paper = input.paper;
  let cutOff = input.cutOff;
  for (;;) {
    const version = state.rounds.length + 1;
    const subjects = input.members.map((member) => ({ id: `${text}-v${version}.${member}`, office: `nr-${member.toLowerCase()}` }));
    const board = batchId(cycle.network, cycle.year, 'clearance', `${text}-v${version}`);
    batches.push(board);
    state = {
      ...state,
      wantsVersion: false,
      rounds: [...state.rounds, { version, paper, cutOff, positions: [], outcome: 'open' }],
    };
    next = undefined;
    closing = undefined;
    await startChild<typeof batch>('batch', {
      workflowId: board,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: searchable(cycle, { phase: input.phase, kind: 'clearance' }),
      args: [
        {
          cycle,
          grounds,
          kind: 'clearance',
          subjects,
          phase: state.id,
          due: cutOff,
          attachments: [attached(paper)],
          values: { text: paper.title, version, paperNumber: paper.number },
        },
      ],
    });
    await tell(cycleId(cycle.network, cycle.year), batchOpened, { batch: board, kind: 'clearance', phase: input.phase });
    await condition(() => settled.has(board) || closing !== undefined);
    const rows = await readBoards({ batches: [board] });
    const positions = positionsOf(rows, input.members, text, version);
    const outcome = outcomeOf(positions, true, cycle.rules.silenceIsAgreement);
    const round = { version, paper, cutOff: rows[0]?.due ?? cutOff, positions, outcome, closedBy: closing as Actor | undefined };
    state = { ...state, rounds: [...state.rounds.slice(0, -1), round], cleared: outcome === 'cleared', wantsVersion: outcome !== 'cleared' };
    if (outcome === 'cleared') break;
    await tellSecretariat(cycle, grounds, {
      id: `clearance/${text}/v${version}`,
      what: `Version ${version} of “${paper.title}” is not agreed: ${wordPositions(positions)}. A new version is wanted.`,
      command: `ascn clearance open ${cycle.year}/${text} --file TEXT.yaml --as OFFICE --why REASON`,
    });
    await condition(() => next !== undefined);
    const { edits, actor, cutOff: newCutOff } = next!;
    paper = await revisePaper({
      network: cycle.network,
      cycle: cycle.year,
      paper: paper.document,
      edits,
      changedBy: actor.office,
      why: actor.why ?? '',
      date: calendarToday(cycle),
    });
    cutOff = newCutOff ?? addDays(calendarToday(cycle), daysForNewVersion);
    await noLongerWaiting(cycle, `clearance/${text}`);
  }
  await condition(allHandlersFinished);
  return { paper, state, batches };
}

/** The members' positions in one round; who has not answered is silent. */
function positionsOf(rows: RequestRow[], members: string[], text: string, version: number): MemberPosition[] {
  return members.map((member) => {
    const row = rows.find((candidate) => candidate.subject === `${text}-v${version}.${member}`);
    const position = row?.state === 'accepted' ? (row.choices?.position as Position | undefined) : undefined;
    return { member, position: position ?? 'silent', request: row?.id ?? '', submission: row?.submission };
  });
}

const wordPositions = (positions: MemberPosition[]): string =>
  positions
    .filter(({ position }) => position !== 'agree')
    .map(({ member, position }) => `${member} ${position === 'object' ? 'objects' : position === 'comment' ? 'comments' : 'is silent'}`)
    .join(', ');
