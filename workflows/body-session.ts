/**
 * One paper before one body: assemble it from what was accepted, have the members clear it, release and
 * transmit it, get the record of the session, and record the decision on each item. What is returned opens a
 * new version that says what changed.
 */
import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import { engine, refuseSamePerson } from '../domain/actor.js';
import type { Session } from '../domain/calendar.js';
import type { Decision, DecisionEntry } from '../domain/decision.js';
import { refuseDecision } from '../domain/decision.js';
import { cycleId, letterNumber, requestId } from '../domain/ids.js';
import type { PaperRef } from '../domain/paper.js';
import type { IsoDate } from '../domain/time.js';
import { addDays } from '../domain/time.js';
import { calendarMoved } from './batch-messages.js';
import { Boards } from './boards.js';
import type { ClearanceInput } from './clearance.js';
import { proceedingOpened } from './cycle-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, calendarToday, dateOf, deskOf, refuseStranger, waitUntil } from './cycle.js';
import { releaseByHand } from './holding.js';
import { mail } from './mailing.js';
import { representativeOf, secretariatOf } from './offices.js';
import type { ClearanceSummary, YearSoFar } from './phase.js';
import { assemble, attached, clear } from './papers.js';
import { onUpdate, refuse } from './refusal.js';
import { refuseRevision, revise } from './revising.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import type { SessionState } from './session-messages.js';
import { confirmDecisionUpdate, decideUpdate, reviseUpdate, sessionQuery } from './session-messages.js';
import { summarise } from './summaries.js';
import { tellSession } from './story.js';
import { tell } from './tell.js';
import { readBoard, readRecordedDecisions } from './work.js';

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
  const become = (change: Partial<SessionState>): void => {
    state = { ...state, ...change };
    tellSession(state);
  };
  const papers: PaperRef[] = [];
  const batches: string[] = [];
  const clearances: ClearanceSummary[] = [];
  const boards = new Boards(cycle, input.phase);
  let revising = false;
  let revised: PaperRef | undefined;

  setHandler(calendarMoved, (next) => {
    grounds = next;
  });
  setHandler(sessionQuery, () => state);

  const items = () => state.paper?.items.map((item) => item.id) ?? [];
  const decisionOn = (item: string) =>
    state.decisions.find((decision) => decision.item === item && decision.version === state.versions);
  const beforeTheBody = () =>
    state.state === 'before the body'
      ? undefined
      : `The paper for ${session.id} is not before the ${session.body} now: it is ${state.state}.`;

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
    const others = state.decisions.filter(
      (known) => known.item !== entry.item || known.version !== state.versions,
    );
    become({ decisions: [...others, decision] });
  };

  onUpdate(
    decideUpdate,
    ({ entry, actor }) => {
      enter(entry, actor);
      return state;
    },
    ({ entry, actor }) =>
      refuse(
        refuseStranger(cycle, actor),
        beforeTheBody(),
        entry.basis === 'in session' && calendarToday(cycle) < meets().date
          ? `The ${session.body} meets on ${meets().date}; a decision before that day is not “in session”. Expected --basis “ad referendum” or “by circulation”.`
          : undefined,
        refuseDecision(entry, items(), state.decisions),
      ),
  );
  onUpdate(
    confirmDecisionUpdate,
    ({ item, actor }) => {
      const decisions = state.decisions.map((decision) =>
        decision.item === item && decision.version === state.versions
          ? { ...decision, confirmedBy: actor }
          : decision,
      );
      become({ decisions });
      return state;
    },
    ({ item, actor }) => {
      const decision = decisionOn(item);
      refuse(
        refuseStranger(cycle, actor),
        beforeTheBody(),
        decision ? undefined : `No decision on “${item}” has been entered that could be confirmed.`,
        decision?.confirmedBy ? `The decision on “${item}” was confirmed already.` : undefined,
        decision && refuseSamePerson(decision.preparedBy, actor, cycle.rules.twoPersons),
      );
    },
  );
  onUpdate(
    reviseUpdate,
    async (wanted) => {
      revising = true;
      try {
        revised = await revise(cycle, state.paper!, wanted);
      } finally {
        revising = false;
      }
      return state;
    },
    (wanted) =>
      refuse(
        refuseStranger(cycle, wanted.actor),
        state.state === 'returned'
          ? undefined
          : `Nothing of the paper for ${session.id} was returned; it is ${state.state}.`,
        revising || revised ? `A new version of the paper for ${session.id} is being opened.` : undefined,
        refuseRevision(wanted, state.paper?.title ?? session.id),
      ),
  );
  await tell(cycleId(cycle.network, cycle.year), proceedingOpened, {
    id: state.id,
    what: 'session',
    phase: input.phase,
  });

  const meets = () => dateOf(grounds, session.meets);
  const draw = (paper: string, decisions: Decision[]): Promise<PaperRef> =>
    assemble({ cycle, grounds }, input.soFar, {
      id: paper === session.paper ? session.id : paper,
      body: session.body,
      paper,
      occasion: meets(),
      decisions,
    });

  const clearText = async (
    text: string,
    paper: PaperRef,
    cutOff: ClearanceInput['cutOff'],
  ): Promise<PaperRef> => {
    const cleared = await clear({ cycle, grounds }, input.phase, text, paper, input.soFar.members, cutOff);
    batches.push(...cleared.batches);
    clearances.push(summarise(cleared.state));
    return cleared.paper;
  };

  /**
   * The paper goes to the body's secretariat, which answers with the record: a request like any other. A
   * transmission that is dropped is drawn up again: without it the body has nothing before it.
   */
  const transmit = async (
    paper: PaperRef,
    round: number,
    due: { dueAt: string } | { due: IsoDate },
  ): Promise<string> => {
    const office = secretariatOf(session.body);
    const subject = round === 1 ? session.id : `${session.id}-${round}`;
    const request = requestId(cycle.network, cycle.year, 'body-record', subject);
    const dueDate = 'due' in due ? due.due : dateOf(grounds, due.dueAt).date;
    for (let draft = 1; ; draft += 1) {
      const number = letterNumber(cycle.year, `body-record/${subject}`, draft === 1 ? '1' : `1-${draft}`);
      const { outcome } = await releaseByHand(cycle, grounds, {
        name: draft === 1 ? `transmission-${subject}` : `transmission-${subject}-${draft}`,
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
            values: transmissionValues(paper, dueDate),
            answers: [{ request, as: 'answer' }],
            attachments: [attached(paper)],
            formal: true,
            networkDocument: grounds.networkDocument,
          },
        ],
      });
      if (outcome !== 'released') continue;
      const board = await boards.open(grounds, {
        kind: 'body-record',
        part: subject,
        subjects: [{ id: subject, office, askedBy: number }],
        values: transmissionValues(paper, dueDate),
        ...due,
      });
      batches.push(board);
      return board;
    }
  };
  /** The agenda with its numbered documents, then the record, reach the delegations once the members cleared them. */
  const circulate = async (what: string, paper: PaperRef): Promise<void> => {
    await waitUntil(cycle, () => dateOf(grounds, session.transmitted).opens, undefined, `sending ${what}`);
    await mail(
      { cycle, grounds },
      {
        template: 'documents',
        about: `${session.id}/${what}`,
        to: input.soFar.members.map(representativeOf),
        values: { meeting: meets().title },
        attachments: [attached(paper)],
      },
    );
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
    become({ state: 'before the body' });
    const decided = () => open.every((item) => decisionOn(item)?.confirmedBy);
    if (board) await condition(() => boards.isSettled(board) || decided());
    else await waitUntil(cycle, () => meets().ends, decided, `the end of ${meets().title}`);
    if (board && !decided()) {
      const [row] = await readBoard({ batch: board });
      const record = row?.submission
        ? await readRecordedDecisions({ submission: row.submission, items: state.paper!.items })
        : [];
      for (const entry of record) {
        if (open.includes(entry.item) && !refuseDecision(entry, items(), state.decisions)) {
          enter(entry, { ...engine, office: secretariatOf(session.body), door: 'mail', authority: row!.id });
        }
      }
    }
    if (!decided()) {
      const entered = open.filter((item) => decisionOn(item));
      await tellSecretariat(cycle, {
        id: `session/${session.id}/${state.versions}`,
        what:
          entered.length > 0
            ? `The record is in: ${meets().title}. Decisions wait for confirmation: ${entered.join(', ')}.`
            : `Decisions are to be entered (${meets().title}): ${open.join(', ')}.`,
        command: `ascn decide ${cycle.year}/${session.id} --item ITEM ${entered.length > 0 ? '--confirm' : '--verb VERB --paragraph N --record DOCUMENT'} --as OFFICE`,
      });
      await condition(decided);
      await noLongerWaiting(cycle, `session/${session.id}`);
    }
  };

  let paper = await draw(session.paper, input.soFar.decisions);
  become({ state: 'before the members', paper });
  paper = await clearText(session.id, paper, { dateId: session.clearedBy });
  papers.push(paper);
  const ownRecord = session.body === keepsOwnRecord;
  let open = paper.items.map((item) => item.id);
  let due: { dueAt: string } | { due: IsoDate } = { dueAt: session.recordDue };
  for (let round = 1; ; round += 1) {
    become({ state: 'to be transmitted', paper });
    const board = ownRecord ? undefined : await transmit(paper, round, due);
    if (ownRecord) await circulate(round === 1 ? 'documents' : `documents-${round}`, paper);
    become({ versions: paper.version });
    await decide(board, open);
    const returned = state.decisions.filter(
      (decision) => decision.version === paper.version && decision.verb === 'returned',
    );
    if (returned.length === 0) break;
    become({ state: 'returned' });
    open = returned.map((decision) => decision.item);
    await tellSecretariat(cycle, {
      id: `returned/${session.id}/${paper.version}`,
      what: `The ${session.body} returned ${open.join(', ')}: ${returned.map((decision) => decision.remarks).join(' ')}`,
      command: `ascn clearance open ${cycle.year}/${session.id} --file TEXT.yaml --as OFFICE --why REASON`,
    });
    await condition(() => revised !== undefined);
    paper = revised!;
    revised = undefined;
    become({ state: 'before the members', paper });
    await noLongerWaiting(cycle, `returned/${session.id}`);
    paper = await clearText(`${session.id}-returned-${round}`, paper, {
      day: addDays(calendarToday(cycle), daysToClearAgain),
    });
    papers.push(paper);
    due = { due: addDays(calendarToday(cycle), daysToDecideAgain) };
  }
  if (ownRecord) {
    become({ state: 'before the members' });
    const record = await draw('summary-record', state.decisions);
    const cleared = await clearText('summary-record', record, { dateId: session.recordDue });
    papers.push(cleared);
    await circulate('summary-record', cleared);
    become({ decisions: state.decisions.map((decision) => ({ ...decision, finality: 'final' as const })) });
  }
  become({ state: 'decided' });
  await condition(allHandlersFinished);
  return { session: session.id, decisions: state.decisions, papers, batches, clearances };
}
