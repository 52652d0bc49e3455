import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Lock } from '../../workers/engine/lock.js';
import { runningEngine, takeLock } from '../../workers/engine/lock.js';

let folder: string;
let file: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ascn-lock-'));
  file = join(folder, 'temporal.db');
  path = `${file}.lock`;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that, like an engine, names the file in its command. */
async function standIn(): Promise<{ pid: number; end(): Promise<unknown> }> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)', '--', file]);
  await once(child.stdout, 'data');
  return {
    pid: child.pid!,
    end: () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      return gone;
    },
  };
}

async function take(): Promise<Lock> {
  const taken = await takeLock(file, 0);
  if ('live' in taken) throw new Error(`An engine is live at ${taken.live.address}.`);
  return taken.lock;
}

const noProcess = 999_999_999;
const address = '127.0.0.1:1';

describe('the lock of an engine’s file', () => {
  test.each([
    ['left when the machine lost power', { owner: noProcess, engine: { pid: noProcess, address } }],
    ['left by a start that was killed', { owner: noProcess }],
    ['whose process id now belongs to something else', { owner: 1, engine: { pid: process.pid, address } }],
    ['of something else', { engine: 7 }],
  ])('is replaced: one %s', async (_, content) => {
    writeFileSync(path, JSON.stringify(content));
    expect(runningEngine(file)).toBeUndefined();
    await take();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ owner: process.pid });
  });

  test('is replaced when it was written by half', async () => {
    writeFileSync(path, '{"owner":');
    await take();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ owner: process.pid });
  });

  test('leads to the engine that lives, until that one stops', async () => {
    const engine = await standIn();
    const lock = await take();
    lock.started({ pid: engine.pid, address });
    expect(await takeLock(file)).toEqual({ live: { pid: engine.pid, address } });
    lock.stopping();
    expect(runningEngine(file)).toBeUndefined();
    const next = takeLock(file);
    await engine.end();
    lock.release();
    expect(await next).toHaveProperty('lock');
  });

  test('is not taken from an engine whose owner was killed before that engine has ended', async () => {
    const engine = await standIn();
    writeFileSync(path, JSON.stringify({ owner: noProcess, engine: { pid: engine.pid, address } }));
    await expect(takeLock(file, 0)).rejects.toMatchObject({ type: 'Unavailable' });
    const next = takeLock(file);
    await engine.end();
    expect(await next).toHaveProperty('lock');
  });

  test('names itself when another process never comes to an end with it', async () => {
    await take();
    await expect(takeLock(file, 0)).rejects.toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining(`delete ${path}`),
    });
  });

  test('goes to one of many that want it at once', async () => {
    writeFileSync(path, JSON.stringify({ owner: noProcess }));
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(file, 0)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(existsSync(path)).toBe(true);
  });
});
