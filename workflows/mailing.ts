/** One letter to many offices, each its own copy. */
import { letterNumber } from '../domain/ids.js';
import type { LetterOrder } from '../domain/letter.js';
import { calendarNow, deskOf } from './cycle.js';
import { releaseByHand } from './holding.js';
import type { PhaseRun } from './phase.js';
import { sendLetter } from './work.js';

export interface Mailing extends Partial<Pick<LetterOrder, 'values' | 'attachments' | 'marking' | 'formal'>> {
  template: string;
  /** What it is about, for the letters' numbers: `workshop/reading`. */
  about: string;
  to: string[];
}

/** How many letters of one mailing are under way at a time. */
const atOnce = 10;

const ordersOf = (run: PhaseRun, { about, to, ...rest }: Mailing): LetterOrder[] =>
  to.map((office) => ({
    network: run.cycle.network,
    cycle: run.cycle.year,
    number: letterNumber(run.cycle.year, about, office),
    at: calendarNow(run.cycle),
    to: [office],
    from: deskOf(run.cycle),
    networkDocument: run.grounds.networkDocument,
    ...rest,
  }));

/** Sends at once: for letters that need nobody's release. */
export async function mail(run: PhaseRun, mailing: Mailing): Promise<void> {
  const orders = ordersOf(run, mailing);
  for (let i = 0; i < orders.length; i += atOnce) {
    await Promise.all(orders.slice(i, i + atOnce).map((order) => sendLetter(order)));
  }
}

/** Holds the mailing until two persons released it. @returns whether it went out */
export async function mailWhenReleased(run: PhaseRun, name: string, title: string, mailing: Mailing): Promise<boolean> {
  const { outcome } = await releaseByHand(run.cycle, run.grounds, { name, title, orders: ordersOf(run, mailing) });
  return outcome === 'released';
}
