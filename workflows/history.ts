/** When a workflow that lives for a year continues as new. */
import { workflowInfo } from '@temporalio/workflow';

/** Events; a server of its own accord suggests it at 4,096 by default, the time-skipping one never. */
const longHistory = 4_000;

/** True when what a workflow carries over should go on in a run of its own. */
export const historyIsLong = (): boolean =>
  workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > longHistory;
