/**
 * Reads messages of unknown origin in threads of their own, each with a limit of memory and a deadline: whatever a
 * message does, this thread goes on, and the next message is read.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Attachment } from '../../../../domain/attachment.js';
import type { DocumentRead } from '../../../../domain/answer-documents.js';
import type { Language } from '../../../../domain/network.js';
import type { LetterFacts } from '../../../../domain/verdict.js';
import type { Inspection } from '../inspect.js';
import type { AnswersRead, AnswersToRead } from '../judge-answers.js';
import type { ParsedLetter } from '../parse.js';

/** A letter that was read. */
export interface ReadLetter extends ParsedLetter {
  /** What was decided on each of its documents, in their order. */
  attachments: Attachment[];
  /** What the verdict rests on; the day on which it came in is for the caller to add. */
  facts: Omit<LetterFacts, 'received'>;
}

/** Why a message was not read: a sentence. */
export interface Refused {
  refused: string;
}

export interface Reader {
  /** @param raw is not altered, and not to be altered until the letter is there */
  readLetter(raw: Uint8Array, patience?: Patience): Promise<ReadLetter | Refused>;
  /** Reads the answers in a document that came with a letter. What takes too long or too much is damaged. */
  readDocument(
    name: string,
    content: Uint8Array,
    language: Language,
    patience?: Patience,
  ): Promise<DocumentRead>;
  /** Reads the answers in a letter's words and in what was read of its documents. */
  readAnswers(letter: AnswersToRead, patience?: Patience): Promise<AnswersRead | Refused>;
  /** Reads a file, and judges what is in it by itself. */
  inspectFile(path: string): Promise<Inspection | Refused>;
  /** Ends the threads; what is being read is refused. */
  close(): Promise<void>;
}

/** What a thread is asked. */
export type Task =
  | { read: Uint8Array }
  | { document: { name: string; content: Uint8Array; language: Language } }
  | { answers: AnswersToRead }
  | { inspect: string };
/** What a thread says: first that it is ready, then one answer to each task. */
export type Answer =
  | { ready: true }
  | { letter: ReadLetter }
  | { document: DocumentRead }
  | { answers: AnswersRead }
  | { inspection: Inspection }
  | Refused;
/** What a thread is started with. */
export interface ThreadData {
  /** The data folder, with the wordings by which quotations, machines and documents are known. */
  dataDir: string;
}

/**
 * Milliseconds for one message, its documents and its answers. One of 25 MiB takes a tenth of a second, and no limit
 * below lets one take half.
 */
const deadlineMs = 1500;

/**
 * A machine that stood still, or gave this process hardly any of its time, is not the letter's fault: while the whole
 * process has worked for less than this part of its time, a letter has some deadlines more.
 */
const leastWork = 0.5;
const mostDeadlines = 8;

/** What is left of the time for one letter, in milliseconds: given to each step of reading it, all end in time. */
export class Patience {
  left = deadlineMs;
}

/**
 * Megabytes of one thread's JavaScript. The bytes of a message and its documents lie beside it: at most twice
 * `largestMessage`, so that all stays below 256 MB.
 */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 };

/** More threads than this share no message faster. */
const mostThreads = 4;

/** The compiled file; from the sources, as tests run them, the one that was built. */
const threadFile = new URL(
  import.meta.url.endsWith('.ts') ? '../../../../dist/activities/mail/in/reading/thread.js' : './thread.js',
  import.meta.url,
);

interface Job {
  task: Task;
  patience: Patience;
  resolve: (answer: Exclude<Answer, { ready: true }>) => void;
  reject: (error: Error) => void;
}

interface Slot {
  worker: Worker;
  ready: boolean;
  job?: Job;
  /** When it was given its job, and what the process had worked until then. */
  begun?: { at: number; work: NodeJS.CpuUsage };
  deadline?: NodeJS.Timeout;
}

/** Milliseconds that passed, or that the whole process has worked, where that is less. */
function spent({ begun }: Slot): { passed: number; worked: number } {
  if (!begun) return { passed: 0, worked: 0 };
  const { user, system } = process.cpuUsage(begun.work);
  return { passed: performance.now() - begun.at, worked: (user + system) / 1000 };
}

const tooLong = 'Reading it takes longer than any letter may take.';

/** Threads start with the first messages, and keep no process alive while they have nothing to do. */
export function createReader(dataDir: string): Reader {
  const threads = Math.min(availableParallelism(), mostThreads);
  const slots = new Set<Slot>();
  const queue: Job[] = [];
  let closed = false;

  const ask = (task: Task, patience = new Patience()): Promise<Exclude<Answer, { ready: true }>> =>
    new Promise((resolve, reject) => {
      if (closed) return resolve({ refused: 'Reading has ended.' });
      queue.push({ task, patience, resolve, reject });
      handOut();
    });

  function handOut(): void {
    for (const slot of slots) if (slot.ready && !slot.job) give(slot);
    const starting = [...slots].filter(({ ready }) => !ready).length;
    if (queue.length > starting && slots.size < threads) start();
  }

  function give(slot: Slot): void {
    let job = queue.shift();
    for (; job && job.patience.left <= 0; job = queue.shift()) job.resolve({ refused: tooLong });
    if (!job) return slot.worker.unref();
    slot.job = job;
    slot.worker.ref();
    slot.begun = { at: performance.now(), work: process.cpuUsage() };
    watch(slot, job.patience.left);
    const { task } = job;
    if ('read' in task) {
      // A copy that the thread gets for its own; made one at a time, so that this thread is never kept long.
      const read = new Uint8Array(task.read);
      slot.worker.postMessage({ read } satisfies Task, [read.buffer]);
    } else slot.worker.postMessage(task);
  }

  function watch(slot: Slot, ms: number, left = mostDeadlines): void {
    slot.deadline = setTimeout(() => {
      if (spent(slot).worked < ms * leastWork && left > 0) watch(slot, ms, left - 1);
      else end(slot, tooLong);
    }, ms);
  }

  /** Takes the job off a thread, and what it took off its letter's time. */
  function takeJob(slot: Slot): Job | undefined {
    clearTimeout(slot.deadline);
    const { job } = slot;
    delete slot.job;
    const { passed, worked } = spent(slot);
    if (job) job.patience.left -= Math.min(passed, worked);
    return job;
  }

  function start(): void {
    const worker = new Worker(threadFile, { resourceLimits, workerData: { dataDir } satisfies ThreadData });
    const slot: Slot = { worker, ready: false };
    slots.add(slot);
    worker.on('message', (answer: Answer) => {
      if (!slots.has(slot)) return;
      if ('ready' in answer) slot.ready = true;
      else takeJob(slot)?.resolve(answer);
      give(slot);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (!slot.ready) fail(slot, error);
      else
        end(
          slot,
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? 'Reading it takes more memory than any letter may take.'
            : `It could not be read: ${error.message}`,
        );
    });
    worker.on('exit', () => end(slot, 'Reading it ended the thread that read it.'));
  }

  /** Ends a thread, refuses what it was reading, and puts another in its place. */
  function end(slot: Slot, refused: string): void {
    if (!slots.delete(slot)) return;
    void slot.worker.terminate();
    takeJob(slot)?.resolve({ refused });
    if (!closed) start();
  }

  /** A thread that does not even start is no letter's fault. */
  function fail(slot: Slot, error: Error): void {
    slots.delete(slot);
    for (const job of queue.splice(0)) job.reject(error);
  }

  return {
    async readLetter(raw, patience) {
      const answer = await ask({ read: raw }, patience);
      return 'letter' in answer ? answer.letter : unread(answer);
    },
    async readDocument(name, content, language, patience) {
      const answer = await ask({ document: { name, content, language } }, patience);
      return 'document' in answer ? answer.document : { unread: 'damaged' };
    },
    async readAnswers(letter, patience) {
      const answer = await ask({ answers: letter }, patience);
      return 'answers' in answer ? answer.answers : unread(answer);
    },
    async inspectFile(path) {
      const answer = await ask({ inspect: path });
      return 'inspection' in answer ? answer.inspection : unread(answer);
    },
    async close() {
      closed = true;
      const ended = [...slots].map(({ worker }) => worker);
      for (const slot of slots) end(slot, 'Reading has ended.');
      for (const job of queue.splice(0)) job.resolve({ refused: 'Reading has ended.' });
      await Promise.all(ended.map((worker) => worker.terminate()));
    },
  };
}

const unread = (answer: Exclude<Answer, { ready: true }>): Refused =>
  'refused' in answer ? answer : { refused: 'It could not be read.' };
