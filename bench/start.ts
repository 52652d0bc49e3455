/** How long a start takes from the command to “Ready”, and where it goes. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../workers/project.js';
import { inDigits, median } from './figures.js';
import type { Outcome, RunOptions, Scenario } from './scenario.js';

export const start: Scenario = {
  name: 'start',
  title: 'Starting',
  about:
    'A warm `npm start` on a home that has been used: libraries, build and engine are there. From the command to the line that says “Ready”, measured from outside, line by line.',
  minutes: 10,
  run,
};

/** The lines that a start prints, in their order, and what has been done when each is there. */
const steps = [
  {
    line: /^engine /m,
    done: 'npm, the check of what is set up, loading the program, the engine until it answers',
  },
  { line: /^mailbox /m, done: 'connecting, the local mailbox' },
  {
    line: /^worker /m,
    done: 'templates, forms and data, the worker with its bundle, becoming the current version, the registry',
  },
  { line: /^mailroom /m, done: 'the mailroom' },
  { line: /^Ready\./m, done: 'the rest' },
];

async function run({ runs, folder, say }: RunOptions): Promise<Outcome> {
  // no setting of the user's own counts
  const env: NodeJS.ProcessEnv = { ASCN_HOME: join(folder, 'home') };
  for (const [name, value] of Object.entries(process.env))
    if (!/^(ASCN|TEMPORAL|npm)_/i.test(name)) env[name] = value;
  const whole: number[] = [];
  const parts: number[][] = [];
  const direct: number[] = [];
  const setUp: number[] = [];
  // the first makes the engine's file and the secret; it is not counted
  for (let round = 0; round <= runs; round += 1) {
    const times = await startOnce('npm', ['start', '--silent'], env);
    const program = await startOnce(process.execPath, [join('dist', 'client', 'start.js')], env);
    const check = await timeOf(process.execPath, ['setup.mjs', 'deps', 'build', 'dev-server'], env);
    if (round === 0) continue;
    whole.push(times.at(-1)!);
    parts.push(times.map((at, i) => at - (times[i - 1] ?? 0)));
    direct.push(program.at(-1)!);
    setUp.push(check);
    say(`${round}: ${times.at(-1)!.toFixed(2)} s`);
  }
  const at = (part: number) => parts.map((each) => each[part]!);
  return {
    figures: [
      { what: '`npm start` to “Ready”', unit: 's', values: whole, aim: { atMost: 5 } },
      { what: 'the program alone, `node dist/client/start.js`', unit: 's', values: direct },
      { what: 'the check of what is set up alone', unit: 's', values: setUp },
    ],
    tables: [
      {
        title: 'Where the time of `npm start` goes',
        columns: ['Until the line', 'What has been done since the line before', 'Median'],
        rows: steps.map(({ line, done }, i) => [
          `\`${line.source.replace(/[\^\\ ]/g, '').replace(/\.$/, '')}\``,
          done,
          `${inDigits(median(at(i)))} s`,
        ]),
      },
    ],
  };
}

/**
 * Starts, waits for “Ready”, and stops it.
 *
 * @returns seconds from the command to each line
 * @throws Error with what was said, when it ends before
 */
async function startOnce(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number[]> {
  const begun = performance.now();
  const child = spawn(command, args, { cwd: projectRoot(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  const seconds: (number | undefined)[] = steps.map(() => undefined);
  let said = '';
  try {
    await new Promise<void>((ready, failed) => {
      const hear = (text: Buffer) => {
        said += text.toString();
        steps.forEach(({ line }, i) => {
          if (seconds[i] === undefined && line.test(said)) seconds[i] = (performance.now() - begun) / 1000;
        });
        if (seconds.at(-1) !== undefined) ready();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', failed);
      child.once('exit', () => failed(new Error(`It ended before it was ready:\n${said}`)));
    });
  } finally {
    await stop(child);
  }
  const missing = steps.find((_, i) => seconds[i] === undefined);
  if (missing) throw new Error(`It said nothing like ${missing.line.source}:\n${said}`);
  return seconds as number[];
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // npm ends with the program that it runs, to which it passes the signal on
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await ended;
}

async function timeOf(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const begun = performance.now();
  const child = spawn(command, args, { cwd: projectRoot(), env, stdio: 'inherit' });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code}.`);
  return (performance.now() - begun) / 1000;
}
