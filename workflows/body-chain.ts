/** A run of the report chain by itself, such as the one that established the network in spring 2018. */
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { reportChain } from './report-chain.js';

export async function bodyChain(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  return reportChain(run, input, run.phase.sessions ?? []);
}
