/** `npm start` where it cannot or must not start: one sentence, no trace of the program, and a code that is not 0. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevServer } from '../../workers/engine/dev-server.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-start-faults-'));
const home = join(folder, 'home');
const file = join(home, 'engine', 'temporal.db');
const children = new Set<ChildProcess>();

interface Started {
  /** Resolves when it says that it is ready; rejects when it ends before. */
  ready: Promise<void>;
  ended: Promise<{ code: number | null; out: string; err: string }>;
  stop(): Promise<unknown>;
}

/** @param limit a shell's words before the program starts, e.g. `ulimit -f 0` */
function start(words: string[] = [], limit?: string): Started {
  const env = {
    ...process.env,
    ASCN_HOME: home,
    // as on a terminal, where a person reads it
    ASCN_LOG: 'text',
    ...{ TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '', TEMPORAL_CONFIG_FILE: '', ASCN_SMTP_URL: '' },
  };
  const command = [process.execPath, 'dist/client/start.js', ...words];
  const [program = '', ...args] = limit
    ? ['/bin/sh', '-c', `${limit}; exec "$@"`, 'sh', ...command]
    : command;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((done) =>
    child.once('close', (code) => {
      children.delete(child);
      done({ code, out, err });
    }),
  );
  const ready = new Promise<void>((done, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('Ready.')) done();
    });
    void ended.then(() => failed(new Error(`It ended before it was ready:\n${out}${err}`)));
  });
  ready.catch(() => undefined);
  return {
    ready,
    ended,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** One sentence or two for a person: what is amiss, and nothing of the program's inside. */
function isSaid(err: string, words: RegExp): void {
  expect(err).toMatch(words);
  expect(err).not.toMatch(/\n\s+at |Error:|node_modules/);
}

describe('a second npm start on a home where one runs', () => {
  test('is refused in words and leaves the first alone; a worker may be added and taken away', async () => {
    const first = start();
    await first.ready;
    const port = readFileSync(join(home, 'mailroom-port'), 'utf8');
    const second = await start().ended;
    expect(second.code).toBe(1);
    isSaid(
      second.err,
      new RegExp(`^The network in ${home} runs already: its engine is at 127.0.0.1:\\d+\\. Stop it `),
    );
    expect(readFileSync(join(home, 'mailroom-port'), 'utf8')).toBe(port);
    expect(existsSync(`${file}.lock`)).toBe(true);

    const worker = start(['worker']);
    await worker.ready;
    expect(await worker.stop()).toMatchObject({ code: 0 });
    expect(existsSync(`${file}.lock`)).toBe(true);
    expect(await first.stop()).toMatchObject({ code: 0 });
    expect(existsSync(`${file}.lock`)).toBe(false);
  }, 240_000);

  test('nonsense where the lock should be keeps nobody out', async () => {
    mkdirSync(join(home, 'engine'), { recursive: true });
    writeFileSync(`${file}.lock`, '\0\0 {"owner": "everybody"');
    const again = start();
    await again.ready;
    expect(await again.stop()).toMatchObject({ code: 0 });
  }, 240_000);
});

describe('npm start ends with a sentence and code 1', () => {
  let good: Buffer;
  beforeAll(async () => {
    const engine = await startDevServer({ file });
    await engine.stop();
    good = readFileSync(file);
  }, 120_000);
  afterEach(() => writeFileSync(file, good));

  test.each<[string, () => void, RegExp]>([
    [
      'that is no database',
      () => writeFileSync(file, 'The record of ten years\n'.repeat(400)),
      /temporal\.db is not a database of the engine\. Restore the home folder from the backup/,
    ],
    [
      'that was cut off',
      () => truncateSync(file, 50_000),
      /temporal\.db was cut off: it has 50000 bytes of \d+\. Restore the home folder/,
    ],
  ])(
    'on an engine’s file %s',
    async (_what, harm, words) => {
      rmSync(`${file}-wal`, { force: true });
      harm();
      const { code, err } = await start().ended;
      expect(code).toBe(1);
      isSaid(err, words);
      expect(existsSync(`${file}.lock`)).toBe(false);
    },
    120_000,
  );

  test('on an engine’s file of another version, with what to do', async () => {
    const version = readFileSync(`${file}.version`, 'utf8');
    writeFileSync(`${file}.version`, '1.0.0\n');
    const { code, err } = await start().ended;
    writeFileSync(`${file}.version`, version);
    expect(code).toBe(1);
    isSaid(
      err,
      /was written by Temporal server 1\.0\.0, and the engine of this release is .* Run the year to its end with the release/,
    );
    expect(existsSync(`${file}.lock`)).toBe(false);
  }, 120_000);

  test('on a disk that takes no more', async () => {
    // no file may grow: what a full disk does to whoever writes, without needing one
    const { code, err } = await start([], 'ulimit -f 0').ended;
    expect(code).toBe(1);
    isSaid(
      err,
      /The network cannot start: the system says (?:EFBIG|ENOSPC): .* needs room and must be writable\./,
    );
    expect(existsSync(`${file}.lock`)).toBe(false);
    expect(readFileSync(file).equals(good)).toBe(true);
  }, 120_000);
});
