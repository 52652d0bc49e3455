/**
 * The machine is lost, and the network goes on from its backup in an empty folder, as docs/operations.md says:
 * the engine's file is copied while it runs, then the store, so that every document that the engine names is there.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { RequestRecord } from '../../domain/request.js';
import { runningEngine } from '../../workers/engine/lock.js';
import { lastOpening } from '../setup/opening.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-restore-'));
const home = join(folder, 'first');
const backup = join(folder, 'backup');
const elsewhere = join(folder, 'second');

interface Running {
  process: ChildProcess;
  env: NodeJS.ProcessEnv;
}
const started: ChildProcess[] = [];

async function start(ascnHome: string, more: NodeJS.ProcessEnv = {}): Promise<Running> {
  const env = {
    ...process.env,
    ASCN_HOME: ascnHome,
    ASCN_SMTP_URL: '',
    ASCN_SECRET: '',
    TEMPORAL_ADDRESS: '',
    TEMPORAL_PROFILE: '',
    TEMPORAL_CONFIG_FILE: '',
    ...more,
  };
  const child = spawn(process.execPath, ['dist/client/start.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let said = '';
  await new Promise<void>((ready, failed) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready.')) ready();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => failed(new Error(`It ended before it was ready:\n${said}`)));
  });
  return { process: child, env };
}

async function end({ process: child }: Running, signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  await ended;
}

const ascn = async ({ env }: Running, ...words: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, ['dist/client/cli/main.js', ...words], { env })).stdout;
const json = async <T>(running: Running, ...words: string[]): Promise<T> =>
  JSON.parse(await ascn(running, ...words, '--json')) as T;

interface MailboxRow {
  number: number;
  to: string[];
  subject: string;
}

const mailbox = async (running: Running, to: string, subject: RegExp): Promise<MailboxRow[]> =>
  (await json<MailboxRow[]>(running, 'mailbox', 'list')).filter(
    (letter) => letter.to[0] === to && subject.test(letter.subject),
  );

/** Waits until an office has got a letter. */
async function letter(running: Running, to: string, subject: RegExp): Promise<MailboxRow> {
  for (;;) {
    const [found] = await mailbox(running, to, subject);
    if (found) return found;
    await pause(500);
  }
}

async function answer(running: Running, member: string): Promise<void> {
  const file = join(folder, 'answer.txt');
  writeFileSync(
    file,
    [
      'National Representative: Director-General, Ministry of Construction',
      `E-mail of the National Representative: nr@${member}.example`,
      'City 1 name: Capital',
      'City 1 Chief Smart City Officer: Director, Department of Planning',
      `City 1 officer e-mail: csco@capital.${member}.example`,
    ].join('\n'),
  );
  const asked = await letter(running, `ns@${member}.example`, /nomination/);
  await ascn(running, 'mailbox', 'answer', String(asked.number), '--file', file);
  await letter(running, `ns@${member}.example`, /^Received/);
}

const versions = async (running: Running, member: string): Promise<number> =>
  (await json<{ record: RequestRecord }>(running, 'request', 'show', `2027/nomination/${member}`)).record
    .versions.length;

/**
 * Copies the file of an engine at work: by sqlite3 where it is installed; else as a snapshot of the disk would,
 * which holds the file and its log at one instant.
 */
function copyEngine(file: string, into: string): void {
  mkdirSync(into, { recursive: true });
  cpSync(`${file}.version`, join(into, 'temporal.db.version'));
  if (spawnSync('sqlite3', ['--version']).status === 0) {
    execFileSync('sqlite3', [file, `.backup '${join(into, 'temporal.db')}'`]);
    return;
  }
  const { pid } = runningEngine(file)!;
  process.kill(pid, 'SIGSTOP');
  for (const part of ['', '-wal']) {
    if (existsSync(file + part)) cpSync(file + part, join(into, `temporal.db${part}`));
  }
  process.kill(pid, 'SIGCONT');
}

let first: Running;
let second: Running;
let lettersBefore: number;

beforeAll(async () => {
  first = await start(home);
  const opens = `nominations.opens=${lastOpening()}`;
  await ascn(
    first,
    'cycle',
    'start',
    '2027',
    '--summit',
    '2027-11-10',
    '--set',
    opens,
    '--as',
    'secretariat-sg',
  );
  await answer(first, 'vn');
  copyEngine(join(home, 'engine', 'temporal.db'), join(backup, 'engine'));
  // between the two copies: the engine's does not know of it, the store's does
  await answer(first, 'sg');
  // the key ring comes from elsewhere: no backup of the data has it
  for (const part of ['store', 'mailbox', 'secret', 'keys.json'])
    cpSync(join(home, part), join(backup, part), { recursive: true });
  lettersBefore = (await json<MailboxRow[]>(first, 'mailbox', 'list')).length;
  await end(first, 'SIGKILL');
  rmSync(home, { recursive: true });

  cpSync(backup, elsewhere, { recursive: true });
  // a new secret at the same time: letters that were sent with the old one are still answered
  second = await start(elsewhere, { ASCN_SECRET: 'a new secret of the network, made after the loss' });
}, 240_000);

afterAll(async () => {
  for (const child of started)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  if (second?.process.exitCode === null) await new Promise((done) => second.process.once('exit', done));
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
});

describe('a network restored into an empty folder', () => {
  test('goes on with what the engine knew, takes up what only the store knew, and sends nothing twice', async () => {
    expect(await versions(second, 'vn')).toBe(1);
    expect(await versions(second, 'sg')).toBe(0);

    expect(await json(second, 'letter', 'retake')).toMatchObject({ arrived: 2, taken: [expect.any(String)] });
    while ((await versions(second, 'sg')) === 0) await pause(500);
    expect(await json(second, 'letter', 'retake')).toMatchObject({ arrived: 2, taken: [] });

    await answer(second, 'th');
    expect(await versions(second, 'th')).toBe(1);
    expect(await mailbox(second, 'ns@sg.example', /^Received/)).toHaveLength(1);
    const since = (await json<MailboxRow[]>(second, 'mailbox', 'list')).slice(lettersBefore);
    expect(
      since.filter(({ to }) => to[0] !== 'ns@th.example' && to[0] !== 'secretariat@ascn.sg.example'),
    ).toEqual([]);
    expect(readFileSync(join(elsewhere, 'secret'), 'utf8')).not.toContain('a new secret');
  }, 180_000);
});
