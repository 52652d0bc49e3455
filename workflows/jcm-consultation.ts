/** Phase 5: final action plans and progress are collected, and the JCM is consulted on the chair's paper. */
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { reportChain } from './report-chain.js';

export async function jcmConsultation(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const plans = await run.open('final-action-plan', input.soFar.cities);
  const progress = await run.open('progress', input.soFar.cities);
  await run.settled([...plans, ...progress]);
  return reportChain(run, input, run.phase.sessions ?? []);
}
