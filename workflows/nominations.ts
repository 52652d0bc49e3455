/** Phase 1: member states nominate their National Representative, cities and Chief Smart City Officers. */
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { tellSecretariat } from './secretariat.js';
import { subjectsByMember } from './subjects.js';
import { applyNominations, readBoard } from './work.js';

/**
 * Asks every National Secretariat. What departs from the rules (a fourth city, no capital) was put to the
 * secretariat by the request; what it accepted counts.
 */
export async function nominations(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const asked = await run.open('nomination', subjectsByMember(input));
  await run.settled(asked);
  const rows = (await Promise.all(asked.map((batch) => readBoard({ batch })))).flat();
  const { networkDocument, cities, unknown } = await applyNominations({
    networkDocument: run.grounds.networkDocument,
    year: run.cycle.year,
    nominations: rows
      .filter((row) => row.state === 'accepted')
      .map((row) => ({ member: row.subject.toUpperCase(), submission: row.submission! })),
  });
  if (unknown.length > 0) {
    await tellSecretariat(run.cycle, {
      id: 'nominations/new-cities',
      what: `These cities are new to the network and were added as they were written: ${unknown.join(', ')}. See that none of them is another spelling of a city that is there.`,
      command: `ascn cycle status ${run.cycle.year}`,
    });
  }
  return run.result({ networkDocument, cities });
}
