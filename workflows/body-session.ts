/**
 * One paper before one body: assemble it from what was accepted, have the members clear it, release and
 * transmit it, get the record of the session, and record the decision on each item. What is returned opens a
 * new version that says what changed.
 */
import { allHandlersFinished, condition, ParentClosePolicy, setHandler, startChild, workflowInfo } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import { engine, refuseSamePerson } from '../domain/actor.js';
import type { Session } from '../domain/calendar.js';
import type { Decision, DecisionEntry } from '../domain/decision.js';
import { refuseDecision } from '../domain/decision.js';
import { batchId, cycleId, letterNumber, requestId } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { IsoDate } from '../domain/time.js';
import { addDays } from '../domain/time.js';
import { batchSettled, calendarMoved } from './batch-messages.js';
import type { batch } from './batch.js';
import { batchOpened, proceedingOpened } from './cycle-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, calendarToday, dateOf, deskOf, refuseStranger, waitUntil } from './cycle.js';
import { releaseByHand } from './holding.js';
import { secretariatOf } from './bodies.js';
import type { ClearanceSummary, YearSoFar } from './phase.js';
import { assemble, attached, clear } from './papers.js';
import { refuse } from './refusal.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import type { SessionState } from './session-messages.js';
import { confirmDecisionUpdate, decideUpdate, reviseUpdate, sessionQuery } from './session-messages.js';
import { summarise } from './summaries.js';
import { searchable } from './search-attributes.js';
import { tell } from './tell.js';
import { readBoards, readRecordedDecisions, revisePaper } from './work.js';

export interface SessionInput {
  cycle: Cycle;
  grounds: Grounds;
  phase: string;
  session: Session;
  soFar: YearSoFar;
}

export interface SessionResult {
  session: string;
  decisions: Decision[];
  papers: PaperRef[];
  batches: string[];
  clearances: ClearanceSummary[];
}

/** Days for the members to clear a version that answers a body's remarks, and for the body to take it up. */
const daysToClearAgain = 4;
const daysToDecideAgain = 12;

/** The body that keeps its own record: the annual meeting, whose secretariat is the chair's. */
const keepsOwnRecord = 'ASCN';

export async function bodySession(input: SessionInput): Promise<SessionResult> {
  const { cycle, session } = input;
  let grounds = input.grounds;
  let state: SessionState = {
    id: workflowInfo().workflowId,
    session: session.id,
    body: session.body,
    state: 'assembling',
    versions: 0,
    decisions: [],
  };
  const papers: PaperRef[] = [];
  const batches: string[] = [];
  const clearances: ClearanceSummary[] = [];
  const settled = new Set<string>();
  let revision: { edits: { statement: string; text: string }[]; actor: Actor } | undefined;

  setHandler(batchSettled, (signal) => void settled.add(signal.batch));
  setHandler(calendarMoved, (next) => {
    grounds = next;
  });
  setHandler(sessionQuery, () => state);

  const items = () => state.paper?.items.map((item) => item.id) ?? [];
  const decisionOn = (item: string) => state.decisions.find((decision) => decision.item === item && decision.version === state.versions);
  const beforeTheBody = () =>
    state.state === 'before the body' ? undefined : `The paper for ${session.id} is not before the ${session.body} now: it is ${state.state}.`;

  const enter = (entry: DecisionEntry, actor: Actor): void => {
    const item = state.paper?.items.find((candidate) => candidate.id === entry.item);
    const decision: Decision = {
      ...entry,
      session: session.id,
      body: session.body,
      actionRequested: item?.actionRequested ?? '',
      preparedBy: actor,
      ...(!cycle.rules.twoPersons && { confirmedBy: actor }),
      at: calendarNow(cycle),
      version: state.versions,
    };
    const others = state.decisions.filter((known) => known.item !== entry.item || known.version !== state.versions);
    state = { ...state, decisions: [...others, decision] };
  };

  setHandler(
    decideUpdate,
    ({ entry, actor }) => {
      enter(entry, actor);
      return state;
    },
    {
      validator: ({ entry, actor }) =>
        refuse(refuseStranger(cycle, actor), beforeTheBody(), refuseDecision(entry, items(), state.decisions)),
    },
  );
  setHandler(
    confirmDecisionUpdate,
    ({ item, actor }) => {
      const decisions = state.decisions.map((decision) =>
        decision.item === item && decision.version === state.versions ? { ...decision, confirmedBy: actor } : decision,
      );
      state = { ...state, decisions };
      return state;
    },
    {
      validator: ({ item, actor }) => {
        const decision = decisionOn(item);
        refuse(
          refuseStranger(cycle, actor),
          beforeTheBody(),
          decision ? undefined : `No decision on “${item}” has been entered that could be confirmed.`,
          decision?.confirmedBy ? `The decision on “${item}” was confirmed already.` : undefined,
          decision && refuseSamePerson(decision.preparedBy, actor, cycle.rules.twoPersons),
        );
      },
    },
  );
  setHandler(
    reviseUpdate,
    async (wanted) => {
      revision = wanted;
      await condition(() => revision === undefined);
      return state;
    },
    {
      validator: ({ actor, edits }) =>
        refuse(
          refuseStranger(cycle, actor),
          state.state === 'returned' ? undefined : `Nothing of the paper for ${session.id} was returned; it is ${state.state}.`,
          edits.length ? undefined : 'The new version changes nothing. Give the statements that change.',
          actor.why?.trim() ? undefined : 'Say what the new version answers, with --why: the body reads it.',
        ),
    },
  );
  await tell(cycleId(cycle.network, cycle.year), proceedingOpened, { id: state.id, what: 'session', phase: input.phase });

  const meets = () => dateOf(grounds, session.meets)!;
  const draw = (paper: string, decisions: Decision[]): Promise<PaperRef> =>
    assemble({ cycle, grounds }, input.soFar, {
      id: paper === session.paper ? session.id : paper,
      body: session.body,
      paper,
      occasion: meets(),
      decisions,
    });

  const clearText = async (text: string, paper: PaperRef, cutOff: IsoDate): Promise<PaperRef> => {
    const cleared = await clear({ cycle, grounds }, input.phase, text, paper, input.soFar.members, cutOff);
    batches.push(...cleared.batches);
    clearances.push(summarise(cleared.state));
    return cleared.paper;
  };

  /** The paper goes to the body's secretariat, which answers with the record: a request like any other. */
  const transmit = async (paper: PaperRef, round: number, due: IsoDate): Promise<string> => {
    const office = secretariatOf(session.body);
    const subject = round === 1 ? session.id : `${session.id}-${round}`;
    const request = requestId(cycle.network, cycle.year, 'body-record', subject);
    const number = letterNumber(cycle.year, `body-record/${subject}`, 1);
    await releaseByHand(cycle, grounds, {
      name: `transmission-${subject}`,
      title: `Transmission of ${paper.number}, version ${paper.version}, to the ${session.body}`,
      orders: [
        {
          network: cycle.network,
          cycle: cycle.year,
          number,
          at: calendarNow(cycle),
          template: 'ask/body-record',
          to: [office],
          copy: ['asec'],
          from: deskOf(cycle),
          form: 'body-record',
          values: transmissionValues(paper, due),
          answers: [{ request, as: 'answer' }],
          attachments: [attached(paper)],
          formal: true,
          networkDocument: grounds.networkDocument,
        },
      ],
    });
    const board = batchId(cycle.network, cycle.year, 'body-record', subject);
    await startChild<typeof batch>('batch', {
      workflowId: board,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: searchable(cycle, { phase: input.phase, kind: 'body-record' }),
      args: [
        {
          cycle,
          grounds,
          kind: 'body-record',
          subjects: [{ id: subject, office }],
          phase: state.id,
          due,
          values: transmissionValues(paper, due),
          askedBy: { [subject]: number },
        },
      ],
    });
    batches.push(board);
    await tell(cycleId(cycle.network, cycle.year), batchOpened, { batch: board, kind: 'body-record', phase: input.phase });
    return board;
  };
  const transmissionValues = (paper: PaperRef, due: IsoDate) => ({
    paper: paper.title,
    paperNumber: paper.number,
    version: paper.version,
    items: paper.items.map((item, i) => `${i + 1}. ${item.title} (${item.actionRequested})`).join('\n'),
    dueDate: due,
  });

  /** Waits for the record, puts what it says before the secretariat, and waits until every item is decided. */
  const decide = async (board: string | undefined, open: string[]): Promise<void> => {
    state = { ...state, state: 'before the body' };
    const decided = () => open.every((item) => decisionOn(item)?.confirmedBy);
    if (board) await condition(() => settled.has(board) || decided());
    else await waitUntil(cycle, () => meets().ends, decided);
    if (board && !decided()) {
      const [row] = await readBoards({ batches: [board] });
      const record = row?.submission ? await readRecordedDecisions({ submission: row.submission, items: state.paper!.items }) : [];
      for (const entry of record) {
        if (open.includes(entry.item) && !refuseDecision(entry, items(), state.decisions)) {
          enter(entry, { ...engine, office: secretariatOf(session.body), door: 'mail', authority: row!.id });
        }
      }
    }
    if (!decided()) {
      const entered = open.filter((item) => decisionOn(item));
      await tellSecretariat(cycle, grounds, {
        id: `session/${session.id}/${state.versions}`,
        what:
          entered.length > 0
            ? `The record of ${meets().title} is in. Decisions wait for confirmation: ${entered.join(', ')}.`
            : `The decisions of ${meets().title} are to be entered: ${open.join(', ')}.`,
        command: `ascn decide ${cycle.year}/${session.id} --item ITEM ${entered.length > 0 ? '--confirm' : '--verb VERB --paragraph N --record DOCUMENT'} --as OFFICE`,
      });
      await condition(decided);
      await noLongerWaiting(cycle, `session/${session.id}`);
    }
  };

  let paper = await draw(session.paper, input.soFar.decisions);
  state = { ...state, state: 'before the members', paper };
  paper = await clearText(session.id, paper, dateOf(grounds, session.clearedBy)!.date);
  papers.push(paper);

  if (session.body === keepsOwnRecord) {
    state = { ...state, paper, versions: paper.version };
    await decide(undefined, items());
    state = { ...state, state: 'before the members' };
    const record = await draw('summary-record', state.decisions);
    papers.push(await clearText('summary-record', record, dateOf(grounds, session.recordDue)!.date));
    state = { ...state, decisions: state.decisions.map((decision) => ({ ...decision, finality: 'final' as const })) };
  } else {
    let open = paper.items.map((item) => item.id);
    let due = dateOf(grounds, session.recordDue)!.date;
    for (let round = 1; ; round += 1) {
      state = { ...state, state: 'to be transmitted', paper };
      const board = await transmit(paper, round, due);
      state = { ...state, versions: paper.version };
      await decide(board, open);
      const returned = state.decisions.filter((decision) => decision.version === paper.version && decision.verb === 'returned');
      if (returned.length === 0) break;
      state = { ...state, state: 'returned' };
      open = returned.map((decision) => decision.item);
      await tellSecretariat(cycle, grounds, {
        id: `returned/${session.id}/${paper.version}`,
        what: `The ${session.body} returned ${open.join(', ')}: ${returned.map((decision) => decision.remarks).join(' ')}`,
        command: `ascn clearance open ${cycle.year}/${session.id} --file TEXT.yaml --as OFFICE --why REASON`,
      });
      await condition(() => revision !== undefined);
      const { edits, actor } = revision!;
      paper = await revisePaper({
        network: cycle.network,
        cycle: cycle.year,
        paper: paper.document,
        edits,
        changedBy: actor.office,
        why: actor.why ?? '',
        date: calendarToday(cycle),
      });
      state = { ...state, state: 'before the members', paper };
      revision = undefined;
      await noLongerWaiting(cycle, `returned/${session.id}`);
      paper = await clearText(`${session.id}-returned-${round}`, paper, addDays(calendarToday(cycle), daysToClearAgain));
      papers.push(paper);
      due = addDays(calendarToday(cycle), daysToDecideAgain);
    }
  }
  state = { ...state, state: 'decided' };
  await condition(allHandlersFinished);
  return { session: session.id, decisions: state.decisions, papers, batches, clearances };
}
