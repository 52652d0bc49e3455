/** The year on the screen while it runs: one line a phase, and what it is about just now. */
import { setTimeout as pause } from 'node:timers/promises';
import { Listr } from 'listr2';
import type { CycleStatus } from '../../workflows/cycle-messages.js';
import type { Operations } from '../operations.js';
import type { Installation } from '../../workers/installation.js';

const everyMs = 1000;

/** Shows each phase as it begins and ends, with the calendar's date, the letters and the requests by state. */
export async function showProgress(
  operations: Operations,
  installation: Installation,
  year: number,
  signal: AbortSignal,
): Promise<void> {
  let status = await operations.status(year);
  const waiting = new Set<() => void>();
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      status = await operations.status(year).catch(() => status);
      for (const wake of waiting) wake();
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
    for (const wake of waiting) wake();
  };
  const changed = () =>
    new Promise<void>((resolve) => {
      const wake = () => {
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
    });
  const stateOf = (id: string) => status.phases.find((phase) => phase.id === id)?.state;

  const shown = new Map<string, string>();
  /** On a screen every day is news; in a file, where lines stay, every month. */
  const isNews = (id: string): boolean => {
    const when = status.now.slice(0, process.stdout.isTTY ? 10 : 7);
    if (shown.get(id) === when) return false;
    shown.set(id, when);
    return true;
  };

  const tasks = new Listr(
    status.phases.map(({ id, title }) => ({
      title,
      task: async (_context: unknown, task: { output: string; title: string }) => {
        while (stateOf(id) !== 'done' && !signal.aborted) {
          if (stateOf(id) === 'running' && isNews(id))
            task.output = await line(status, operations, installation, year);
          await changed();
        }
        if (stateOf(id) !== 'done')
          throw new Error(`${title}: ${stateOf(id) === 'waiting' ? 'not begun' : 'not finished'}`);
        task.title = `${title}, done by ${status.now.slice(0, 10)}`;
      },
    })),
    { concurrent: true, exitOnError: false, rendererOptions: { collapseSubtasks: false } },
  );
  await Promise.all([look(), tasks.run()]);
}

/** e.g. `14 May 2018: 212 letters out, 96 in; 12 asked, 30 accepted`. */
async function line(
  status: CycleStatus,
  operations: Operations,
  installation: Installation,
  year: number,
): Promise<string> {
  const [rows, out, received] = await Promise.all([
    operations.requests(year).catch(() => []),
    installation.lettersOut(year),
    installation.lettersIn(),
  ]);
  const states = new Map<string, number>();
  for (const { state } of rows) states.set(state, (states.get(state) ?? 0) + 1);
  const requests = [...states].map(([state, n]) => `${n} ${state}`).join(', ');
  return `${status.now.slice(0, 10)}: ${out.length} letters out, ${received.length} in; ${requests || 'nothing asked yet'}`;
}
