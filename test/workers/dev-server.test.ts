import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { DevServer } from '../../workers/engine/dev-server.js';
import { startDevServer } from '../../workers/engine/dev-server.js';
import { runningEngine } from '../../workers/engine/lock.js';
import { projectRoot } from '../../workers/project.js';
import { prepareRuntime } from '../../workers/runtime.js';
import { buildIdOf } from '../../workers/bundle.js';
import { runWorker } from '../../workers/worker.js';
import { probeActivities, probeBundle } from './probe.js';
import type * as workflows from './probe-workflows.js';
import { answer, answers } from './probe-workflows.js';

const taskQueue = 'probe';
/** As `npm test` builds it: a process of its own cannot run the sources. */
const built = join(projectRoot(), 'dist', 'workers', 'engine', 'dev-server.js');
let bundlePath: string;
let folder: string;
let file: string;
let started: DevServer[];
let connections: { close(): Promise<void> }[];

beforeAll(async () => {
  prepareRuntime();
  bundlePath = await probeBundle();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ascn-engine-'));
  file = join(folder, 'temporal.db');
  started = [];
  connections = [];
});

afterEach(async () => {
  for (const connection of connections) await connection.close();
  for (const server of started) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<DevServer> {
  const server = await startDevServer({ file });
  started.push(server);
  return server;
}

async function connect(address: string): Promise<{ client: Client; native: NativeConnection }> {
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  connections.push(connection, native);
  return { client: new Client({ connection }), native };
}

const worker = (connection: NativeConnection) =>
  runWorker({
    connection,
    namespace: 'default',
    taskQueue,
    activities: probeActivities(() => Promise.resolve('set')),
    bundlePath,
    deployment: true,
  });

describe('the embedded engine', () => {
  test('goes on with a workflow after the worker and the engine were stopped and started again', async () => {
    let server = await start();
    let { client, native } = await connect(server.address);
    let running = await worker(native);
    expect(running.buildId).toBe(await buildIdOf(bundlePath));
    const handle = await client.workflow.start<typeof workflows.ask>('ask', {
      taskQueue,
      workflowId: 'ask',
      args: [2],
    });
    await handle.executeUpdate(answer, { args: ['before'] });
    await running.stop();
    for (const connection of connections.splice(0)) await connection.close();
    await server.stop();
    expect(existsSync(`${file}.lock`)).toBe(false);

    server = await start();
    expect(server.adopted).toBe(false);
    ({ client, native } = await connect(server.address));
    running = await worker(native);
    const again = client.workflow.getHandle<typeof workflows.ask>('ask');
    expect(await again.query(answers)).toEqual(['filed: before']);
    await again.executeUpdate(answer, { args: ['after'] });
    expect(await again.result()).toEqual(['filed: before', 'filed: after']);
    await running.stop();
  });

  test('keeps closed workflows for ten years, and knows the network’s search attributes', async () => {
    const { address } = await start();
    const { client } = await connect(address);
    const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(3650 * 86_400);
    const operator = await Connection.connect({ address });
    connections.push(operator);
    const { customAttributes } = await operator.operatorService.listSearchAttributes({
      namespace: 'default',
    });
    expect(Object.keys(customAttributes)).toEqual(
      expect.arrayContaining(['AscnNetwork', 'AscnCycle', 'AscnPhase', 'AscnKind', 'AscnMember', 'AscnCity']),
    );
  });

  test('is adopted by whoever else wants the same file, and not stopped by them', async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, address: first.address });
    await second.stop();
    expect(runningEngine(file)?.address).toBe(first.address);
    await first.stop();
    expect(runningEngine(file)).toBeUndefined();
  });

  test('tells whoever adopted it when it has ended', async () => {
    await start();
    const second = await start();
    process.kill(runningEngine(file)!.pid, 'SIGKILL');
    expect(await second.failed).toContain('which another process had started, has ended');
  });

  test('two that start at once share one engine', async () => {
    const both = await Promise.all([start(), start()]);
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    expect(both[0].address).toBe(both[1].address);
  });

  test('refuses a file that another version of the engine wrote', async () => {
    writeFileSync(`${file}.version`, '1.0.0\n');
    await expect(start()).rejects.toMatchObject({
      type: 'Refused',
      message: expect.stringContaining('was written by Temporal server 1.0.0'),
    });
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test('says so when it ends by itself', async () => {
    const server = await start();
    process.kill(runningEngine(file)!.pid, 'SIGKILL');
    expect(await server.failed).toContain('SIGKILL');
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  test('ends when the process that started it is killed outright, and the next one goes on with the file', async () => {
    const code = `
      const { startDevServer } = await import(${JSON.stringify(built)});
      const { address } = await startDevServer({ file: ${JSON.stringify(file)} });
      console.log(address);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(owner, 'exit');
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const engine = runningEngine(file)!;
    expect(line.toString().trim()).toBe(engine.address);
    owner.kill('SIGKILL');
    await gone;
    const server = await start();
    expect(server.adopted).toBe(false);
    await expect(Connection.connect({ address: engine.address, connectTimeout: 500 })).rejects.toThrow();
  });

  test('leaves nothing behind when the process that starts it is killed while it starts', async () => {
    const code = `
      const { startDevServer } = await import(${JSON.stringify(built)});
      await startDevServer({ file: ${JSON.stringify(file)} });`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
    const gone = once(owner, 'exit');
    const lock = `${file}.lock`;
    const launching = (): number | undefined =>
      existsSync(lock)
        ? (JSON.parse(readFileSync(lock, 'utf8')) as { launching?: number }).launching
        : undefined;
    while (launching() === undefined) await pause(5);
    const pid = launching()!;
    owner.kill('SIGKILL');
    await gone;
    const server = await start();
    expect(server.adopted).toBe(false);
    const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    expect(stdout).not.toContain(file);
  });
});
