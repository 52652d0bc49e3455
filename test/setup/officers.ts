/** Officers who act at an instant of their own while time is being skipped: the rehearsal's cast, with acts of a test. */
import type { DataConverter } from '@temporalio/common';
import type { TimeSkippingServer } from '../../workers/engine/time-skipping-server.js';
import { toMs } from '../../domain/time.js';
import { runWorker } from '../../workers/worker.js';
import { builtBundle } from './engines.js';

/** Starts the officers of a test; stop them before the engine. */
export async function openOfficers({
  server,
  installation: { dataConverter },
}: {
  server: Pick<TimeSkippingServer, 'client' | 'connection'>;
  installation: { dataConverter: DataConverter };
}) {
  const plans = new Map<string, { atMs: number; act: () => Promise<unknown> }>();
  const worker = await runWorker({
    connection: server.connection,
    namespace: 'default',
    taskQueue: 'officers',
    activities: {
      see: ({ number, now }: { number: string; now: string }) =>
        Promise.resolve([{ inMs: Math.max(1, plans.get(number)!.atMs - toMs(now)), step: {} }]),
      act: async ({ number }: { number: string }) => {
        await plans.get(number)!.act();
      },
    },
    dataConverter,
    bundlePath: builtBundle('cast'),
    deployment: false,
  });
  return {
    /** @param atMs the engine's time, in milliseconds since 1970 */
    async actAt(name: string, atMs: number, act: () => Promise<unknown>): Promise<void> {
      plans.set(name, { atMs, act });
      await server.client.workflow.start('reader', {
        taskQueue: 'officers',
        workflowId: `officer/${name}`,
        args: [{ number: name, offsetMs: 0 }],
      });
    },
    stop: () => worker.stop(),
  };
}
