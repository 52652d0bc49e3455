import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataConverter } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { findDevServer } from '../../workers/engine/set-up.js';
import { searchAttributes } from '../../workers/engine/search-attributes.js';
import { prepareRuntime } from '../../workers/runtime.js';
import type { AtWork } from '../setup/year.js';
import { openWork } from '../setup/year.js';
import { full } from './answers.js';

/** A dev server that finds a history long after fifty events; a real one does after some thousands. */
async function impatientServer(dataConverter: DataConverter) {
  prepareRuntime();
  const environment = await TestWorkflowEnvironment.createLocal({
    client: { dataConverter },
    server: {
      executable: { type: 'existing-path', path: findDevServer()! },
      log: { format: 'pretty', level: 'error' },
      extraArgs: [
        ...['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=50'],
        ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ],
    },
  });
  return {
    client: environment.client,
    connection: environment.nativeConnection,
    now: () => Promise.resolve(Date.now()),
    // no time is skipped here: what is under way comes to rest by itself
    skip: () => Promise.resolve(),
    close: () => environment.teardown(),
  };
}

let work: AtWork;
beforeAll(async () => {
  work = await openWork(impatientServer);
});
afterAll(() => work.close());

/** Asks again until it is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

describe('a batch whose history grows long', () => {
  test('continues as new and loses nothing: every answer is on the board, and the board closes', async () => {
    const year = await work.year('2018-05-09T02:00:00Z');
    const cities = [
      'bangkok',
      'chonburi',
      'phuket',
      'jakarta',
      'makassar',
      'banyuwangi',
      'manila',
      'davao-city',
    ];
    const board = await year.ask('action-plan', cities);
    await until(async () => (await year.letters('action-plan', 'ask/')).length === cities.length);

    const { runId: first } = await year.still.workflow.getHandle(board).describe();
    for (const city of cities) {
      const [letter] = await year.letters(`action-plan/${city}/`, 'ask/');
      await year.answer(letter!.number, full, letter!.to[0]!);
    }
    await until(async () => (await year.board(board)).every(({ state }) => state === 'accepted'));
    const rows = await year.board(board);
    expect(rows.map(({ subject }) => subject).toSorted()).toEqual(cities.toSorted());
    const { runId: last } = await year.still.workflow.getHandle(board).describe();
    expect(last).not.toBe(first);

    await year.still.workflow.getHandle(board).signal('closeBatch');
    await year.still.workflow.getHandle(board).result();
    expect(await year.board(board)).toHaveLength(cities.length);
    for (const city of cities) expect((await year.request(`action-plan/${city}`)).closed).toBe(true);
  }, 180_000);
});

test('a board keeps a request’s newest line, though an older one comes in after it', async () => {
  const year = await work.year('2018-05-09T02:00:00Z');
  const board = await year.ask('action-plan', ['hanoi']);
  await until(async () => (await year.letters('action-plan/hanoi/', 'ask/')).length === 1);
  const [asked] = await year.board(board);
  const [letter] = await year.letters('action-plan/hanoi/', 'ask/');
  await year.answer(letter!.number, full, letter!.to[0]!);
  await until(async () => (await year.board(board))[0]!.state === 'accepted');
  await year.still.workflow.getHandle(board).signal('requestChanged', asked);
  expect((await year.board(board))[0]).toMatchObject({ state: 'accepted', settled: true });
}, 60_000);
