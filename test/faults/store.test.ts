/**
 * The disk is full, or read-only: what was to be stored is refused for now, nothing stands there by half, and the same
 * goes through when there is room again.
 *
 * A full disk is made in two ways. `prlimit` lets no file of a running process grow, for any user and in a container;
 * the system then answers EFBIG where a full disk answers ENOSPC. A file system of 64 KB, which not every machine
 * lets its users mount, answers ENOSPC itself.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addDays } from '../../domain/time.js';
import { projectRoot } from '../../workers/project.js';
import { until } from './network.js';
import type { RunningNetwork } from './running.js';
import { startNetwork, today } from './running.js';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'ascn-full-'));
const home = join(folder, 'home');
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
    : (name: string, body: () => Promise<void>, ms?: number) =>
        test.skip(`${name} (NOT RUN: ${lacks})`, body, ms);

describe('a network whose disk takes no more', () => {
  let network: RunningNetwork | undefined;

  beforeAll(async () => {
    if (canLimit) network = await startNetwork(home);
  }, 120_000);
  afterAll(() => network?.stop(), 60_000);

  /** Of the network's own process: the engine, which is another, keeps its disk. */
  const limit = (bytes: '0' | 'unlimited') =>
    run('prlimit', ['--pid', String(network!.pid), `--fsize=${bytes}:unlimited`]);

  testWith(canLimit, 'no prlimit here')(
    'answers 451, tries its letters again, and goes on with both when there is room',
    async () => {
      await network!.startYear();
      await limit('0');
      const before = filesIn(join(home, 'store'));
      await expect(network!.answer('vn')).rejects.toMatchObject({ responseCode: 451 });
      const extending = network!.extend('th', addDays(today(), 60));
      extending.catch(() => undefined);
      // the new plan is noted before a letter says so
      await until(() =>
        network!.log().find((line) => line.includes('"replan"') && line.includes('Unavailable')),
      );
      expect(filesIn(join(home, 'store'))).toEqual(before);

      await limit('unlimited');
      await extending;
      await network!.letter(
        ({ to, subject }) => to[0] === 'ns@th.example' && subject.startsWith('More time'),
      );
      await network!.answer('vn');
      await network!.accepted('vn');
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
