/** The cycle's list of drafts, so that `ascn letter list` shows them at once. */
import { defineSignal } from '@temporalio/workflow';
import { cycleId } from '../domain/ids.js';
import type { Cycle } from './cycle.js';
import type { Draft } from './held-letter-messages.js';
import { tellDraft } from './story.js';
import { tell } from './tell.js';

/** One line of the list. */
export interface DraftRow {
  id: string;
  name: string;
  title: string;
  state: Draft['state'];
  letters: number;
}

export const draftSignal = defineSignal<[DraftRow]>('draft');

/** Tells the cycle, and whoever looks at the draft, how it stands. */
export function draftChanged(cycle: Cycle, draft: Draft): Promise<boolean> {
  tellDraft(draft);
  return tell(cycleId(cycle.network, cycle.year), draftSignal, {
    id: draft.id,
    name: draft.name,
    title: draft.title,
    state: draft.state,
    letters: draft.orders.length,
  });
}
