/** What runs is archived each day, by a schedule of the engine: before its histories may be gone. */
import type { Client } from '@temporalio/client';
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time.js';
import { days } from '../domain/time.js';
import type { ArchiveInput } from '../workflows/archive.js';

/** What the engine keeps of a closed workflow must last for two daily archivings, one of which may fail. */
const shortest = days(3);

/**
 * Makes the schedule, unless it is there.
 *
 * @returns a sentence where the engine keeps closed workflows for too short a time
 */
export async function archiveDaily(
  client: Client,
  network: string,
  taskQueue: string,
): Promise<string | undefined> {
  const input: ArchiveInput = { network, occasion: 'daily', offsetMs: 0 };
  try {
    await client.schedule.create({
      scheduleId: `${network}/archive`,
      // at night in South-East Asia
      spec: {
        calendars: [{ hour: 18, minute: 30, comment: 'Archives what happened in the cycles that run' }],
      },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
      action: {
        type: 'startWorkflow',
        workflowType: 'archive',
        workflowId: `${network}/archive/daily`,
        taskQueue,
        args: [input],
      },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  const { namespace } = client.options;
  const { config } = await client.workflowService.describeNamespace({ namespace });
  const kept = config?.workflowExecutionRetentionTtl
    ? tsToMs(config.workflowExecutionRetentionTtl)
    : Infinity;
  return kept < shortest
    ? `The namespace ${namespace} keeps closed workflows for ${Math.round(kept / days(1))} days; expected 3 or more, so that each is archived before it is gone. Set its retention.`
    : undefined;
}
