import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import type { TokenEntry } from '../../domain/token.js';
import { startDevServer } from '../../workers/engine/dev-server.js';
import { prepareRuntime } from '../../workers/runtime.js';
import type { AtWork } from '../setup/year.js';
import { openWork } from '../setup/year.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-activities-'));

/** The durable engine, where no time is skipped. */
async function durableEngine(dataConverter: DataConverter) {
  prepareRuntime();
  const engine = await startDevServer({ file: join(folder, 'temporal.db') });
  const { address } = engine;
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  return {
    client: new Client({ connection, dataConverter }),
    connection: native,
    now: () => Promise.resolve(Date.now()),
    skip: () => Promise.resolve(),
    async close() {
      await connection.close();
      await native.close();
      await engine.stop();
    },
  };
}

let work: AtWork;
beforeAll(async () => {
  work = await openWork(durableEngine);
}, 120_000);
afterAll(async () => {
  await work.close();
  rmSync(folder, { recursive: true, force: true });
});

test('an answer to a request that is not open yet is tried again while its cycle runs, and comes too late without one', async () => {
  const year = await work.year('2018-05-09T02:00:00Z');
  const request = year.id('twinning-city/da-nang-yusa');
  const token = 'a'.repeat(20);
  const entry: TokenEntry = {
    network: year.network,
    cycle: 2018,
    letter: 'ASCN/2018/twinning-city/da-nang-yusa/1',
    from: 'secretariat-sg',
    office: 'csco-da-nang',
    answers: [{ request, as: 'answer' }],
    language: 'en',
    networkDocument: year.grounds.networkDocument,
  };
  await work.store.enter('tokens', token, entry);
  const takeIn = async (digest: string) =>
    work.activities.takeIn({
      network: year.network,
      digest,
      document: await work.store.put('From: csco@da-nang.vn.example\r\n\r\nWe consent.\r\n'),
      receivedAt: '2018-05-09T03:00:00Z',
      recipients: [`reply+${token}@ascn.example`],
    });
  expect(await takeIn('d1')).toMatchObject({ outcome: 'closed', requests: [request] });
  await year.withCycle();
  await expect(takeIn('d2')).rejects.toMatchObject({
    type: 'Unavailable',
    message: `${request} has not been opened yet.`,
  });
}, 120_000);
