/** One letter to many offices, each its own copy. */
import { letterNumber } from '../domain/ids.js';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, deskOf } from './cycle.js';
import { releaseByHand } from './holding.js';
import { sendOrTell, tellSecretariat } from './secretariat.js';

export interface Mailing extends Partial<Pick<LetterOrder, 'values' | 'attachments' | 'marking' | 'formal'>> {
  template: string;
  /** What it is about, for the letters' numbers: `workshop/reading`. */
  about: string;
  to: string[];
}

type Context = { cycle: Cycle; grounds: Pick<Grounds, 'networkDocument'> };

/** How many letters of one mailing are under way at a time. */
const atOnce = 10;

const ordersOf = ({ cycle, grounds }: Context, { about, to, ...rest }: Mailing): LetterOrder[] =>
  to.map((office) => ({
    network: cycle.network,
    cycle: cycle.year,
    number: letterNumber(cycle.year, about, office),
    at: calendarNow(cycle),
    to: [office],
    from: deskOf(cycle),
    networkDocument: grounds.networkDocument,
    ...rest,
  }));

/** Sends letters, some at a time. Those that did not reach an office are put before the secretariat, in one notice. */
export async function sendAll(cycle: Cycle, about: string, orders: LetterOrder[]): Promise<void> {
  const sent: (LetterSent | undefined)[] = [];
  for (let i = 0; i < orders.length; i += atOnce) {
    sent.push(...(await Promise.all(orders.slice(i, i + atOnce).map((order) => sendOrTell(cycle, order)))));
  }
  const refused = sent.flatMap((letter) => letter?.refused.map(({ office }) => office) ?? []);
  if (refused.length === 0) return;
  await tellSecretariat(cycle, {
    id: `not-delivered/${about}`,
    what: `Mail did not reach ${refused.join(', ')}: the letter “${about}” has to go another way.`,
    command: `ascn letter list ${cycle.year}`,
  });
}

/** Sends at once: for letters that need nobody's release. */
export const mail = (context: Context, mailing: Mailing): Promise<void> =>
  sendAll(context.cycle, mailing.about, ordersOf(context, mailing));

/** Holds the mailing until two persons released it. @returns whether it went out */
export async function mailWhenReleased(
  { cycle, grounds }: Context,
  name: string,
  title: string,
  mailing: Mailing,
): Promise<boolean> {
  const orders = ordersOf({ cycle, grounds }, mailing);
  const { outcome } = await releaseByHand(cycle, grounds, { name, title, orders });
  return outcome === 'released';
}
