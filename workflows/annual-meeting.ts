/** Phase 3: the annual meeting hosted by the chair, with matchmaking; the first body of the chain. */
import { matchmaking } from './matchmaking.js';
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { reportChain } from './report-chain.js';
import { subjectsByMember } from './subjects.js';

export async function annualMeeting(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const delegations = await run.open('meeting-delegation', subjectsByMember(input), {
    meeting: run.meeting('meets'),
  });
  const [twins, session] = await Promise.all([
    matchmaking(run, input),
    reportChain(run, input, run.phase.sessions ?? []),
  ]);
  await run.settled(delegations);
  return run.result({ twins, decisions: session.decisions });
}
