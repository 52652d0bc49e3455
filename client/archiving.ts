/** What runs is archived by a schedule of the engine: each day, and more often where the engine soon forgets. */
import type { Client, ScheduleOptions } from '@temporalio/client';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { days, hours } from '../domain/time.js';
import type { ArchiveInput } from '../workflows/archive.js';

/** Between 18:30 UTC and the next: at night in South-East Asia. */
const daily = days(1);
const atNight = hours(18.5);

/** A workflow that has closed meets so many archivings before the engine forgets it: all but one may fail. */
const chances = 3;

/**
 * Makes the schedule, or gives it the interval that the engine's retention asks for now; one that was paused stays so.
 * The least retention that a Temporal server takes is an hour, or a day for a global namespace (its
 * `common/namespace/const.go`).
 *
 * @returns a sentence where closed workflows are kept for less than three days, so that a standstill may lose some
 */
export async function archiveInTime(
  client: Client,
  network: string,
  taskQueue: string,
): Promise<string | undefined> {
  const { namespace } = client.options;
  const { config } = await client.workflowService.describeNamespace({ namespace });
  const kept = config?.workflowExecutionRetentionTtl
    ? tsToMs(config.workflowExecutionRetentionTtl)
    : Infinity;
  const every = Math.min(daily, kept / chances);
  const input: ArchiveInput = { network, occasion: 'scheduled', offsetMs: 0 };
  const wanted = {
    spec: { intervals: [{ every, offset: atNight % every }] },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
    action: {
      type: 'startWorkflow',
      workflowType: 'archive',
      workflowId: `${network}/archive/scheduled`,
      taskQueue,
      args: [input],
    },
  } satisfies Omit<ScheduleOptions, 'scheduleId'>;
  const scheduleId = `${network}/archive`;
  try {
    await client.schedule.create({ scheduleId, ...wanted });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }));
  }
  return every < daily
    ? `The namespace ${namespace} keeps closed workflows for ${inWords(kept)}, so the archive is added to every ${inWords(every)}. ` +
        `What closes is lost for it where this system stands still for longer than ${inWords(kept - every)}: expected 3 days or more. Set the namespace’s retention.`
    : undefined;
}

function inWords(ms: number): string {
  const units = [
    ['day', days(1)],
    ['hour', hours(1)],
    ['minute', hours(1) / 60],
  ] as const;
  const [unit, length] = units.find(([, each]) => ms >= each * 2 || ms === each) ?? units[2];
  const count = Math.round((ms / length) * 10) / 10;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
