/** Takes papers from body to body: each session is prepared in time, and carries the decisions known by then. */
import { executeChild, ParentClosePolicy } from '@temporalio/workflow';
import type { Session } from '../domain/calendar.js';
import type { Decision } from '../domain/decision.js';
import { sessionId } from '../domain/ids.js';
import type { SessionResult, bodySession } from './body-session.js';
import { waitUntil } from './cycle.js';
import { searchable } from './search-attributes.js';
import type { PhaseInput, PhaseResult, PhaseRun } from './phase.js';
import { whatIs } from './story.js';

/**
 * Runs the sessions of a phase. They overlap where the calendar wants it: the ACC may sit on the day before
 * the Summit, when the Summit's paper has long been before the members.
 *
 * @returns decisions, papers and boards of all sessions, in their order
 */
export async function reportChain(
  run: PhaseRun,
  input: PhaseInput,
  sessions: Session[],
): Promise<PhaseResult> {
  const known: Decision[] = [...input.soFar.decisions];
  const results = await Promise.all(
    sessions.map(async (session): Promise<SessionResult> => {
      await waitUntil(
        run.cycle,
        () => run.drawnUp(session.clearedBy),
        undefined,
        `drawing up the paper for ${session.id}`,
      );
      const result = await executeChild<typeof bodySession>('bodySession', {
        workflowId: sessionId(run.cycle.network, run.cycle.year, session.id),
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        staticSummary: `Paper for the ${session.body}: ${session.id}`,
        staticDetails: whatIs.session,
        typedSearchAttributes: searchable(run.cycle, { phase: run.phase.id }),
        args: [
          {
            cycle: run.cycle,
            grounds: run.grounds,
            phase: run.phase.id,
            session,
            soFar: {
              ...input.soFar,
              batches: [...input.soFar.batches, ...run.batches],
              decisions: [...known],
            },
          },
        ],
      });
      known.push(...result.decisions);
      run.story.did(`Decided: ${session.id}`);
      return result;
    }),
  );
  run.batches.push(...results.flatMap((result) => result.batches));
  run.clearances.push(...results.flatMap((result) => result.clearances));
  run.papers.push(...results.flatMap((result) => result.papers));
  return run.result({ decisions: results.flatMap((result) => result.decisions) });
}
