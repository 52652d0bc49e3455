/** Processes that a measurement starts: where their time goes, and how they end. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { leash } from '../workers/engine/leash.js';

/** Ticks a second in /proc, which has been 100 on every Linux that Node runs on. */
const ticks = 100;

/** Bytes of a page of memory on x86-64 and, as Node's builds have it, on arm64. */
const page = 4096;

interface Used {
  parent: number;
  seconds: number;
  bytes: number;
}

/** What each process uses that is one of these or descends from one; undefined where there is no /proc. */
function usedBy(pids: number[]): Used[] | undefined {
  const all = new Map<number, Used>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // the second field, the command, is in brackets and may hold blanks
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const used = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
        all.set(Number(name), {
          parent: Number(fields[1]),
          seconds: used / ticks,
          bytes: Number(fields[21]) * page,
        });
      } catch {
        // it ended while it was being read
      }
    }
  } catch {
    return undefined;
  }
  const isOf = (pid: number | undefined): boolean =>
    pid !== undefined && (pids.includes(pid) || (all.has(pid) && isOf(all.get(pid)!.parent)));
  return [...all].flatMap(([pid, used]) => (isOf(pid) ? [used] : []));
}

/**
 * The processor time that processes and their descendants have used, in seconds, with that of children that have
 * ended.
 *
 * @returns undefined where there is no /proc
 */
export const cpuSecondsOf = (pids: number[]): number | undefined =>
  usedBy(pids)?.reduce((sum, { seconds }) => sum + seconds, 0);

/** The memory that this process and its descendants hold now, in MB; of this one alone where there is no /proc. */
export const memoryHeld = (): number =>
  (usedBy([process.pid])?.reduce((sum, { bytes }) => sum + bytes, 0) ?? process.memoryUsage.rss()) /
  1024 ** 2;

/** Ties a program to this process, so that it does not outlive it. @returns how to end it, at last by force */
export function tied(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): () => Promise<void> {
  const release = leash(child.pid!);
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(force);
    }
    release();
  };
}

/** Waits until `ready` says so. @throws Error when the program ends before, or is not ready in that time */
export async function untilReady(
  what: string,
  child: ChildProcess,
  ready: () => Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${what} ended with ${child.signalCode ?? `exit code ${child.exitCode}`}.`);
    if (await ready().catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`${what} is not ready after ${withinMs / 1000} seconds.`);
    await new Promise((later) => setTimeout(later, 100));
  }
}
