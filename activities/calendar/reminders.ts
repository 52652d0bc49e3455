/** The ledger of planned reminders: it tells, when one is to leave, whether others of its office meet it. */
import type { RequestPlan } from '../../domain/ask.js';
import type { DocumentStore } from '../../domain/document.js';
import { networkOf, shortRequest } from '../../domain/ids.js';
import type { LetterOrder } from '../../domain/letter.js';
import type { RemindersPlanned } from '../../domain/reminders.js';
import { remindersLedger, requestOf } from '../../domain/reminders.js';
import type { Instant } from '../../domain/time.js';

type Planned = Pick<RequestPlan, 'reminders'> & Partial<Pick<RequestPlan, 'addressees' | 'clearedBy'>>;

/**
 * Notes the reminders of a request for every office that may get them: the one asked, its alternates, who clears it.
 *
 * @param planned when it was planned; the same plan is noted once
 */
export async function noteReminders(
  store: DocumentStore,
  request: string,
  { reminders, addressees = [], clearedBy }: Planned,
  planned: Instant,
): Promise<void> {
  if (reminders.length === 0) return;
  const entry: RemindersPlanned = { request, at: reminders.map(({ at }) => at) };
  const offices = new Set([...addressees, ...(clearedBy === undefined ? [] : [clearedBy])]);
  await Promise.all(
    [...offices].map((office) =>
      store.enter(remindersLedger(networkOf(request), office), `${shortRequest(request)}/${planned}`, entry),
    ),
  );
}

/** The requests that have planned a reminder for this one's office and instant, itself among them; none for another letter. */
export async function plannedWith(store: DocumentStore, order: LetterOrder): Promise<string[]> {
  const { network, to, morning } = order;
  if (morning === undefined) return [];
  const ledger = remindersLedger(network, to[0] ?? '');
  const keys = await store.keys(ledger);
  const entries = await Promise.all(keys.map((key) => store.entry<RemindersPlanned>(ledger, key)));
  const planned = entries.flatMap((entry) => (entry?.at.includes(morning) ? [entry.request] : []));
  return [...new Set([requestOf(order), ...planned])].sort();
}
