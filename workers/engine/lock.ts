/** One engine a file: the lock beside it says who started the engine, its process and its address. */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { CycleError } from '../../domain/errors.js';

export interface EngineAt {
  pid: number;
  address: string;
  /** The address of Temporal's own pages, where they are on. */
  ui?: string;
}

interface LockContent {
  /** The process that started the engine and will stop it. */
  owner: number;
  /** The engine's process while it starts. */
  launching?: number;
  /** Absent while the engine starts. */
  engine?: EngineAt;
  stopping?: boolean;
}

/** The lock, held by this process. */
export interface Lock {
  /** The engine's process is there, and does not answer yet. */
  launching(pid: number): void;
  started(engine: EngineAt): void;
  /** From now on nobody adopts the engine; whoever wants one waits for the lock. */
  stopping(): void;
  release(): void;
}

const pathOf = (file: string): string => `${file}.lock`;

/**
 * Takes the lock of an engine's file, or finds the engine that holds it. Waits while another process starts or
 * stops its engine; replaces a lock whose engine is no more.
 *
 * @param waitMs how long to wait for another process
 * @throws CycleError `Unavailable` naming the lock when another process is neither done nor gone in that time
 */
export async function takeLock(file: string, waitMs = 60_000): Promise<{ lock: Lock } | { live: EngineAt }> {
  const path = pathOf(file);
  const deadline = performance.now() + waitMs;
  for (;;) {
    if (create(path, { owner: process.pid })) return { lock: held(path) };
    const text = readText(path);
    const content = text === undefined ? undefined : parse(text);
    const state = text === undefined ? 'gone' : content ? stateOf(content, file) : 'stale';
    if (state === 'live' && content?.engine) return { live: content.engine };
    if (state === 'stale') removeStale(path, text!);
    if (state === 'busy') {
      if (performance.now() > deadline) {
        throw new CycleError(
          'Unavailable',
          `Process ${content?.owner} has been starting or stopping the engine of ${file} for over ${waitMs / 1000} seconds. ` +
            `Wait for it or end it; if there is no such process of the cycle, delete ${path}.`,
        );
      }
      await pause(100);
    }
  }
}

/** The engine that runs on a file now, if one does. */
export function runningEngine(file: string): EngineAt | undefined {
  const text = readText(pathOf(file));
  const content = text === undefined ? undefined : parse(text);
  return content && stateOf(content, file) === 'live' ? content.engine : undefined;
}

function stateOf(
  { owner, launching, engine, stopping }: LockContent,
  file: string,
): 'live' | 'busy' | 'stale' {
  // An engine that was starting when its owner was killed is about to be stopped by its leash.
  const starts = launching !== undefined && isEngineOf(launching, file);
  if (!engine) return isAlive(owner) || starts ? 'busy' : 'stale';
  if (!isEngineOf(engine.pid, file)) return 'stale';
  // An engine whose owner was killed is about to be stopped by its leash.
  return stopping || !isAlive(owner) ? 'busy' : 'live';
}

function held(path: string): Lock {
  const replace = (content: LockContent) => {
    const part = `${path}.${process.pid}`;
    writeFileSync(part, JSON.stringify(content));
    renameSync(part, path);
  };
  let engine: EngineAt | undefined;
  return {
    launching: (pid) => replace({ owner: process.pid, launching: pid }),
    started(at) {
      engine = at;
      replace({ owner: process.pid, engine });
    },
    stopping: () => replace({ owner: process.pid, engine, stopping: true }),
    release: () => rmSync(path, { force: true }),
  };
}

/** Writes the lock whole, or not at all when one stands there. */
function create(path: string, content: LockContent): boolean {
  const part = `${path}.${process.pid}`;
  try {
    writeFileSync(part, JSON.stringify(content));
    linkSync(part, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(part, { force: true });
  }
}

/** Two processes may find the same stale lock: whoever moved a newer one away by mistake puts it back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readText(aside) !== stale && !existsSync(path)) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): LockContent | undefined {
  try {
    const content = JSON.parse(text) as Partial<LockContent> | null;
    return typeof content?.owner === 'number' ? (content as LockContent) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A process id is used again after a restart of the machine, so the process must also name the file. */
function isEngineOf(pid: number, file: string): boolean {
  if (!isAlive(pid)) return false;
  const command = existsSync('/proc/self/cmdline')
    ? (readText(`/proc/${pid}/cmdline`) ?? '')
    : spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return command.includes(file);
}
