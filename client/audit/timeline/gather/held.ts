/** Letters that waited for two persons. */
import type { Actor } from '../../../../domain/actor.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { Draft } from '../../../../workflows/held-letter-messages.js';
import type { RecordedEvent } from '../../record.js';
import type { Act, HeldAccount } from '../account.js';
import type { Names } from '../names.js';
import { endOf, ordersIn, startOf, updatesIn } from '../events.js';

export function gatherHeld(
  workflow: string,
  events: readonly RecordedEvent[],
  names: Names,
): { account: HeldAccount; acts: Act[] } {
  const start = startOf(events);
  const { name, orders, ...draft } = start.input as { name: string; title: string; orders: LetterOrder[] };
  const title = names.plain(draft.title);
  const end = endOf(events)?.result as { outcome: HeldAccount['state'] } | undefined;
  const updates = updatesIn(events);
  const link = { text: title, to: { workflow } };
  const account: HeldAccount = {
    ...{ workflow, name, title, at: start.at, edits: [] },
    // one that was held back at first leaves under a number of its own
    numbers: [
      ...new Set([...orders, ...ordersIn(events).map(({ order }) => order)].map(({ number }) => number)),
    ],
    state: end?.outcome ?? 'held',
  };
  const acts: Act[] = [];
  for (const { at, name: verb, argument, result } of updates) {
    const { actor, number = '' } = argument as { actor: Actor; number?: string };
    const draft = result as Draft | undefined;
    if (verb === 'edit') account.edits.push({ at, number, by: actor });
    if (verb === 'release' && draft) {
      if (draft.preparedBy) account.prepared = draft.preparedBy;
      if (draft.state === 'released') {
        Object.assign(account, { ended: actor, endedAt: at });
        acts.push({
          ...{ at, what: `Released: ${title}`, rule: 'two', confirmed: actor, link },
          ...(draft.preparedBy && { prepared: draft.preparedBy }),
        });
      }
    }
    if (verb === 'drop') {
      acts.push({ at, what: `Dropped: ${title}`, rule: 'one', confirmed: actor, link });
      if (draft?.state === 'dropped') Object.assign(account, { ended: actor, endedAt: at });
    }
  }
  return { account, acts };
}
