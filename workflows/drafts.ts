/** The list of drafts on the secretariat's desk, so that `ascn letter list` shows each change at once. */
import { deskId } from '../domain/ids.js';
import type { Cycle } from './cycle.js';
import { draftSignal } from './desk-messages.js';
import type { Draft } from './held-letter-messages.js';
import { tellDraft } from './story.js';
import { tell } from './tell.js';

/** Tells the desk, and whoever looks at the draft, how it stands. */
export function draftChanged(cycle: Cycle, draft: Draft): Promise<boolean> {
  const { id, name, title, state, orders } = draft;
  tellDraft(draft);
  const row = { id, name, title, state, letters: orders.length };
  return tell(deskId(cycle.network, cycle.year), draftSignal, row);
}
