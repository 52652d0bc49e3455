/** A program that runs beside the test, with its output in a file, and that does not outlive the test. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { leash } from '../../workers/engine/leash.js';

export interface ProgramOptions {
  /** As errors name it. */
  name: string;
  command: string;
  args: string[];
  /** The whole environment. */
  env?: NodeJS.ProcessEnv;
  /** The user that it runs as, where that is another. */
  user?: { uid: number; gid: number };
  /** The file to which its output is added. */
  log: string;
}

export type Program = ReturnType<typeof runProgram>;

export function runProgram({ name, command, args, env = process.env, user, log }: ProgramOptions) {
  const output = openSync(log, 'a');
  const child = spawn(command, args, { env, ...user, stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  const said = () => readFileSync(log, 'utf8');
  const release = child.pid === undefined ? () => undefined : leash(child.pid);
  let broken: string | undefined;
  const ended = new Promise<void>((done) => {
    child.once('error', (error) => {
      broken = error.message;
      done();
    });
    child.once('exit', (code, signal) => {
      broken = signal ?? `exit code ${code}`;
      release();
      done();
    });
  });
  return {
    said,
    ended,
    /** Waits until it is ready; an end before that is an error that shows what it said last. */
    async ready(test: () => boolean | Promise<boolean>): Promise<void> {
      while (!(await test())) {
        if (broken !== undefined)
          throw new Error(`${name} ended before it was ready (${broken}):\n${said().slice(-3000)}`);
        await pause(100);
      }
    },
    /** Sends a signal and waits for the end. */
    async end(signal: NodeJS.Signals): Promise<void> {
      if (broken === undefined) child.kill(signal);
      await ended;
    },
  };
}
