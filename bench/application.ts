/** One run of the scenario ask–remind–answer: an application in a process of its own, and the officers who answer it. */
import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Letters } from './officers-process.js';
import type { Officers } from './officers.js';
import { cpuSecondsOf } from './processes.js';

/** What an application is given, as one word of JSON. */
export interface ApplicationOrder {
  /** The numbers of the cities that are asked: the even-numbered answer at once, the others after a reminder. */
  cities: number[];
  /** How long an answer is waited for before the reminder, in milliseconds. */
  waitMs: number;
  smtpUrl: string;
  /** Where its engine is. */
  address?: string;
  namespace?: string;
  databaseUrl?: string;
  /** An empty folder of its own. */
  folder: string;
}

export type ToApplication = 'go' | 'finish';
export type FromApplication =
  { door: { bySmtp: number } | { byHttp: string } } | { cpuSeconds: number } | { failed: string };

export interface Asked {
  /** From the first ask to the last receipt. */
  seconds: number;
  /** Of the application’s process. */
  applicationCpu: number;
  /** Of the engine’s processes and its database’s; undefined where the system does not tell. */
  engineCpu?: number;
  letters: Letters;
}

/** A thousand requests take less than a minute on two cores. */
const longestMs = 5 * 60_000;

/**
 * Runs an application once, with as many letters as the scenario has.
 *
 * @param program the file of its process
 * @param enginePids the processes of its engine, whose descendants count with them
 * @throws Error when it fails, or sends another number of letters
 */
export async function askAndAnswer(
  program: string,
  officers: Officers,
  order: Omit<ApplicationOrder, 'smtpUrl' | 'folder'> & { scratch: string },
  enginePids: number[],
): Promise<Asked> {
  const { scratch, ...rest } = order;
  const given: ApplicationOrder = {
    ...rest,
    smtpUrl: officers.smtpUrl,
    folder: mkdtempSync(join(scratch, 'application-')),
  };
  const child = fork(program, [JSON.stringify(given)]);
  let ended = false;
  let deadline: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    child.on('message', (said: FromApplication) => {
      if ('failed' in said) reject(new Error(said.failed));
    });
    child.once('exit', (code, signal) => {
      ended = true;
      reject(new Error(`${program} ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
  const tooLate = new Promise<never>((_resolve, reject) => {
    deadline = setTimeout(
      () => reject(new Error(`${program} has not come to its end in ${longestMs / 60_000} minutes.`)),
      longestMs,
    );
  });
  // whoever waits hears of it; until then nobody does
  failed.catch(() => undefined);
  tooLate.catch(() => undefined);
  const hear = <T>(pick: (said: FromApplication) => T | undefined): Promise<T> =>
    Promise.race([
      failed,
      tooLate,
      new Promise<T>((found) => {
        const listen = (said: FromApplication) => {
          const picked = pick(said);
          if (picked === undefined) return;
          child.off('message', listen);
          found(picked);
        };
        child.on('message', listen);
      }),
    ]);
  try {
    const door = await hear((said) => ('door' in said ? said.door : undefined));
    const { cities } = order;
    const receipts = officers.answer(door, cities.length);
    const engineBefore = cpuSecondsOf(enginePids);
    const begun = performance.now();
    child.send('go' satisfies ToApplication);
    const letters = await Promise.race([failed, tooLate, receipts]);
    const seconds = (performance.now() - begun) / 1000;
    const engineAfter = cpuSecondsOf(enginePids);
    child.send('finish' satisfies ToApplication);
    const applicationCpu = await hear((said) => ('cpuSeconds' in said ? said.cpuSeconds : undefined));
    const late = cities.filter((number) => number % 2 === 1).length;
    if (letters.asks !== cities.length || letters.reminders !== late)
      throw new Error(
        `${program} sent ${letters.asks} asks and ${letters.reminders} reminders; expected ${cities.length} and ${late}.`,
      );
    return {
      seconds,
      applicationCpu,
      letters,
      ...(engineBefore !== undefined &&
        engineAfter !== undefined && { engineCpu: engineAfter - engineBefore }),
    };
  } finally {
    clearTimeout(deadline);
    if (!ended) child.kill('SIGKILL');
  }
}
