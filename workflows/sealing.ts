/** When a cycle is archived and sealed, and who is told the root: each phase's end has its witnesses. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { executeChild, isCancellation, ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { Phase } from '../domain/calendar.js';
import { archiveId } from '../domain/ids.js';
import type { archive } from './archive.js';
import type { Cycle, Grounds } from './cycle.js';
import { mail } from './mailing.js';
import { representativeOf } from './offices.js';
import { searchable } from './search-attributes.js';
import { reasonOf, tellSecretariat } from './secretariat.js';
import { whatIs } from './story.js';

/**
 * Seals the cycle at the end of a phase, and tells the root to every member's National Representative: a seal that only
 * its maker keeps proves little. What goes wrong is put before the secretariat; the year goes on.
 */
export async function sealPhase(
  cycle: Cycle,
  grounds: Pick<Grounds, 'networkDocument'>,
  { id, title }: Phase,
  members: string[],
): Promise<void> {
  const { network, year, offsetMs } = cycle;
  const occasion = `phase/${id}`;
  try {
    const seal = await executeChild<typeof archive>('archive', {
      workflowId: archiveId(network, year, occasion),
      // what has been begun is sealed, also where the year is cancelled
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `Archive ${year}: the end of “${title}”`,
      staticDetails: whatIs.archive,
      typedSearchAttributes: searchable(cycle, { phase: id }),
      args: [{ network, cycle: year, occasion, offsetMs }],
    });
    if (!seal) return;
    const { root, key, signature } = seal;
    await mail(
      { cycle, grounds },
      {
        template: 'sealed',
        about: `sealed/${id}`,
        to: members.map(representativeOf),
        values: { phase: title, seal: seal.number, entries: seal.size, root, key, signature },
      },
    );
  } catch (error) {
    if (isCancellation(error)) throw error;
    await tellSecretariat(cycle, {
      id: occasion,
      what: `The archive could not be sealed at the end of “${title}”: ${reasonOf(error)} The next seal covers it; tell whoever runs the system.`,
      command: `ascn cycle status ${year}`,
    });
  }
}

/** Archives a cycle whole, once it has ended; unless somebody has begun with that. */
export async function sealCycle(network: string, year: number, offsetMs: number): Promise<void> {
  const occasion = 'closed';
  try {
    await startChild<typeof archive>('archive', {
      workflowId: archiveId(network, year, occasion),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      // it outlives the registry's own run
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `Archive ${year}, which has come to its end`,
      staticDetails: whatIs.archive,
      typedSearchAttributes: searchable({ network, year }),
      args: [{ network, cycle: year, occasion, offsetMs, whole: true }],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
