/** Letters that are held for a person: started as drafts, withdrawn when their reason is gone. */
import { executeChild, ParentClosePolicy, startChild } from '@temporalio/workflow';
import { heldLetterId } from '../domain/ids.js';
import type { LetterOrder } from '../domain/letter.js';
import type { Cycle, Grounds } from './cycle.js';
import type { HeldLetterResult, heldLetter } from './held-letter.js';
import { withdrawSignal } from './held-letter-messages.js';
import { searchable } from './search-attributes.js';
import { whatIs } from './story.js';
import { tell } from './tell.js';

export interface Holding {
  name: string;
  title: string;
  orders: LetterOrder[];
}

const options = (cycle: Cycle, grounds: Pick<Grounds, 'networkDocument'>, holding: Holding) => ({
  workflowId: heldLetterId(cycle.network, cycle.year, holding.name),
  args: [{ cycle, networkDocument: grounds.networkDocument, ...holding }] as Parameters<typeof heldLetter>,
  // a draft outlives the request that drew it up: it is a person's to release or drop
  parentClosePolicy: ParentClosePolicy.ABANDON,
  staticSummary: holding.title,
  staticDetails: whatIs.heldLetter,
  typedSearchAttributes: searchable(cycle),
});

/** Leaves a draft for the secretariat and goes on. @returns the draft's workflow id */
export async function holdLetter(
  cycle: Cycle,
  grounds: Pick<Grounds, 'networkDocument'>,
  holding: Holding,
): Promise<string> {
  const handle = await startChild<typeof heldLetter>('heldLetter', options(cycle, grounds, holding));
  return handle.workflowId;
}

/** Leaves a draft and waits until it was released or dropped. */
export const releaseByHand = (
  cycle: Cycle,
  grounds: Pick<Grounds, 'networkDocument'>,
  holding: Holding,
): Promise<HeldLetterResult> =>
  executeChild<typeof heldLetter>('heldLetter', options(cycle, grounds, holding));

/** The reason for a draft is gone. A draft that was released or dropped before is left as it is. */
export const withdrawLetter = (workflowId: string): Promise<boolean> => tell(workflowId, withdrawSignal);
