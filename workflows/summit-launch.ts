/** Phase 6: the ACC's and the Summit's papers, the Leaders' decision, the launch, and the annual report. */
import { mailWhenReleased } from './mailing.js';
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { reportChain } from './report-chain.js';
import { assemble, attached, publishPaper } from './papers.js';
import { everyone } from './subjects.js';

export async function summitLaunch(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const { soFar } = input;
  const chain = await reportChain(run, input, run.phase.sessions ?? []);
  const summitPaper = run.papers.filter((paper) => paper.id === run.phase.sessions?.at(-1)?.id).at(-1);
  await run.until('launch');
  const launched = await mailWhenReleased(run, 'launch', 'Launch of the network by the Leaders', {
    template: 'launch',
    about: 'launch',
    to: everyone(soFar),
    values: { meeting: run.date(run.phase.sessions?.at(-1)?.meets ?? 'launch').title },
    marking: 'public',
  });
  if (launched && summitPaper) await publishPaper(run, 'launch', summitPaper);
  await run.until('annualReport');
  const report = await assemble(run, soFar, {
    id: 'annual-report',
    body: 'ASCN',
    paper: 'annual-report',
    occasion: run.date('annualReport'),
    batches: run.batches,
    decisions: [...soFar.decisions, ...(chain.decisions ?? [])],
  });
  run.papers.push(report);
  await mailWhenReleased(run, 'annual-report', 'Annual report to the ASEAN Secretariat', {
    template: 'documents',
    about: 'annual-report',
    to: ['asec'],
    values: { meeting: report.title },
    attachments: [attached(report)],
  });
  return run.result({ decisions: chain.decisions });
}
