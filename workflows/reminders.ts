/**
 * The reminders to one office that fall on one instant: gathered for some seconds and sent as one letter. Each request
 * that handed one over is told what became of it (docs/decisions/019-one-letter-a-day.md).
 */
import { condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import type { DueReminder } from '../domain/reminders.js';
import { byDueDate, oneLetter, requestOf } from '../domain/reminders.js';
import type { Cycle } from './cycle.js';
import { remindSignal, takeBackSignal } from './reminders-messages.js';
import { remindedSignal } from './request-messages.js';
import { sendOrTell } from './secretariat.js';
import { tell } from './tell.js';
import { sendLetter } from './work.js';

export interface RemindersInput {
  cycle: Cycle;
  first: DueReminder;
  /** The requests that planned a reminder for this instant; some have been answered since. */
  planned: string[];
}

/** How long the others are waited for: timers fire up to a second late, and a busy worker takes some more. */
const gatheringMs = 5_000;

/** What became of one reminder; `sent` is absent where it could not be sent, and the secretariat was told. */
interface Reminded {
  order: LetterOrder;
  sent?: LetterSent | undefined;
}

export async function reminders({ cycle, first, planned }: RemindersInput): Promise<void> {
  const due = new Map([[first.order.number, first]]);
  const handedOver = new Set(due.keys());
  const here = new Set([requestOf(first.order)]);

  setHandler(remindSignal, (reminder) => {
    const { number } = reminder.order;
    if (handedOver.has(number)) return;
    handedOver.add(number);
    here.add(requestOf(reminder.order));
    due.set(number, reminder);
  });
  setHandler(takeBackSignal, ({ number }) => void due.delete(number));

  // one that is handed over while the others are sent has the next letter
  while (due.size > 0) {
    await condition(() => planned.every((request) => here.has(request)), gatheringMs);
    const orders = [...due.values()].sort(byDueDate).map(({ order }) => order);
    due.clear();
    const reminded = await send(cycle, orders);
    await Promise.all(
      reminded.map(({ order, sent }) =>
        tell(requestOf(order), remindedSignal, { number: order.number, ...(sent && { sent }) }),
      ),
    );
  }
}

/** Orders from different times of the year may rest on different data of the network, and make a letter each. */
async function send(cycle: Cycle, orders: LetterOrder[]): Promise<Reminded[]> {
  const letters = new Map<string, [LetterOrder, ...LetterOrder[]]>();
  for (const order of orders) {
    const others = letters.get(order.networkDocument);
    if (others) others.push(order);
    else letters.set(order.networkDocument, [order]);
  }
  return (await Promise.all([...letters.values()].map((each) => sendAsOne(cycle, each)))).flat();
}

/** One letter of several reminders; where it cannot be set or sent, one each, so that what is wrong with one holds no other up. */
async function sendAsOne(cycle: Cycle, orders: [LetterOrder, ...LetterOrder[]]): Promise<Reminded[]> {
  if (orders.length > 1) {
    try {
      const sent = await sendLetter(oneLetter(orders));
      return orders.map((order) => ({ order, sent: { ...sent, refused: ofOwn(order, sent) } }));
    } catch (error) {
      if (isCancellation(error)) throw error;
    }
  }
  return Promise.all(orders.map(async (order) => ({ order, sent: await sendOrTell(cycle, order) })));
}

/** Of the offices that a letter did not reach those to which this reminder goes. */
const ofOwn = ({ to, copy = [] }: LetterOrder, { refused }: LetterSent): LetterSent['refused'] =>
  refused.filter(({ office }) => to.includes(office) || copy.includes(office));
