/** One letter to many offices, each its own copy; at most 200 of them in one workflow. */
import { executeChild, ParentClosePolicy } from '@temporalio/workflow';
import { letterNumber, mailingId } from '../domain/ids.js';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import type { NotReached } from '../domain/not-reached.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, deskOf } from './cycle.js';
import { releaseByHand } from './holding.js';
import { searchable } from './search-attributes.js';
import { sendOrTell, tellSecretariat } from './secretariat.js';
import { whatIs } from './story.js';

export interface Mailing extends Partial<Pick<LetterOrder, 'values' | 'attachments' | 'marking' | 'formal'>> {
  template: string;
  /** What it is about, for the letters' numbers: `workshop/reading`. */
  about: string;
  to: string[];
}

type Context = { cycle: Cycle; grounds: Pick<Grounds, 'networkDocument'> };

/** The letters of one workflow: what is carried from one to the next, and each history, stay small. */
export const lettersInOneGo = 200;

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

export interface MailingInput {
  cycle: Cycle;
  about: string;
  orders: LetterOrder[];
}

/** The workflow of a mailing that needs nobody's release. */
export async function mailing(input: MailingInput): Promise<void> {
  await sendAll(input);
}

/**
 * Sends letters, some at a time. Those that did not reach an office are put before the secretariat, in one notice.
 *
 * @returns the orders of chasers that were withheld, since a letter of the office is being read
 */
export async function sendAll({ cycle, about, orders }: MailingInput): Promise<LetterOrder[]> {
  const sent: (LetterSent | undefined)[] = [];
  for (let i = 0; i < orders.length; i += atOnce) {
    sent.push(...(await Promise.all(orders.slice(i, i + atOnce).map((order) => sendOrTell(cycle, order)))));
  }
  const withheld = orders.filter((_order, i) => sent[i]?.outcome === 'withheld');
  const refused = sent.flatMap((letter) => letter?.refused ?? []);
  if (refused.length === 0) return withheld;
  const suppressed = refused.some(({ why }) => why === 'suppressed');
  await tellSecretariat(cycle, {
    id: `not-delivered/${about}`,
    what: `Mail did not reach ${refused.map(inShort).join(', ')}: the letter “${about}” has to go another way.`,
    command: suppressed ? 'ascn letter suppressed' : `ascn letter list ${cycle.year}`,
  });
  return withheld;
}

/** An office with the code of its mail server, or that none was asked. */
const inShort = ({ office, code, why }: NotReached): string =>
  `${office} (${why === 'suppressed' ? 'its address is suppressed' : (code ?? 'no mail address')})`;

/** Sends at once: for letters that need nobody's release. */
export const mail = (context: Context, mailing: Mailing): Promise<void> =>
  mailAll(context, mailing.about, [mailing]);

/** Sends several letters about one thing at once, each to its own offices. */
export async function mailAll(context: Context, about: string, mailings: Mailing[]): Promise<void> {
  const { cycle } = context;
  for (const { part, orders } of inGoes(mailings.flatMap((each) => ordersOf(context, each)))) {
    await executeChild<typeof mailing>('mailing', {
      workflowId: mailingId(cycle.network, cycle.year, about + part),
      parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
      staticSummary: `${about}: ${orders.length} letters`,
      staticDetails: whatIs.mailing,
      typedSearchAttributes: searchable(cycle),
      args: [{ cycle, about, orders }],
    });
  }
}

/** Holds the mailing until two persons released it; each part of a long one by itself. @returns whether any went out */
export async function mailWhenReleased(
  { cycle, grounds }: Context,
  name: string,
  title: string,
  mailing: Mailing,
): Promise<boolean> {
  const held = inGoes(ordersOf({ cycle, grounds }, mailing)).map(({ part, orders }) =>
    releaseByHand(cycle, grounds, { name: name + part, title: title + part.replace('-', ', part '), orders }),
  );
  return (await Promise.all(held)).some(({ outcome }) => outcome === 'released');
}

/** The orders in goes; beyond the first, each has a part of a name of its own. */
function inGoes(orders: LetterOrder[]): { part: string; orders: LetterOrder[] }[] {
  const goes = Math.ceil(orders.length / lettersInOneGo);
  return Array.from({ length: goes }, (_, i) => ({
    part: i === 0 ? '' : `-${i + 1}`,
    orders: orders.slice(i * lettersInOneGo, (i + 1) * lettersInOneGo),
  }));
}
