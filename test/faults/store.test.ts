/**
 * The disk is full, or read-only: what was to be stored is refused for now, nothing stands there by half, and the same
 * goes through when there is room again.
 *
 * A full disk is made in two ways. `prlimit` lets no file of a running process grow, for any user and in a container;
 * the system then answers EFBIG where a full disk answers ENOSPC. A file system of 64 KB, which not every machine
 * lets its users mount, answers ENOSPC itself.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { listMailbox } from '../../activities/mail/local-mailbox.js';
import { requestId } from '../../domain/ids.js';
import type { RequestRecord } from '../../domain/request.js';
import { addDays, toInstant } from '../../domain/time.js';
import { runningEngine } from '../../workers/engine/lock.js';
import { projectRoot } from '../../workers/project.js';
import { until } from './network.js';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'ascn-full-'));
const home = join(folder, 'home');
const today = toInstant(Date.now()).slice(0, 10);
const canLimit = spawnSync('prlimit', ['--version']).status === 0;
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', folder]).status === 0;

/** Files below a folder, by their names; a folder that was made for one may stay. */
const filesIn = (where: string): string[] =>
  readdirSync(where, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A test that this machine cannot run says why in its name. */
const testWith = (can: boolean, lacks: string) =>
  can
    ? test
    : (name: string, body: () => unknown, ms?: number) =>
        test.skip(`${name} (NOT RUN: ${lacks})`, body as () => void, ms);

describe('a network whose disk takes no more', () => {
  let network: ChildProcess | undefined;
  const env = {
    ...process.env,
    ASCN_HOME: home,
    ...{ TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '', TEMPORAL_CONFIG_FILE: '', ASCN_SMTP_URL: '' },
  };
  const ascn = (...words: string[]) => run(process.execPath, ['dist/client/cli/main.js', ...words], { env });
  const mailbox = join(home, 'mailbox');

  beforeAll(async () => {
    if (!canLimit) return;
    const child = spawn(process.execPath, ['dist/client/start.js'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    network = child;
    await new Promise<void>((ready, failed) => {
      child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('Ready.') && ready());
      child.once('exit', () => failed(new Error('It ended before it was ready.')));
    });
  }, 120_000);
  afterAll(async () => {
    if (!network) return;
    const ended = new Promise((done) => network?.once('exit', done));
    network.kill('SIGINT');
    await ended;
  }, 60_000);

  /** Of the network's own process: the engine, which is another, keeps its disk. */
  const limit = (bytes: '0' | 'unlimited') =>
    run('prlimit', ['--pid', String(network!.pid), `--fsize=${bytes}:unlimited`]);

  testWith(canLimit, 'no prlimit here')(
    'answers 451, tries its letters again, and goes on with both when there is room',
    async () => {
      const plan = ['2027', '--summit', '2027-11-10', '--set', `nominations.opens=${today}`];
      await ascn('cycle', 'start', ...plan, '--as', 'secretariat-sg');
      const letterTo = (to: string) =>
        until(async () => (await listMailbox(mailbox)).find((letter) => letter.to[0] === to));
      await until(async () => ((await listMailbox(mailbox)).length >= 11 ? true : undefined));
      const { file } = await letterTo('ns@vn.example');
      const { replyTo } = await PostalMime.parse(readFileSync(join(mailbox, file)));
      const port = Number(readFileSync(join(home, 'mailroom-port'), 'utf8'));
      const answer = () =>
        createTransport({ host: '127.0.0.1', port, ignoreTLS: true }).sendMail({
          messageId: '<answer@vn.example>',
          date: new Date('2026-01-01T00:00:00Z'),
          from: 'ns@vn.example',
          to: replyTo?.[0]?.address,
          subject: 'Nominations',
          text: [
            'National Representative: Director-General, Ministry of Construction',
            'E-mail of the National Representative: nr@vn.example',
            'City 1 name: Hà Nội',
            'City 1 Chief Smart City Officer: Director, Department of Planning',
            'City 1 officer e-mail: csco@hanoi.vn.example',
          ].join('\n'),
        });

      await limit('0');
      const before = filesIn(join(home, 'store'));
      await expect(answer()).rejects.toMatchObject({ responseCode: 451 });
      const extending = ascn(
        ...['request', 'extend', '2027/nomination/th', '--until', addDays(today, 60)],
        ...['--as', 'secretariat-sg', '--why', 'The disk is full'],
      );
      extending.catch(() => undefined);
      const connection = await Connection.connect({
        address: runningEngine(join(home, 'engine', 'temporal.db'))!.address,
      });
      const request = new Client({ connection }).workflow.getHandle(
        requestId('ascn', 2027, 'nomination', 'th'),
      );
      await until(async () => {
        const { raw } = await request.describe();
        const failure = raw.pendingActivities?.find(
          ({ activityType }) => activityType?.name === 'sendLetter',
        )?.lastFailure;
        return (
          failure?.message?.includes('cannot be used: a file may not grow that large (EFBIG)') || undefined
        );
      });
      await connection.close();
      expect(filesIn(join(home, 'store'))).toEqual(before);

      await limit('unlimited');
      await extending;
      await until(async () =>
        (await listMailbox(mailbox)).find(
          ({ to, subject }) => to[0] === 'ns@th.example' && subject.startsWith('More time'),
        ),
      );
      await answer();
      await until(async () => {
        const { stdout } = await ascn('request', 'show', '2027/nomination/vn', '--json');
        return (JSON.parse(stdout) as { record: RequestRecord }).record.state === 'accepted' || undefined;
      });
      expect(filesIn(home).filter((name) => name.includes('unfinished'))).toEqual([]);
    },
    240_000,
  );
});

/** What a store in a process of its own is asked for, as a program; `outcome(work)` gives what became of it. */
async function storeProgram(body: string, ...before: string[]): Promise<unknown> {
  const store = join(projectRoot(), 'dist', 'activities', 'documents', 'disk-store.js');
  const program = `
    import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
    const { createDiskStore } = await import(${JSON.stringify(store)});
    const folder = ${JSON.stringify(join(folder, 'small'))};
    const store = createDiskStore(folder + '/store');
    const outcome = (work) => work.then(() => 'done', ({ type, message }) => type + ': ' + message);
    const files = () => readdirSync(folder + '/store', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile()).length;
    ${body}`;
  const [command = process.execPath, ...args] = [
    ...before,
    process.execPath,
    '--input-type=module',
    '-e',
    program,
  ];
  const { stdout } = await run(command, args);
  return JSON.parse(stdout);
}

testWith(canMount, 'this user may not mount a file system')(
  'a file system without room refuses documents and entries for now, and keeps none by half',
  async () => {
    const small = join(folder, 'small');
    const script = `mkdir -p "$0" && mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"`;
    const told = await storeProgram(
      `
      await store.enter('letters', 'first', { city: 'Hue' });
      let room = 0;
      try { for (;; room += 1) writeFileSync(folder + '/filler-' + room, Buffer.alloc(4096)); } catch {}
      const before = files();
      const full = [await outcome(store.put('A'.repeat(5000))), await outcome(store.enter('letters', 'second', { city: 'Hanoi' }))];
      const after = files();
      const kept = await store.entry('letters', 'first');
      for (let i = 0; i < room; i += 1) rmSync(folder + '/filler-' + i);
      rmSync(folder + '/filler-' + room, { force: true });
      const again = [await outcome(store.put('A'.repeat(5000))), await outcome(store.enter('letters', 'second', { city: 'Hanoi' }))];
      console.log(JSON.stringify({ full, again, kept, same: before === after, second: await store.entry('letters', 'second') }));`,
      ...['unshare', '-rm', '/bin/sh', '-c', script, small],
    );
    const refusal = expect.stringMatching(/^Unavailable: .*the disk is full \(ENOSPC\)\.$/) as unknown;
    expect(told).toEqual({
      full: [refusal, refusal],
      again: ['done', 'done'],
      kept: { city: 'Hue' },
      same: true,
      second: { city: 'Hanoi' },
    });
  },
  60_000,
);

test('a store that may only be read refuses what is new for now, and still gives what it has', async () => {
  await chmod(folder, 0o755);
  // nothing is read-only to root, so a root gives up its rights once the program is loaded
  const told = await storeProgram(`
    const address = await store.put('The plan of Hue');
    const walk = (mode) => {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
        chmodSync(entry.parentPath + '/' + entry.name, entry.isDirectory() ? mode : 0o444);
    };
    walk(0o555);
    const isRoot = process.getuid() === 0;
    if (isRoot) process.seteuid(65534);
    const closed = [await outcome(store.put('Another plan')), await outcome(store.enter('letters', 'one', {}))];
    const read = Buffer.from(await store.get(address)).toString();
    if (isRoot) process.seteuid(0);
    walk(0o777);
    const again = [await outcome(store.put('Another plan')), await outcome(store.enter('letters', 'one', {}))];
    console.log(JSON.stringify({ closed, read, again, files: files() }));`);
  const refusal = expect.stringMatching(/^Unavailable: .*access is denied \(EACCES\)\.$/) as unknown;
  expect(told).toEqual({
    closed: [refusal, refusal],
    read: 'The plan of Hue',
    again: ['done', 'done'],
    files: 3,
  });
}, 60_000);
