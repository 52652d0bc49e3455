import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Completeness } from '../../client/audit/check-complete.js';
import type { AuditedRun } from '../../client/audit/history.js';
import { childrenIn } from '../../client/audit/history.js';
import { fetchRun, runBefore } from '../../activities/archive/history.js';
import { cycleId } from '../../domain/ids.js';
import { runWorker } from '../../workers/worker.js';
import type { TimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { timeSkipping } from '../setup/engines.js';
import { probeBundle } from '../workers/probe.js';
import type { parentOfDays } from '../workers/probe-workflows.js';

const year = cycleId('long', 2018);
const child = `${year}/child`;
const runs: AuditedRun[] = [];
let server: TimeSkippingServer;

beforeAll(async () => {
  server = await timeSkipping();
  const worker = await runWorker({
    ...{ connection: server.connection, namespace: 'default', taskQueue: 'long', deployment: false },
    activities: {},
    bundlePath: await probeBundle(),
  });
  await server.client.workflow.start<typeof parentOfDays>('parentOfDays', {
    ...{ taskQueue: 'long', workflowId: year, args: [child, 3] },
  });
  await server.skip(4 * 86_400_000);
  await server.client.workflow.getHandle(year).result();
  let run: string | undefined;
  do {
    const fetched: AuditedRun = (await fetchRun(server.client, child, run))!;
    runs.push(fetched);
    run = runBefore(fetched);
  } while (run !== undefined);
  runs.push((await fetchRun(server.client, year))!);
  await worker.stop();
}, 60_000);
afterAll(() => server.close());

test('a child that continued as new is one child, known by its first run, and told to have ended', () => {
  expect(runs.map(({ workflow }) => workflow)).toEqual([child, child, child, year]);
  expect(childrenIn(runs.at(-1)!)).toEqual([
    expect.objectContaining({ workflow: child, run: runs[2]!.run, ended: true }),
  ]);
});

test('nothing is missing with all its runs, and something without one of them', () => {
  const missing = (kept: AuditedRun[]): string[] => {
    const complete = new Completeness({ network: 'long', cycle: 2018, files: {} } as never);
    for (const run of kept) complete.add(run);
    return complete
      .findings([], new Set())
      .filter(({ where }) => where.startsWith(year))
      .map(({ what }) => what);
  };
  expect(missing(runs)).toEqual([]);
  expect(missing(runs.toSpliced(1, 1))).toEqual([
    expect.stringMatching(/^Its run before, .* is not there\.$/),
  ]);
  expect(missing(runs.slice(1))).toEqual([`It was told another result than that of ${child}.`]);
});
