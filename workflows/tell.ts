/** Signals to other workflows of the cycle. */
import type { SignalDefinition } from '@temporalio/workflow';
import { getExternalWorkflowHandle } from '@temporalio/workflow';

/**
 * Signals a workflow that may have ended before: then there is nobody to tell, which is no error.
 *
 * @returns whether it was told
 */
export async function tell<Args extends unknown[]>(
  workflowId: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signal, ...args);
    return true;
  } catch {
    return false;
  }
}
