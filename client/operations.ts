/** Everything that people do with a cycle, in the network's verbs. The one place that talks to Temporal's client. */
import type { Client, Workflow } from '@temporalio/client';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import type { QueryDefinition, UpdateDefinition } from '@temporalio/common';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { randomUUID } from 'node:crypto';
import type { Actor } from '../domain/actor.js';
import type { Seal } from '../domain/archive.js';
import type { Calendar, Move } from '../domain/calendar.js';
import type { DecisionEntry } from '../domain/decision.js';
import type { Address, DocumentStore } from '../domain/document.js';
import { CycleError, refused } from '../domain/errors.js';
import {
  archiveId,
  clearanceId,
  cycleId,
  deskId,
  heldLetterId,
  letterId,
  letterNumber,
  phaseId,
  registryId,
  requestId,
  sessionId,
} from '../domain/ids.js';
import { readNetwork } from '../domain/network-document.js';
import { findOffice } from '../domain/office.js';
import type { Paper } from '../domain/paper.js';
import { statementsOf } from '../domain/paper.js';
import type { RequestRecord, RequestRow } from '../domain/request.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { toInstant } from '../domain/time.js';
import { markOf } from '../domain/tray.js';
import type { ArchiveInput } from '../workflows/archive.js';
import { boardQuery } from '../workflows/batch-messages.js';
import type { ClearanceState } from '../workflows/clearance-messages.js';
import { clearanceQuery, closeRoundUpdate, openVersionUpdate } from '../workflows/clearance-messages.js';
import type { CycleStatus } from '../workflows/cycle-messages.js';
import { rescheduleUpdate, statusQuery } from '../workflows/cycle-messages.js';
import { deskQuery } from '../workflows/desk-messages.js';
import { handOverUpdate } from '../workflows/handover-messages.js';
import type { Draft } from '../workflows/held-letter-messages.js';
import { draftQuery, dropUpdate, editUpdate, releaseUpdate } from '../workflows/held-letter-messages.js';
import type { LetterInput } from '../workflows/letter.js';
import type { EndMatter, KeptAside, MatterEnded, RegisteredCycle } from '../workflows/network-messages.js';
import { endMatterUpdate, registryQuery, startCycleUpdate } from '../workflows/network-messages.js';
import {
  acceptUpdate,
  confirmUpdate,
  extendUpdate,
  reassignUpdate,
  recordQuery,
  recordUpdate,
  returnUpdate,
} from '../workflows/request-messages.js';
import type { SessionState } from '../workflows/session-messages.js';
import {
  confirmDecisionUpdate,
  decideUpdate,
  reviseUpdate,
  sessionQuery,
} from '../workflows/session-messages.js';
import { inWords } from './refusals.js';

export interface OperationsOptions {
  client: Client;
  store: DocumentStore;
  network: string;
  taskQueue: string;
}

export type Operations = ReturnType<typeof createOperations>;

export function createOperations({ client, store, network, taskQueue }: OperationsOptions) {
  const hasRun = (id: string) =>
    client.workflow
      .getHandle(id)
      .describe()
      .then(
        () => true,
        () => false,
      );
  /** @param ended the sentence for a workflow that has come to its end */
  const update = async <Result, Argument>(
    id: string,
    definition: UpdateDefinition<Result, [Argument]>,
    argument: Argument,
    absent: string,
    ended: string,
  ) => {
    try {
      return await inWords(absent, () =>
        client.workflow.getHandle(id).executeUpdate(definition, { args: [argument], updateId: randomUUID() }),
      );
    } catch (error) {
      if (error instanceof CycleError && error.message === absent && (await hasRun(id))) throw refused(ended);
      throw error;
    }
  };
  const query = <Result>(id: string, definition: QueryDefinition<Result>, absent: string) =>
    inWords(absent, () => client.workflow.getHandle<Workflow>(id).query(definition));
  const notOpen = `The network ${network} is not open. Start it with: npm start`;
  const noCycle = (year: number) =>
    `The cycle of ${year} has not been started. Plan it with: ascn cycle plan ${year}`;
  /** What the cycle itself knows, without the secretariat's desk. */
  const cycleAlone = (year: number) => query(cycleId(network, year), statusQuery, noCycle(year));
  const noRequest = (year: number, request: string) =>
    `There is no request “${request}” in the cycle of ${year}. List them with: ascn request list ${year}`;
  const requestOf = (year: number, request: string) => {
    const [kind = '', ...subject] = request.split('/');
    return requestId(network, year, kind, subject.join('/'));
  };
  const onRequest =
    <Argument>(definition: UpdateDefinition<RequestRecord, [Argument]>) =>
    (year: number, request: string, argument: Argument) =>
      update(
        requestOf(year, request),
        definition,
        argument,
        noRequest(year, request),
        `${request} belongs to a cycle that is closed.`,
      );
  const noDraft = (year: number, name: string) =>
    `There is no draft “${name}” in the cycle of ${year}. List them with: ascn letter list ${year}`;
  const onDraft =
    <Argument>(definition: UpdateDefinition<Draft, [Argument]>) =>
    (year: number, name: string, argument: Argument) =>
      update(
        heldLetterId(network, year, name),
        definition,
        argument,
        noDraft(year, name),
        `The draft “${name}” was released, dropped or withdrawn already.`,
      );
  const noSession = (year: number, session: string) =>
    `There is no session “${session}” open in the cycle of ${year}. See: ascn cycle status ${year}`;
  const noClearance = (year: number, text: string) =>
    `There is no clearance of “${text}” in the cycle of ${year}. See: ascn cycle status ${year}`;
  const cleared = (text: string) => `“${text}” is cleared; no round of it is open.`;
  const decided = (session: string) => `Every item of “${session}” was decided already.`;

  const operations = {
    /** Starts the network's registry unless it runs. Done by `npm start` before anything else. */
    async openRegistry(): Promise<void> {
      await client.workflow.start('network', {
        workflowId: registryId(network),
        taskQueue,
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        args: [{ network }],
        staticSummary: `Registry of the network ${network}`,
        staticDetails:
          'The standing registry between the years: which cycles there are, who chairs, which letters were kept aside.',
      });
    },

    /** @throws CycleError `Refused` when the year was started before or the actor has no right to */
    startCycle: (
      calendar: Calendar,
      actor: Actor,
      { offsetMs = 0, rehearsal = false } = {},
    ): Promise<RegisteredCycle> =>
      update(
        registryId(network),
        startCycleUpdate,
        { calendar, actor, offsetMs, rehearsal },
        notOpen,
        notOpen,
      ),

    /**
     * Archives a cycle whole, once it has come to its end. The registry does so by itself; this waits for it.
     *
     * @returns the last seal
     */
    async archive(year: number, { offsetMs = 0 } = {}): Promise<Seal> {
      const workflowId = archiveId(network, year, 'closed');
      const input: ArchiveInput = { network, cycle: year, occasion: 'closed', offsetMs, whole: true };
      try {
        await client.workflow.start('archive', {
          ...{ workflowId, taskQueue, args: [input] },
          workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
      return client.workflow.getHandle(workflowId).result() as Promise<Seal>;
    },

    /**
     * Seals the log of a cycle once more, with what has happened since: an erasure, for a cycle that has ended.
     *
     * @returns the new seal
     */
    async sealAgain(year: number): Promise<Seal> {
      const { cycle } = await cycleAlone(year);
      const { offsetMs } = cycle;
      const input: ArchiveInput = { network, cycle: year, occasion: 'again', offsetMs };
      const workflowId = archiveId(network, year, `again-${randomUUID()}`);
      const handle = await client.workflow.start('archive', { workflowId, taskQueue, args: [input] });
      return handle.result() as Promise<Seal>;
    },

    registry: (): Promise<{ cycles: RegisteredCycle[]; aside: KeptAside[] }> =>
      query(registryId(network), registryQuery, notOpen),

    /** The year at a glance; `now` is this moment, but in a rehearsal, whose time is the engine's. */
    async status(year: number): Promise<CycleStatus> {
      const status = await cycleAlone(year);
      const desk = await query(deskId(network, year), deskQuery, noCycle(year));
      return { ...status, ...desk, ...(!status.cycle.rehearsal && { now: toInstant(Date.now()) }) };
    },

    reschedule: (year: number, calendar: Calendar, actor: Actor): Promise<Move[]> =>
      update(
        cycleId(network, year),
        rescheduleUpdate,
        { calendar, actor },
        noCycle(year),
        `The cycle of ${year} is closed.`,
      ),

    handOver: (year: number, actor: Actor) =>
      update(
        phaseId(network, year, 'handover'),
        handOverUpdate,
        { actor },
        `The handover of ${year} is not open now. See: ascn cycle status ${year}`,
        `The cycle of ${year} was handed over already.`,
      ),

    /** Every request of a year as it stands, in the order in which they were asked. */
    async requests(year: number): Promise<RequestRow[]> {
      return (await operations.boards(year)).flatMap(({ rows }) => rows);
    },
    /** The same, by the batches that asked them. */
    async boards(year: number): Promise<{ batch: string; rows: RequestRow[] }[]> {
      const { batches } = await cycleAlone(year);
      return Promise.all(
        batches.map(async ({ batch }) => ({ batch, rows: await query(batch, boardQuery, noCycle(year)) })),
      );
    },
    /** When the requests of a batch were asked, all at once, by the engine's clock. */
    async askedAt(batch: string): Promise<Instant> {
      const { raw, startTime } = await client.workflow.getHandle(batch).describe();
      // a batch that continued as new was begun by an earlier run
      const first = raw.workflowExtendedInfo?.originalStartTime;
      return toInstant(first ? tsToMs(first) : startTime.getTime());
    },
    request: (year: number, request: string): Promise<RequestRecord> =>
      query(requestOf(year, request), recordQuery, noRequest(year, request)),
    extend: onRequest<{ due: IsoDate; actor: Actor }>(extendUpdate),
    returnAnswer: onRequest<{ due?: IsoDate; actor: Actor }>(returnUpdate),
    accept: onRequest<{ actor: Actor }>(acceptUpdate),
    reassign: onRequest<{ office: string; actor: Actor }>(reassignUpdate),
    confirm: onRequest<{ actor: Actor }>(confirmUpdate),
    /** Records an answer that came by another way; the text is stored first. */
    async record(
      year: number,
      request: string,
      { text, actor }: { text: string; actor: Actor },
    ): Promise<RequestRecord> {
      return onRequest<{ text: Address; actor: Actor }>(recordUpdate)(year, request, {
        text: await store.put(text),
        actor,
      });
    },

    draft: (year: number, name: string): Promise<Draft> =>
      query(heldLetterId(network, year, name), draftQuery, noDraft(year, name)),
    editDraft: onDraft<{ number: string; subject: string; text: string; actor: Actor }>(editUpdate),
    releaseDraft: onDraft<{ actor: Actor }>(releaseUpdate),
    dropDraft: onDraft<{ numbers?: string[]; actor: Actor }>(dropUpdate),

    clearance: (year: number, text: string): Promise<ClearanceState> =>
      query(clearanceId(network, year, text), clearanceQuery, noClearance(year, text)),
    closeClearance: (year: number, text: string, actor: Actor): Promise<ClearanceState> =>
      update(
        clearanceId(network, year, text),
        closeRoundUpdate,
        { actor },
        noClearance(year, text),
        cleared(text),
      ),

    /**
     * Opens a new version of a text: after an objection, or after a body returned its paper.
     *
     * @param wording statement id → the words as they shall stand; those that do not differ are left out
     * @returns the edits that make the new version
     */
    async openVersion(
      year: number,
      text: string,
      { wording, cutOff, actor }: { wording: Record<string, string>; cutOff?: IsoDate; actor: Actor },
    ) {
      const session = await operations.session(year, text).catch((error: unknown) => {
        if (error instanceof CycleError && error.type === 'NotFound') return undefined;
        throw error;
      });
      const returned = session?.state === 'returned';
      const paper = returned ? session.paper : (await operations.clearance(year, text)).rounds.at(-1)?.paper;
      if (!paper) throw new CycleError('NotFound', noClearance(year, text));
      const edits = editsOf(await store.getJson<Paper>(paper.document), wording);
      if (returned)
        await update(
          sessionId(network, year, text),
          reviseUpdate,
          { edits, actor },
          noSession(year, text),
          decided(text),
        );
      else
        await update(
          clearanceId(network, year, text),
          openVersionUpdate,
          { edits, cutOff, actor },
          noClearance(year, text),
          cleared(text),
        );
      return edits;
    },

    session: (year: number, session: string): Promise<SessionState> =>
      query(sessionId(network, year, session), sessionQuery, noSession(year, session)),
    decide: (year: number, session: string, entry: DecisionEntry, actor: Actor): Promise<SessionState> =>
      update(
        sessionId(network, year, session),
        decideUpdate,
        { entry, actor },
        noSession(year, session),
        decided(session),
      ),
    confirmDecision: (year: number, session: string, item: string, actor: Actor): Promise<SessionState> =>
      update(
        sessionId(network, year, session),
        confirmDecisionUpdate,
        { item, actor },
        noSession(year, session),
        decided(session),
      ),

    /**
     * Gives a letter that lies in the tray to a request, as the answer of the office that is asked now. A workflow of
     * its own judges it anew; it counts once another person or the office has confirmed it.
     *
     * @throws CycleError `Refused` when it lies there no more, or the request is closed; `NotFound` for either unknown
     */
    async assignLetter(
      year: number,
      request: string,
      { digest, actor }: { digest: string; actor: Actor },
    ): Promise<MatterEnded> {
      const { id, addressee, closed } = await operations.request(year, request);
      if (closed) throw refused(`${request} belongs to a cycle that is closed.`);
      const { cycle, networkDocument } = await cycleAlone(year);
      const office = findOffice(await readNetwork(store, networkDocument), addressee);
      return endMatter({
        ...{ digest, how: 'assigned', actor },
        assign: {
          offsetMs: cycle.offsetMs,
          entry: {
            ...{
              network,
              cycle: year,
              letter: letterNumber(year, request, 1),
              from: cycle.secretariat[0] ?? '',
            },
            ...{ office: office.id, language: office.language, networkDocument },
            answers: [{ request: id, as: 'answer' }],
          },
        },
      });
    },
    /** A letter leaves the tray since its answer was recorded. */
    letterRecorded: (year: number, request: string, { digest, actor }: { digest: string; actor: Actor }) =>
      endMatter({ digest, how: 'recorded', request: requestOf(year, request), actor }),
    /** A letter leaves the tray, and nothing comes of it. */
    dismissLetter: (digest: string, actor: Actor) => endMatter({ digest, how: 'dismissed', actor }),

    /** Starts the workflow of a letter that came in; a second delivery of it is the same workflow. */
    async takeLetter(letter: Omit<LetterInput, 'network'>): Promise<void> {
      await startLetter(letter);
    },

    /**
     * Hands letters that lie in the store to an engine that was restored from a copy older than they are.
     *
     * @returns digests of those that the engine did not know
     */
    async retakeLetters(letters: Omit<LetterInput, 'network'>[]): Promise<string[]> {
      const taken: string[] = [];
      for (const letter of letters) if (await startLetter(letter)) taken.push(letter.digest);
      return taken;
    },
  };
  return operations;

  function endMatter(matter: EndMatter): Promise<MatterEnded> {
    return update(registryId(network), endMatterUpdate, matter, notOpen, notOpen);
  }

  /** @returns false when the engine knows this letter already */
  async function startLetter(letter: Omit<LetterInput, 'network'>): Promise<boolean> {
    try {
      await client.workflow.start('letter', {
        workflowId: letterId(network, letter.digest),
        taskQueue,
        workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
        staticSummary: `Letter ${markOf(letter.digest)} that came in`,
        staticDetails:
          'One letter that came in: judged, handed to the requests that it answers and receipted; or kept aside for a person. All of it: `ascn letter show`.',
        args: [{ network, ...letter }],
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }
}

/**
 * The statements whose words differ.
 *
 * @throws CycleError `BadInput` for an id that the paper does not have
 */
function editsOf(paper: Paper, wording: Record<string, string>): { statement: string; text: string }[] {
  const statements = new Map(statementsOf(paper).map((statement) => [statement.id, statement.text]));
  return Object.entries(wording).flatMap(([statement, text]) => {
    const stands = statements.get(statement);
    if (stands === undefined) {
      throw new CycleError(
        'BadInput',
        `“${paper.title}” has no statement “${statement}”. Its statements are numbered ${[...statements.keys()].slice(0, 3).join(', ')} …`,
      );
    }
    return stands === text ? [] : [{ statement, text }];
  });
}
