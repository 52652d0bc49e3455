/** One installation as three processes: engine, worker and mailroom. Whatever ends is started again at once. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../workers/project.js';
import { runningEngine } from '../../../workers/engine/lock.js';
import { engineFile } from './run.js';
import type { Point } from './self-kill.js';

export const parts = ['engine', 'worker', 'mailroom'] as const;
export type Part = (typeof parts)[number];

/** Where `build.mjs` puts what runs. */
export const built = join(projectRoot(), 'dist', 'test', 'faults', 'kill');

interface Process {
  child: ChildProcess;
  ready: Promise<void>;
  ended: Promise<void>;
}

export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/**
 * Starts an installation whose `run.json` is written.
 *
 * @param onDeath called when a process was killed, or fell with the engine, before it is started again: nobody works
 *   on its behalf then
 * @param onOverlap called with a letter's number when two attempts at it overlap in one worker
 */
export async function openInstallation(
  home: string,
  onDeath: (part: Part) => Promise<void> = () => Promise.resolve(),
  onOverlap: (number: string) => void = () => undefined,
) {
  const running = new Map<Part, Process>();
  let closing = false;
  let starts = 0;
  mkdirSync(join(home, 'logs'), { recursive: true });

  const start = (part: Part): void => {
    starts += 1;
    const log = openSync(join(home, 'logs', `${part}.log`), 'a');
    const child = spawn(process.execPath, [join(built, `${part}-process.js`), home], {
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    const ready = new Promise<void>((done) =>
      child.on('message', (said: 'ready' | { overlap: string }) => {
        if (said === 'ready') done();
        else onOverlap(said.overlap);
      }),
    );
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    running.set(part, { child, ready, ended });
    child.once('exit', () => {
      running.delete(part);
      if (closing) return;
      void onDeath(part).then(() => {
        if (!closing) start(part);
      });
    });
  };

  /** Kills a process, also one that has only just begun to start. One that is down at this moment is down already. */
  const kill = (part: Part): void => {
    if (part === 'engine') {
      const engine = runningEngine(engineFile(home));
      if (engine) process.kill(engine.pid, 'SIGKILL');
    }
    running.get(part)?.child.kill('SIGKILL');
  };

  parts.forEach(start);
  const untilReady = async (): Promise<void> => {
    for (;;) {
      const now = await Promise.all(
        parts.map(async (part) => {
          const process = running.get(part);
          await Promise.race([process?.ready, process?.ended]);
          return process !== undefined && running.get(part) === process;
        }),
      );
      if (now.every(Boolean)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  await untilReady();

  return {
    home,
    untilReady,
    /** How many processes were started so far. */
    starts: () => starts,
    kill,
    /** Tells a process at which point to kill itself. */
    arm(part: 'worker' | 'mailroom', point: Point): void {
      const child = running.get(part)?.child;
      if (child?.connected) child.send(point, () => undefined);
    },
    /** Ends all processes for good. */
    async close(): Promise<void> {
      closing = true;
      kill('engine');
      await Promise.all(
        [...running.values()].map(({ child, ended }) => {
          child.kill('SIGKILL');
          return ended;
        }),
      );
    },
  };
}
