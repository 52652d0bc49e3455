/** Phase 1: member states nominate their National Representative, cities and Chief Smart City Officers. */
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { applyNominations } from './work.js';

/**
 * Asks every National Secretariat. What departs from the rules (a fourth city, no capital) was put to the
 * secretariat by the request; what it accepted counts.
 */
export async function nominations(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const rows = await run.ask(
    'nomination',
    input.soFar.members.map((member) => member.toLowerCase()),
  );
  const { networkDocument, cities } = await applyNominations({
    networkDocument: run.grounds.networkDocument,
    year: run.cycle.year,
    nominations: rows
      .filter((row) => row.state === 'accepted')
      .map((row) => ({ member: row.subject.toUpperCase(), submission: row.submission! })),
  });
  return run.result({ networkDocument, cities });
}
