/** What the ledger of letters keeps, and how a letter is shown before it leaves. */
import type { Address } from './document.js';
import type { LetterOrder, LetterSent } from './letter.js';
import type { Language } from './network.js';
import type { NotReachedInWords } from './not-reached.js';
import type { ReceivedLetter } from './received.js';
import type { Suppressed } from './suppression.js';
import type { Instant } from './time.js';
import { after, hours } from './time.js';

/** Written before the mail server is given the letter. Ledger `letters/<network>/<cycle>`, key `<number>/before`. */
export interface LetterBefore {
  template: string;
  subject: string;
  to: string[];
  copy: string[];
  /** The calendar's instant. */
  at: Instant;
  /** When it was first set, by the machine's clock. */
  begun: Instant;
  messageId: string;
  /** The token of its reply address; letters that left before it was noted have it in `sender`. */
  token?: string;
  /** The message as it is sent; a second attempt sends the same bytes. */
  document: Address;
  /** What was ordered, without what may differ between two attempts. */
  order: Omit<LetterOrder, 'at'>;
  /** The envelope's sender; empty for an automatic answer. */
  sender: string;
  recipients: { office: string; address: string }[];
  /** Offices whose address is none, so that no server was asked. */
  unusable: NotReachedInWords[];
}

/** Written after an answer of the mail server that left some recipients for later. Key `<number>/part/<n>`. */
export interface LetterPartSent {
  accepted: string[];
  refused: NotReachedInWords[];
  response: string;
  /** By the machine's clock. */
  at: Instant;
}

/** Written when the letter could not leave. Key `<number>/put-off/<kind of trouble>`. */
export interface LetterPutOff {
  /** What the mail server said or did. */
  reply: string;
  /** By the machine's clock. */
  at: Instant;
}

/** Written after the mail server's answer. Key `<number>/after`. */
export interface LetterAfter {
  sent: LetterSent;
  /** Offices for which a mail server took it. */
  accepted: string[];
  /** The same offices as in `sent`, with the mail servers' words. */
  refused: NotReachedInWords[];
  /** The mail server's last answer. */
  response: string;
  /** By the machine's clock; in a rehearsal this is not the calendar's. */
  at: Instant;
}

/** What became of one letter, as far as the ledgers know. */
export interface LetterState {
  before: LetterBefore;
  /** Why it was put off, the first time for each reason, in their order. */
  putOff: LetterPutOff[];
  /** What became of some recipients before that of all was known. */
  parts: LetterPartSent[];
  after?: LetterAfter;
  /** Offices to whose address no letter goes now, since this one or another showed that it does not work. */
  suppressed: Suppressed[];
  /** What came to its reply address, by time of arrival: answers, bounces, automatic replies. */
  cameIn: ReceivedLetter[];
}

/** A letter's line in a list. */
export interface LetterListRow {
  number: string;
  template: string;
  subject: string;
  to: string[];
  copy: string[];
  /** The requests (workflow ids) that an answer to it belongs to. */
  requests: string[];
  at: Instant;
  /** `under way`: given to the mail server, which has not answered yet or whose answer was lost. */
  outcome: LetterSent['outcome'] | 'under way';
  refused: NotReachedInWords[];
  messageId: string;
  document: Address;
  /** While it is under way: since when it has been put off, and why at last. */
  putOff?: PutOffLetter;
}

/** A letter that the mail server has not taken so far. */
export interface PutOffLetter {
  number: string;
  /** By the machine's clock. */
  since: Instant;
  /** What the mail server said or did at last. */
  reply: string;
}

/** Letters that have not left for the same reason. */
export interface NotLeft {
  /** What the mail server says or does. */
  reply: string;
  since: Instant;
  /** Their numbers. */
  letters: string[];
}

/** A mail server that restarts, or wants a sender it does not know to come again, is nothing to tell a person of. */
const worthTelling = hours(1);

/**
 * The letters that have been put off for over an hour, by reason, the oldest first.
 *
 * @param now by the machine's clock, as the ledger's entries are
 */
export function notLeft(letters: readonly PutOffLetter[], now: Instant): NotLeft[] {
  const reasons = new Map<string, NotLeft>();
  for (const { number, since, reply } of letters) {
    if (after(since, worthTelling) > now) continue;
    const known = reasons.get(reply);
    reasons.set(reply, {
      reply,
      since: known && known.since < since ? known.since : since,
      letters: [...(known?.letters ?? []), number],
    });
  }
  return [...reasons.values()].sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** A letter before it leaves; a document. `text` is what a person may edit, `letter` the whole as it is read. */
export interface LetterPreview {
  number: string;
  language: Language;
  subject: string;
  text: string;
  letter: string;
  to: string[];
  copy: string[];
}
