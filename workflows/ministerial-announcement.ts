/** Phase 4: the ministers announce the twinning list. It is announced, not negotiated, at their level. */
import { waitUntil } from './cycle.js';
import { mailWhenReleased } from './mailing.js';
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { assemble, attached, clearInPhase, publishPaper } from './papers.js';
import { everyone } from './subjects.js';

export async function ministerialAnnouncement(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const { soFar } = input;
  await waitUntil(run.cycle, () => run.drawnUp('clearedBy'), undefined, 'drawing up the announcement');
  const draft = await assemble(run, soFar, {
    id: 'announcement',
    body: 'AMM',
    paper: 'announcement',
    occasion: run.date('meets'),
  });
  const cleared = await clearInPhase(run, 'announcement', draft, soFar.members, 'clearedBy');
  await run.until('released');
  const went = await mailWhenReleased(run, 'announcement', 'Announcement of the twinning list', {
    template: 'announcement',
    about: 'announcement',
    to: everyone(soFar),
    values: { meeting: run.date('meets').title, pairs: soFar.twins?.pairs ?? 0 },
    attachments: [attached(cleared)],
    marking: 'public',
  });
  if (went) await publishPaper(run, 'announcement', cleared);
  return run.result();
}
