/** Replays every history of a bundle strictly, on all cores: processes side by side, each with its share of the histories. */
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../workers/project.js';
import type { Finding } from './finding.js';
import type { InBundle, Order, Said } from './replay-process.js';

/** A history that is to be replayed. */
export interface Replayable extends InBundle {
  /** Its length as JSON, by which the work is shared out. */
  bytes: number;
}

/** The workflow bundle of one version of the code, and the histories that are to be replayed against it. */
export interface OfVersion {
  code: Uint8Array;
  histories: Replayable[];
}

/**
 * @param bundle its file, and that of its keys
 * @param onRun told after each history
 * @param onFinding told of each finding
 */
export async function replayAll(
  bundle: Pick<Order, 'file' | 'keyFile'>,
  versions: readonly OfVersion[],
  onRun: () => void,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ascn-audit-'));
  try {
    const paths = versions.map((_, i) => join(folder, `code-${i}.js`));
    for (const [i, { code }] of versions.entries()) await writeFile(paths[i]!, code);
    const orders = sharesOf(versions).map((share) => ({
      ...bundle,
      shares: share.map((histories, i) => ({ codePath: paths[i]!, histories })),
    }));
    await Promise.all(orders.map((order) => replayIn(order, onRun, onFinding)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Shares of about the same size, one for each core: the largest history first, each to whoever has least so far. */
function sharesOf(versions: readonly OfVersion[]): InBundle[][][] {
  const all = versions
    .flatMap(({ histories }, version) => histories.map((history) => ({ ...history, version })))
    .sort((a, b) => b.bytes - a.bytes);
  const shares = Array.from({ length: Math.min(availableParallelism(), all.length) }, () => ({
    bytes: 0,
    histories: versions.map((): InBundle[] => []),
  }));
  for (const { path, workflow, bytes, version } of all) {
    const least = shares.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    least.bytes += bytes;
    least.histories[version]!.push({ path, workflow });
  }
  return shares.map(({ histories }) => histories);
}

const program = (): string => join(projectRoot(), 'dist', 'client', 'audit', 'replay-process.js');

/** One process, to its end. One that breaks down is a finding, and so is each history that it did not come to. */
async function replayIn(
  order: Order,
  onRun: () => void,
  onFinding: (finding: Finding) => void,
): Promise<void> {
  const waiting = order.shares.flatMap(({ histories }) => histories);
  let done = false;
  let complaint = '';
  const child = fork(program(), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'json' });
  child.stderr?.on('data', (chunk: Buffer) => (complaint = `${complaint}${chunk.toString()}`.slice(-1000)));
  child.on('message', (said: Said) => {
    if (said === 'done') {
      done = true;
      return;
    }
    waiting.shift();
    for (const { event, what } of said.differences) onFinding({ where: said.workflow, event, what });
    onRun();
  });
  const ended = new Promise<string>((end) => {
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(signal ?? `exit code ${code}`));
  });
  child.send(order);
  const how = await ended;
  if (done && waiting.length === 0) return;
  const [broken, ...others] = waiting;
  onFinding({
    where: broken?.workflow ?? order.file,
    what: `Its replay broke the process that did it (${how}): ${complaint.trim().split('\n').at(-1)}`,
  });
  for (const { workflow } of others)
    onFinding({ where: workflow, what: 'It was not replayed, since the process broke before it.' });
}
