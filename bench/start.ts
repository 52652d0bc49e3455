/** How long a start takes from the command to “Ready”, and where it goes. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../workers/project.js';
import type { Outcome, RunOptions, Scenario } from './scenario.js';
import type { StartParts } from './start-parts-process.js';

export const start: Scenario = {
  name: 'start',
  title: 'Starting',
  about:
    'A warm `npm start` on a home that has been used: libraries, build and engine are there. From the command to the line that says “Ready”, measured from outside.',
  minutes: 10,
  run,
};

async function run({ runs, folder, say }: RunOptions): Promise<Outcome> {
  // no setting of the user's own counts
  const env: NodeJS.ProcessEnv = { ASCN_HOME: join(folder, 'home') };
  for (const [name, value] of Object.entries(process.env))
    if (!/^(ASCN|TEMPORAL|npm)_/i.test(name)) env[name] = value;
  const whole: number[] = [];
  const direct: number[] = [];
  const setUp: number[] = [];
  const parts: StartParts[] = [];
  const program = [join('dist', 'client', 'start.js')];
  // the first makes the engine's file and the secret; it is not counted
  for (let round = 0; round <= runs; round += 1) {
    const times = {
      whole: await untilReady('npm', ['start', '--silent'], env),
      direct: await untilReady(process.execPath, program, env),
      setUp: (await timeOf(['setup.mjs', 'deps', 'build', 'dev-server'], env)).seconds,
      parts: JSON.parse((await timeOf([partsProgram], env)).said) as StartParts,
    };
    if (round === 0) continue;
    whole.push(times.whole);
    direct.push(times.direct);
    setUp.push(times.setUp);
    parts.push(times.parts);
    say(`${round}: ${times.whole.toFixed(2)} s`);
  }
  const names = Object.keys(parts[0]!);
  return {
    figures: [
      { what: '`npm start` to “Ready”', unit: 's', values: whole, aim: { atMost: 5 } },
      { what: 'the check of what is set up alone', unit: 's', values: setUp },
      { what: 'the program alone, `node dist/client/start.js`', unit: 's', values: direct },
      ...names.map((name) => ({
        what: `of it: ${name}`,
        unit: 's',
        values: parts.map((each) => each[name]!),
      })),
    ],
    notes: [
      'What is left of `npm start` beside the check and the program is npm itself.',
      'The steps of the program were timed in a process of their own, which takes them in the order of `client/start.ts`.',
    ],
  };
}

const partsProgram = join('dist', 'bench', 'start-parts-process.js');

/**
 * Starts, waits for “Ready”, and stops it.
 *
 * @returns seconds from the command to that line
 * @throws Error with what was said, when it ends before
 */
async function untilReady(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const begun = performance.now();
  const child = spawn(command, args, { cwd: projectRoot(), env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  try {
    return await new Promise<number>((ready, failed) => {
      const hear = (text: Buffer) => {
        said += text.toString();
        if (/^Ready\./m.test(said)) ready((performance.now() - begun) / 1000);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', failed);
      child.once('exit', () => failed(new Error(`It ended before it was ready:\n${said}`)));
    });
  } finally {
    await stop(child);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  // npm ends with the program that it runs, to which it passes the signal on
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await ended;
}

/** Runs a program to its end. @throws Error when it fails */
async function timeOf(args: string[], env: NodeJS.ProcessEnv): Promise<{ seconds: number; said: string }> {
  const begun = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: projectRoot(),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with exit code ${code}.`);
  return { seconds: (performance.now() - begun) / 1000, said };
}
