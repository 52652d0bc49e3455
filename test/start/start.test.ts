/** `npm start` as a secretariat meets it: letters leave, an answer counts, and a restart loses nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { RequestRecord } from '../../domain/request.js';
import { lastOpening } from '../setup/opening.js';

const home = mkdtempSync(join(tmpdir(), 'ascn-start-'));
const env = {
  ...process.env,
  ASCN_HOME: home,
  TEMPORAL_ADDRESS: '',
  TEMPORAL_PROFILE: '',
  TEMPORAL_CONFIG_FILE: '',
  ASCN_SMTP_URL: '',
};
const run = promisify(execFile);
let installation: ChildProcess | undefined;

/** Starts everything, and waits until it says that it is ready. */
async function start(): Promise<string> {
  const started = spawn(process.execPath, ['dist/client/start.js'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  installation = started;
  let said = '';
  return new Promise((ready, failed) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ready.')) ready(said);
    };
    started.stdout.on('data', hear);
    started.stderr.on('data', hear);
    started.once('exit', () => failed(new Error(`It ended before it was ready:\n${said}`)));
  });
}

async function stop(): Promise<number | null> {
  const running = installation;
  installation = undefined;
  if (!running || running.exitCode !== null) return running?.exitCode ?? null;
  const ended = new Promise<number | null>((done) => running.once('exit', done));
  running.kill('SIGINT');
  return ended;
}

async function ascn(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, ['dist/client/cli/main.js', ...words], { env });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const json = async <T>(...words: string[]): Promise<T> =>
  JSON.parse((await ascn(...words, '--json')).out) as T;

interface MailboxRow {
  number: number;
  to: string[];
  subject: string;
}

/** Waits until the local mailbox holds letters that fit. */
async function letters(fit: (letter: MailboxRow) => boolean, least: number): Promise<MailboxRow[]> {
  for (;;) {
    const found = (await json<MailboxRow[]>('mailbox', 'list')).filter(fit);
    if (found.length >= least) return found;
    await pause(500);
  }
}

const nominationsOpen = lastOpening();

describe('a year started in real time on the embedded engine', () => {
  beforeAll(start, 120_000);
  afterAll(async () => {
    await stop();
    rmSync(home, { recursive: true, force: true });
  });

  test('its first letters leave at once, an answer by SMTP counts, and a restart of everything loses nothing', async () => {
    const plan = ['2027', '--summit', '2027-11-10', '--set', `nominations.opens=${nominationsOpen}`];
    expect(await ascn('cycle', 'start', ...plan, '--as', 'secretariat-sg')).toMatchObject({ code: 0 });
    const asked = await letters(({ subject }) => subject.includes('nomination'), 11);
    expect(new Set(asked.map(({ to }) => to[0])).size).toBe(11);

    const answer = join(home, 'answer.txt');
    writeFileSync(
      answer,
      [
        'National Representative: Director-General, Ministry of Construction',
        'E-mail of the National Representative: nr@vn.example',
        'City 1 name: Hà Nội',
        'City 1 Chief Smart City Officer: Director, Department of Planning',
        'City 1 officer e-mail: csco@hanoi.vn.example',
      ].join('\n'),
    );
    const toVietNam = asked.find(({ to }) => to[0] === 'ns@vn.example')!;
    expect(await ascn('mailbox', 'answer', String(toVietNam.number), '--file', answer)).toMatchObject({
      code: 0,
    });
    const [receipt] = await letters(({ subject }) => subject.startsWith('Received'), 1);
    expect(receipt).toMatchObject({ to: ['ns@vn.example'] });
    expect(await json<{ record: RequestRecord }>('request', 'show', '2027/nomination/vn')).toMatchObject({
      record: { state: 'accepted', accepted: 1 },
    });

    expect(await stop()).toBe(0);
    expect(await ascn('cycle', 'status', '2027')).toEqual({
      code: 2,
      out: '',
      err: 'Nothing is running here. Start it with: npm start\n',
    });
    await start();

    const again = await ascn('cycle', 'start', ...plan, '--as', 'secretariat-sg');
    expect(again).toMatchObject({
      code: 2,
      err: expect.stringContaining('The cycle of 2027 was started already') as unknown,
    });
    expect(await json<{ record: RequestRecord }>('request', 'show', '2027/nomination/vn')).toMatchObject({
      record: { state: 'accepted' },
    });
    const toSingapore = asked.find(({ to }) => to[0] === 'ns@sg.example')!;
    expect(await ascn('mailbox', 'answer', String(toSingapore.number), '--file', answer)).toMatchObject({
      code: 0,
    });
    await letters(({ to, subject }) => to[0] === 'ns@sg.example' && subject.startsWith('Received'), 1);
    const all = await json<MailboxRow[]>('mailbox', 'list');
    expect(all.filter(({ subject }) => subject.startsWith('ASCN 2027: nomination'))).toHaveLength(11);
  }, 240_000);
});
