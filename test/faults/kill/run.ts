/** What the processes of one installation share: a file in its home, written before the first of them starts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineAt } from '../../../workers/engine/lock.js';
import { runningEngine } from '../../../workers/engine/lock.js';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pace } from './pace.js';

export const network = 'ascn';

export interface Run extends Pick<Pace, 'offsetMs'> {
  /** As of the pace; absent where the calendar's instants stay as they are. */
  slower?: number;
  /** The only mail server that letters go to: the test's. */
  smtpUrl: string;
  /** The mail domain; each installation has its own, so that no answer strays into another one's mailroom. */
  domain: string;
  dataDir: string;
  bundlePath: string;
}

export const runFile = (home: string): string => join(home, 'run.json');
export const readRun = (home: string): Run => JSON.parse(readFileSync(runFile(home), 'utf8')) as Run;
export const engineFile = (home: string): string => join(home, 'engine', 'temporal.db');

/** Waits until the installation's engine runs. */
export async function engineOf(home: string): Promise<EngineAt> {
  for (;;) {
    const engine = runningEngine(engineFile(home));
    if (engine) return engine;
    await pause(50);
  }
}

/** Ends this process when the engine that it works with has gone: whoever started it starts it again. */
export function endWith({ pid }: EngineAt, home: string): void {
  setInterval(() => {
    if (runningEngine(engineFile(home))?.pid !== pid) process.exit(1);
  }, 100);
}

/** Ends this process when the test that started it is no more. */
export const endWithTest = (): void => void process.on('disconnect', () => process.exit(1));

/** Tells the test that this process is at work. */
export const ready = (): void => void process.send?.('ready');

/** Tells the test that two attempts at the letter of this number overlap. */
export const tellOfOverlap = (number: string): void => void process.send?.({ overlap: number });
