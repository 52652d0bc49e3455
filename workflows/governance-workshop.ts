/** Phase 2: the governance workshop, the cities' draft action plans and comments on the draft framework. */
import { subjectsByMember } from './subjects.js';
import { mail } from './mailing.js';
import { assemble, attached } from './papers.js';
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';

export async function governanceWorkshop(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const members = subjectsByMember(input);
  const framework = await assemble(run, input.soFar, {
    id: 'framework-draft',
    body: 'ASCN',
    paper: 'framework-draft',
    occasion: run.date('meets'),
  });
  run.papers.push(framework);
  const delegations = await run.open('workshop-delegation', members, { meeting: run.meeting('meets') });
  const drafts = await run.open('action-plan', input.soFar.cities);
  const comments = await run.open('framework-comments', members, { attachments: [attached(framework)] });
  await run.until('readingSent');
  await mail(run, {
    template: 'reading',
    about: 'workshop/reading',
    to: input.soFar.cities.map((city) => `csco-${city}`),
    values: { meeting: run.date('meets').title },
    attachments: [attached(framework)],
  });
  await run.until('meets', 'ends');
  await run.settled([...delegations, ...drafts, ...comments]);
  return run.result();
}
