/** Checking at the door who sent a letter, in a thread that is given so much time and memory and then ended. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Authentication } from '../../../domain/authenticity.js';
import { projectRoot } from '../../../workers/project.js';
import { copyOf } from '../gathering.js';
import { headSize } from '../line-ends.js';

export interface ToCheck {
  raw: Uint8Array;
  /** The client's address. */
  client: string;
  helo: string;
  /** Envelope sender. */
  sender: string;
  /** Our own name. */
  name: string;
}

export type ToThread =
  | { job: number; letter: ToCheck }
  | { question: number; records: unknown[] }
  | { question: number; code: string };

export type FromThread =
  | { job: number; authentication: Authentication }
  | { question: number; job: number; name: string; type: string };

/** Asks the domain name system. Errors carry its code, such as `ENOTFOUND`. */
export type Resolve = (name: string, type: string) => Promise<unknown[]>;

export interface CheckLimits {
  /** Milliseconds for one letter, its questions to the domain name system included. */
  ms: number;
  /** Questions for one letter. */
  questions: number;
  /** Bytes of a header, and signatures in it; beyond, a letter is not checked. */
  head: number;
  signatures: number;
}

export const usualCheckLimits: CheckLimits = { ms: 10_000, questions: 60, head: 256 * 1024, signatures: 20 };

/** What could not be found out. The letter is taken, and a person confirms it. */
const unknown: Authentication = { result: 'none', checked: 'here' };

interface Job {
  letter: ToCheck;
  questions: number;
  /** Given to a thread that ended before: one of the letters in it may have ended it. */
  again: boolean;
  timer: NodeJS.Timeout;
  done: (authentication: Authentication) => void;
}

/**
 * @returns checks one letter; it never throws, and answers within the time limit
 */
export function createCheck(resolve: Resolve, limits: CheckLimits = usualCheckLimits) {
  const jobs = new Map<number, Job>();
  let last = 0;
  let thread: Worker | undefined;

  const finish = (id: number, authentication: Authentication): void => {
    const job = jobs.get(id);
    if (!job) return;
    clearTimeout(job.timer);
    jobs.delete(id);
    job.done(authentication);
  };

  /** The thread has ended: those that it had are tried once more, in another. */
  const ended = (which: Worker): void => {
    if (thread !== which) return;
    thread = undefined;
    for (const [id, job] of [...jobs]) {
      if (job.again) finish(id, unknown);
      else {
        job.again = true;
        void give(id, job);
      }
    }
  };

  const start = (): Worker => {
    const worker = new Worker(
      join(projectRoot(), 'dist', 'client', 'mailroom', 'authentication', 'check-thread.js'),
      { resourceLimits: { maxOldGenerationSizeMb: 192 } },
    );
    worker.unref();
    worker.on('message', (message: FromThread) => {
      if ('authentication' in message) finish(message.job, message.authentication);
      else void answer(worker, message);
    });
    worker.on('error', () => ended(worker));
    worker.on('exit', () => ended(worker));
    return worker;
  };

  async function answer(
    worker: Worker,
    { question, job: id, name, type }: Extract<FromThread, { question: number }>,
  ): Promise<void> {
    const job = jobs.get(id);
    const reply: ToThread =
      job && job.questions++ < limits.questions
        ? await resolve(name, type).then(
            (records) => ({ question, records }),
            (error: unknown) => ({ question, code: codeOf(error) }),
          )
        : { question, code: 'ETIMEOUT' };
    worker.postMessage(reply);
  }

  /** A copy that the thread gets for its own; of a large letter others have their turn while it is made. */
  const give = async (id: number, { letter }: Job): Promise<void> => {
    const raw = await copyOf(letter.raw);
    if (!jobs.has(id)) return;
    thread ??= start();
    thread.postMessage({ job: id, letter: { ...letter, raw } } satisfies ToThread, [raw.buffer]);
  };

  return {
    check: (letter: ToCheck): Promise<Authentication> => {
      const { raw } = letter;
      const message = Buffer.from(raw.buffer, raw.byteOffset, raw.length);
      const head = headSize(message);
      if (head > limits.head || signaturesIn(message.toString('latin1', 0, head)) > limits.signatures)
        return Promise.resolve(unknown);
      return new Promise((done) => {
        const id = ++last;
        const timer = setTimeout(() => {
          finish(id, unknown);
          // it may wait for an answer, or never come to an end: another thread does for the others
          const stuck = thread;
          if (stuck) void stuck.terminate();
        }, limits.ms);
        const job: Job = { letter, questions: 0, again: false, timer, done };
        jobs.set(id, job);
        void give(id, job);
      });
    },
    async close(): Promise<void> {
      for (const id of [...jobs.keys()]) finish(id, unknown);
      await thread?.terminate();
    },
  };
}

const signaturesIn = (head: string): number =>
  head.match(/^(?:dkim-signature|arc-seal|arc-message-signature)[ \t]*:/gim)?.length ?? 0;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ESERVFAIL';
