/** A parent whose child continues as new twice, as the desk of a large year does. */
import { continueAsNew, executeChild } from '@temporalio/workflow';

export async function longChild(left: number): Promise<string> {
  if (left > 1) await continueAsNew<typeof longChild>(left - 1);
  return 'done';
}

export const parent = (workflowId: string): Promise<string> =>
  executeChild(longChild, { workflowId, args: [3] });
