/**
 * A year at work, for tests of workflows: the time-skipping server, the real activities over a store of its own, a
 * mailbox that takes what goes out, and a mailroom for what comes in. Time passes only when a test lets it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import type { SubjectKeys } from '../../activities/documents/subject-keys.js';
import { listLetters } from '../../activities/mail/out/ledger.js';
import { startLocalMailbox } from '../../activities/mail/out/local-mailbox.js';
import { loadNetwork } from '../../activities/network/load.js';
import { loadCalendar } from '../../activities/calendar/load.js';
import { usualLimits } from '../../client/mailroom/limits.js';
import { startMailroom } from '../../client/mailroom/listener.js';
import { createOperations } from '../../client/operations.js';
import type { Actor } from '../../domain/actor.js';
import type { RequestKind } from '../../domain/ask.js';
import type { DocumentStore } from '../../domain/document.js';
import { decrypted } from '../../domain/encrypted-payload.js';
import { batchId, letterId, requestId } from '../../domain/ids.js';
import type { LetterListRow } from '../../domain/letter-record.js';
import { putNetwork } from '../../domain/network-document.js';
import type { Network, Rules } from '../../domain/network.js';
import { findOffice } from '../../domain/office.js';
import type { RequestRow } from '../../domain/request.js';
import type { Instant } from '../../domain/time.js';
import { after, toInstant, toMs } from '../../domain/time.js';
import { createActivities } from '../../workers/activities.js';
import { createMailTransport } from '../../activities/mail/out/transport.js';
import type { TimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { dataDir, openInstallation } from '../../workers/installation.js';
import { runWorker } from '../../workers/worker.js';
import type { batch, BatchInput, Subject } from '../../workflows/batch.js';
import type { Cycle, Grounds } from '../../workflows/cycle.js';
import type { LetterResult } from '../../workflows/letter.js';
import { deliveryReport } from './delivery-report.js';
import { builtBundle, timeSkipping } from './engines.js';

const domain = 'ascn.example';

/** The two persons of Singapore's secretariat, and one who has no rights in its year. */
export const desk = (why?: string): Actor => ({ office: 'secretariat-sg', door: 'cli', ...(why && { why }) });
export const head = (why?: string): Actor => ({
  office: 'secretariat-sg-head',
  door: 'cli',
  ...(why && { why }),
});
export const stranger: Actor = { office: 'nr-vn', door: 'cli', why: 'Curiosity' };

export type AtWork = Awaited<ReturnType<typeof openWork>>;
export type Year = Awaited<ReturnType<AtWork['year']>>;

type Engine = Promise<Pick<TimeSkippingServer, 'client' | 'connection' | 'now' | 'skip' | 'close'>>;

/** Starts engine, worker and mailbox; one for a test file. `year` opens a network of its own in it for each test. */
export async function openWork(engine: (dataConverter: DataConverter) => Engine = timeSkipping) {
  const home = mkdtempSync(join(tmpdir(), 'ascn-year-'));
  const installation = openInstallation({ home, network: 'ascn' });
  const { store, subjectKeys, papersDir, dataConverter } = installation;
  const server = await engine(dataConverter);
  const mailbox = await startLocalMailbox(join(home, 'mailbox'));
  const transport = createMailTransport(mailbox.url);
  const taskQueue = 'year';
  const activities = await createActivities({
    client: server.client,
    store,
    subjectKeys,
    dataDir,
    papersDir,
    transport,
    mail: { mailDomain: domain, replyAddress: `reply@${domain}`, secret: 'test' },
  });
  const worker = await runWorker({
    connection: server.connection,
    namespace: 'default',
    taskQueue,
    activities,
    dataConverter,
    bundlePath: builtBundle('cycle'),
    deployment: false,
  });
  const open: (() => Promise<unknown>)[] = [];
  let years = 0;

  return {
    server,
    installation,
    store,
    activities,
    /** A network of its own, where the calendar says `begins` now. */
    async year(begins: Instant, rules: Partial<Rules> = {}) {
      years += 1;
      const opened = await openYear({
        server,
        store,
        subjectKeys,
        dataConverter,
        taskQueue,
        network: `year-${years}`,
        begins,
        rules,
      });
      open.push(() => opened.close());
      return opened;
    },
    async close() {
      for (const close of open) await close();
      await worker.stop();
      transport.close();
      await mailbox.close();
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

interface YearOptions {
  server: Awaited<Engine>;
  store: DocumentStore;
  subjectKeys: Pick<SubjectKeys, 'get'>;
  dataConverter: DataConverter;
  taskQueue: string;
  network: string;
  begins: Instant;
  rules: Partial<Rules>;
}

async function openYear({
  server,
  store,
  subjectKeys,
  dataConverter,
  taskQueue,
  network,
  begins,
  rules,
}: YearOptions) {
  const offsetMs = toMs(begins) - Math.floor((await server.now()) / 1000) * 1000;
  const operations = createOperations({ client: server.client, store, network, taskQueue });
  // its calls do not let time pass, even while they wait for an end
  const still = new Client({ connection: server.client.connection, dataConverter });
  const read = await loadNetwork(dataDir, '2018-01-01');
  const data: Network = { ...read, rules: { ...read.rules, ...rules } };
  const calendar = await loadCalendar(dataDir, 2018, {
    chair: 'SG',
    place: 'Singapore',
    zone: 'Asia/Singapore',
  });
  const grounds: Grounds = { networkDocument: await putNetwork(store, data), calendar, instants: {} };
  const cycle: Cycle = {
    network,
    year: 2018,
    offsetMs,
    rehearsal: true,
    chair: 'SG',
    nextChair: 'TH',
    secretariat: ['secretariat-sg', 'secretariat-sg-head'],
    rules: data.rules,
  };

  let arrived = '';
  const mailroom = await startMailroom({
    host: '127.0.0.1',
    domain,
    store,
    limits: usualLimits,
    startLetter: ({ digest, document, recipients }) => {
      arrived = digest;
      return operations.takeLetter({ digest, document, recipients, offsetMs });
    },
  });
  const outbox = createTransport({ host: '127.0.0.1', port: mailroom.port, ignoreTLS: true });
  const now = async (): Promise<Instant> => toInstant((await server.now()) + offsetMs);
  const letters = async (about = '', template = ''): Promise<LetterListRow[]> =>
    (await listLetters(store, network, 2018)).filter(
      (letter) => letter.number.startsWith(`ASCN/2018/${about}`) && letter.template.startsWith(template),
    );

  return {
    network,
    cycle,
    grounds,
    data,
    calendar,
    operations,
    still,
    store,
    now,
    /** Letters that went out, by the beginning of what they are about and of their template. */
    letters,
    /**
     * Starts the cycle itself, which keeps the list of what waits for the secretariat; of its phases with nothing before
     * its handover in December, unless others are named.
     */
    async withCycle(ids = ['handover']): Promise<void> {
      const phases = calendar.phases
        .filter(({ id }) => ids.includes(id))
        .map((phase) => ({ ...phase, after: [] }));
      await operations.openRegistry();
      await operations.startCycle({ ...calendar, phases }, desk(), { offsetMs, rehearsal: true });
    },
    /** Ids of what waits for the secretariat. */
    waiting: async (): Promise<string[]> => (await operations.status(2018)).waiting.map(({ id }) => id),
    /** Lets time pass until this instant of the calendar, and what falls on it happen. */
    async until(instant: Instant): Promise<void> {
      await server.skip(Math.max(0, toMs(instant) - offsetMs - (await server.now())));
    },
    /** Lets what is under way come to rest; a few seconds pass. */
    settle: (): Promise<void> => server.skip(5_000),
    /** Starts workflows of this network. */
    start: (type: string, workflowId: string, ...args: unknown[]) =>
      server.client.workflow.start(type, { taskQueue, workflowId, args }),
    /** Asks a batch, and waits until every letter of it is sent. */
    async ask(kind: RequestKind, subjects: Subject[], more: Partial<BatchInput> = {}): Promise<string> {
      const board = batchId(network, 2018, kind, 1);
      const input: BatchInput = {
        cycle,
        grounds: { ...grounds, instants: {} },
        kind,
        subjects,
        parent: 'none',
        ...more,
      };
      await server.client.workflow.start<typeof batch>('batch', {
        taskQueue,
        workflowId: board,
        args: [input],
      });
      await this.settle();
      return board;
    },
    /** The board's rows as they stand. */
    board: (board: string): Promise<RequestRow[]> =>
      still.workflow.getHandle(board).query<RequestRow[]>('board'),
    request: (about: string) => operations.request(2018, about),
    id: (about: string): string =>
      requestId(network, 2018, about.split('/')[0]!, about.split('/').slice(1).join('/')),
    /**
     * An office answers the letter with this number by e-mail, and its letter is dealt with.
     *
     * @param from an office, else the address of one that is not known
     */
    async answer(number: string, text: string, from: string): Promise<LetterResult> {
      await this.post(number, text, from);
      return still.workflow.getHandle(letterId(network, arrived)).result() as Promise<LetterResult>;
    },
    /** The same, but returns as soon as the mailroom has taken the letter. */
    async post(number: string, text: string, from: string): Promise<void> {
      const row = (await letters()).find((letter) => letter.number === number);
      if (!row)
        throw new Error(
          `no letter ${number}; there are ${(await letters()).map((letter) => letter.number).join(', ')}`,
        );
      const { replyTo, subject } = await PostalMime.parse(await store.get(row.document));
      await outbox.sendMail({
        from: from.includes('@') ? from : findOffice(data, from).address,
        to: replyTo![0]!.address,
        subject: `Re: ${subject}`,
        inReplyTo: row.messageId,
        text,
      });
    },
    /** Somebody writes a letter of their own, which is dealt with. @returns what became of it, and its digest */
    async write(letter: {
      from: string;
      to: string;
      text: string;
      inReplyTo?: string;
      references?: string;
      subject?: string;
    }): Promise<LetterResult & { digest: string }> {
      await outbox.sendMail({
        subject: 'A letter',
        ...letter,
        from: letter.from.includes('@') ? letter.from : findOffice(data, letter.from).address,
      });
      const digest = arrived;
      const result = (await still.workflow.getHandle(letterId(network, digest)).result()) as LetterResult;
      return { ...result, digest };
    },
    /** The mail server of an office reports that this letter could not be delivered, for good; and the report is read. */
    async bounce(number: string, office: string): Promise<void> {
      const row = (await letters()).find((letter) => letter.number === number)!;
      const { replyTo } = await PostalMime.parse(await store.get(row.document));
      const to = replyTo![0]!.address!;
      await outbox.sendMail({
        envelope: { from: '', to },
        raw: deliveryReport({
          to,
          recipient: findOffice(data, office).address,
          action: 'failed',
          status: '5.1.1',
          diagnostic: 'smtp; 550 5.1.1 no such mailbox',
          returned: [`Message-ID: ${row.messageId}`, `Reply-To: ${to}`],
        }),
      });
      await still.workflow.getHandle(letterId(network, arrived)).result();
      // the request hears of it by a signal, and writes its letters
      await this.settle();
    },
    /** The message of a letter that went out, as sent. */
    message: async ({ document }: LetterListRow) => PostalMime.parse(await store.get(document)),
    /**
     * What happened in a workflow, in order and in plain. The tasks by which the engine wakes it are left out: the time-skipping
     * server notes one also for an update that is refused.
     */
    async history(workflowId: string) {
      const { events } = await still.workflow.getHandle(workflowId).fetchHistory();
      return (await decrypted(events ?? [], subjectKeys.get)).filter(
        (event) =>
          !event.workflowTaskScheduledEventAttributes &&
          !event.workflowTaskStartedEventAttributes &&
          !event.workflowTaskCompletedEventAttributes,
      );
    },
    async close() {
      outbox.close();
      await mailroom.close();
    },
  };
}

/** True when `at` is the instant, or at most two seconds after it: the engine's timers fire on whole seconds. */
export const isAt = (at: Instant, instant: Instant): boolean => at >= instant && at <= after(instant, 2_000);
