/** Tells the secretariat's desk how a draft stands, so that `ascn letter list` shows it at once. */
import { deskId } from '../domain/ids.js';
import type { Cycle } from './cycle.js';
import { draftSignal } from './desk-messages.js';
import type { Draft } from './held-letter-messages.js';
import { tell } from './tell.js';

export const draftChanged = (cycle: Cycle, { id, name, title, state, orders }: Draft): Promise<boolean> =>
  tell(deskId(cycle.network, cycle.year), draftSignal, { id, name, title, state, letters: orders.length });
