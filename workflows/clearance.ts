/**
 * Gets one text agreed by all participating members: one version, one cut-off in UTC. An objection, a change
 * (or silence, where that is not agreement) wants a new version from the secretariat, which opens a new round.
 */
import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { MemberPosition, Position } from '../domain/clearance.js';
import { outcomeOf } from '../domain/clearance.js';
import { cycleId } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { RequestRow } from '../domain/request.js';
import type { IsoDate } from '../domain/time.js';
import { addDays, after, hours } from '../domain/time.js';
import { calendarMoved, closeBatch } from './batch-messages.js';
import { Boards } from './boards.js';
import type { ClearanceRound, ClearanceState } from './clearance-messages.js';
import { clearanceQuery, closeRoundUpdate, openVersionUpdate } from './clearance-messages.js';
import { proceedingOpened } from './cycle-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, calendarToday, dateOf, refuseStranger, waitUntil } from './cycle.js';
import { representativeOf } from './offices.js';
import { attached } from './papers.js';
import { onUpdate, refuse } from './refusal.js';
import { refuseRevision, revise } from './revising.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import { tellClearance } from './story.js';
import { tell } from './tell.js';
import { readBoard } from './work.js';

export interface ClearanceInput {
  cycle: Cycle;
  grounds: Grounds;
  phase: string;
  /** The text's id within the year: `jcm-autumn`. */
  text: string;
  paper: PaperRef;
  /** Codes of the members that take part. */
  members: string[];
  /** The date of the calendar on which the first round ends, or a day. */
  cutOff: { dateId: string } | { day: IsoDate };
}

export interface ClearanceResult {
  paper: PaperRef;
  state: ClearanceState;
  batches: string[];
}

/** Days that members have for a new version, where the secretariat sets no other date. */
const daysForNewVersion = 4;

/** How often a round that has ended is looked at again while an answer in it waits to be confirmed. */
const lookAgainMs = hours(6);

export async function clearance(input: ClearanceInput): Promise<ClearanceResult> {
  const { cycle, text } = input;
  const boards = new Boards(cycle, input.phase);
  let grounds = input.grounds;
  let state: ClearanceState = {
    id: workflowInfo().workflowId,
    text,
    title: input.paper.title,
    rounds: [],
    wantsVersion: false,
    cleared: false,
  };
  let closing: Actor | undefined;
  const closedBy = () => closing;
  let opening = false;
  let next: { paper: PaperRef; cutOff?: IsoDate } | undefined;
  const version = () => state.rounds.at(-1);

  setHandler(calendarMoved, (moved) => {
    grounds = moved;
  });
  setHandler(clearanceQuery, () => state);
  onUpdate(
    openVersionUpdate,
    async ({ edits, actor, cutOff }) => {
      opening = true;
      try {
        next = { paper: await revise(cycle, version()!.paper, { edits, actor }), cutOff };
      } finally {
        opening = false;
      }
      await noLongerWaiting(cycle, `clearance/${text}`);
      return state;
    },
    ({ actor, edits, cutOff }) =>
      refuse(
        refuseStranger(cycle, actor),
        state.cleared ? `“${state.title}” is cleared; there is no version to open.` : undefined,
        state.wantsVersion
          ? undefined
          : `Version ${version()?.version ?? 1} of “${state.title}” is before the members until ${version()?.cutOff ?? 'its cut-off'}. Close that round first: ascn clearance close ${cycle.year}/${text} --as OFFICE --why REASON`,
        opening || next ? `A new version of “${state.title}” is being opened.` : undefined,
        cutOff !== undefined && cutOff <= calendarToday(cycle)
          ? `The cut-off is ${cutOff}; expected a day after today, ${calendarToday(cycle)}.`
          : undefined,
        refuseRevision({ edits, actor }, state.title),
      ),
  );
  onUpdate(
    closeRoundUpdate,
    async ({ actor }) => {
      closing = actor;
      await condition(() => state.cleared || state.wantsVersion);
      return state;
    },
    ({ actor }) =>
      refuse(
        refuseStranger(cycle, actor),
        version()?.outcome === 'open' ? undefined : `No round of “${state.title}” is open.`,
        actor.why?.trim() ? undefined : `Say why the round is closed before its cut-off, with --why.`,
      ),
  );
  await tell(cycleId(cycle.network, cycle.year), proceedingOpened, {
    id: state.id,
    what: 'clearance',
    phase: input.phase,
  });

  let paper = input.paper;
  let cutOff = input.cutOff;
  for (;;) {
    const round: ClearanceRound = {
      version: state.rounds.length + 1,
      paper,
      cutOff: 'day' in cutOff ? cutOff.day : dateOf(grounds, cutOff.dateId).date,
      positions: [],
      outcome: 'open',
    };
    closing = undefined;
    state = { ...state, wantsVersion: false, rounds: [...state.rounds, round] };
    tellClearance(state);
    const board = await boards.open(grounds, {
      kind: 'clearance',
      part: `${text}-v${round.version}`,
      subjects: input.members.map((member) => ({
        id: subjectOf(text, round.version, member),
        office: representativeOf(member),
      })),
      ...('day' in cutOff ? { due: cutOff.day } : { dueAt: cutOff.dateId }),
      attachments: [attached(paper)],
      values: { text: paper.title, version: round.version, paperNumber: paper.number },
    });
    await condition(() => boards.isSettled(board) || closing !== undefined);
    let positions = positionsOf(await readBoard({ batch: board }), input.members, text, round.version);
    while (outcomeOf(positions, true, cycle.rules.silenceIsAgreement) === 'open' && !closing) {
      const again = after(calendarNow(cycle), lookAgainMs);
      await waitUntil(
        cycle,
        () => again,
        () => closing !== undefined,
        'another look at the answers',
      );
      positions = positionsOf(await readBoard({ batch: board }), input.members, text, round.version);
    }
    if (closing) {
      await tell(board, closeBatch);
      positions = positions.map((each) =>
        each.position === 'unconfirmed' ? { ...each, position: 'silent' } : each,
      );
    }
    // who was not given the time to answer has not agreed
    const outcome = outcomeOf(positions, true, cycle.rules.silenceIsAgreement && !closing);
    const ended: ClearanceRound = {
      ...round,
      cutOff: version()!.cutOff,
      positions,
      outcome,
      closedBy: closedBy(),
    };
    state = {
      ...state,
      rounds: [...state.rounds.slice(0, -1), ended],
      cleared: outcome === 'cleared',
      wantsVersion: outcome !== 'cleared',
    };
    tellClearance(state);
    if (outcome === 'cleared') break;
    await tellSecretariat(cycle, {
      id: `clearance/${text}/v${round.version}`,
      what: `Version ${round.version} of “${paper.title}” is not agreed: ${wordPositions(positions)}. A new version is wanted.`,
      command: `ascn clearance open ${cycle.year}/${text} --file TEXT.yaml --as OFFICE --why REASON`,
    });
    await condition(() => next !== undefined);
    paper = next!.paper;
    cutOff = { day: next!.cutOff ?? addDays(calendarToday(cycle), daysForNewVersion) };
    next = undefined;
  }
  await condition(allHandlersFinished);
  return { paper, state, batches: boards.opened };
}

const subjectOf = (text: string, version: number, member: string): string => `${text}-v${version}.${member}`;

/** The members' positions in one round; who has not answered is silent. */
function positionsOf(rows: RequestRow[], members: string[], text: string, version: number): MemberPosition[] {
  return members.map((member) => {
    const row = rows.find((candidate) => candidate.subject === subjectOf(text, version, member));
    const common = { member, request: row?.id ?? '', submission: row?.submission };
    if (row?.state === 'received-unconfirmed') return { ...common, position: 'unconfirmed' };
    const position = row?.state === 'accepted' ? (row.choices?.position as Position | undefined) : undefined;
    return { ...common, position: position ?? 'silent', proposes: row?.proposes };
  });
}

const words: Record<MemberPosition['position'], string> = {
  agree: 'agrees',
  comment: 'comments',
  object: 'objects',
  silent: 'is silent',
  unconfirmed: 'has answered, unconfirmed',
};

const wordPositions = (positions: MemberPosition[]): string =>
  positions
    .filter(({ position }) => position !== 'agree')
    .map(
      ({ member, position, proposes }) =>
        `${member} ${words[position]}${proposes ? ' and proposes other words' : ''}`,
    )
    .join(', ');
