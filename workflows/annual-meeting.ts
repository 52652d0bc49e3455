/** Phase 3: the annual meeting hosted by the chair, with matchmaking; the first body of the chain. */
import { mail } from './mailing.js';
import { matchmaking } from './matchmaking.js';
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { attached } from './papers.js';
import { reportChain } from './report-chain.js';
import { subjectsByMember } from './subjects.js';

export async function annualMeeting(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const delegations = await run.open('meeting-delegation', subjectsByMember(input), { meeting: run.meeting('meets') });
  const matched = matchmaking(run, input);
  const met = reportChain(run, input, run.phase.sessions ?? []);
  const [twins, session] = await Promise.all([matched, met]);
  await run.settled(delegations);
  const record = run.papers.find((paper) => paper.id === 'summary-record');
  await mail(run, {
    template: 'documents',
    about: 'annual-meeting/documents',
    to: input.soFar.members.map((member) => `nr-${member.toLowerCase()}`),
    values: { meeting: run.date('meets').title },
    attachments: record && [attached(record)],
  });
  return run.result({ twins, decisions: session.decisions });
}
