/** What the verdict on a letter rests on: what its headers, its machine-readable parts and its text say. */
import type { IsoDate } from '../time.js';

/** One recipient of a delivery report (RFC 3464, RFC 6533). */
export interface DeliveryReport {
  /** The mail address that the server tried (Final-Recipient). */
  recipient: string;
  /** The address that was written to, where the report names both (Original-Recipient). */
  original?: string;
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`; in small letters. */
  action: string;
  /** e.g. `5.1.1`; empty where the report gives none. */
  status: string;
  /** The words of the mail server. */
  diagnostic: string;
}

/** A notice of what became of a letter on the reader's screen (RFC 8098). */
export interface ReadingNotice {
  /** `displayed`, `deleted`, …; in small letters. */
  disposition: string;
  /** The program did it without a person (`automatic-action`). */
  byItself: boolean;
}

/** A complaint that a reader or a mail provider makes of a letter (RFC 5965). */
export interface Complaint {
  /** `abuse`, `fraud`, `auth-failure`, …; in small letters. */
  feedback: string;
}

/** The answer to an invitation (RFC 5546). */
export interface CalendarReply {
  reply: 'accepted' | 'declined' | 'tentative' | 'counter';
  /** Who answers, where the reply says so. */
  attendee?: string;
  /** The invitation's UID. */
  uid?: string;
}

export interface LetterFacts {
  /** Why the letter is not about one of ours; absent when it is. */
  notOurs?: string;
  /** Header names in small letters. */
  headers: ReadonlyMap<string, string>;
  /** The writer's mail address. */
  from?: string;
  /** The name before the writer's address. */
  fromName?: string;
  /** To whom the letter is addressed. */
  to?: readonly string[];
  subject?: string;
  reports: readonly DeliveryReport[];
  /** The addresses that the letter of ours went to: of several recipients in a report, theirs counts. */
  written?: readonly string[];
  /** Headers of the letter that a report returns. */
  returned?: ReadonlyMap<string, string>;
  notice?: ReadingNotice;
  complaint?: Complaint;
  calendar?: CalendarReply;
  /** What the person wrote, quote and signature removed. */
  text: string;
  /** The letter that is answered, as the writer's program quotes it. */
  quoted?: string;
  /** The readable text before it was taken apart; `text` where it is not known. */
  whole?: string;
  /** How many fields of the form were given, usable or not. */
  answered: number;
  /** Documents that came with it; not the pictures of a signature. */
  attachments: number;
  /** The day on which the letter came in. */
  received: IsoDate;
}

/** Characters of a text that are looked at: what a letter is shows at its beginning. */
const longestText = 30_000;
const longestSubject = 500;
const mostReports = 200;

/** The facts, cut to what is looked at, so that no letter takes long. */
export const bounded = (facts: LetterFacts): LetterFacts => ({
  ...facts,
  reports: facts.reports.slice(0, mostReports),
  text: facts.text.slice(0, longestText),
  whole: wholeOf(facts),
  ...(facts.quoted !== undefined && { quoted: facts.quoted.slice(0, longestText) }),
  ...(facts.subject !== undefined && { subject: facts.subject.slice(0, longestSubject) }),
  ...(facts.fromName !== undefined && { fromName: facts.fromName.slice(0, longestSubject) }),
  ...(facts.to !== undefined && { to: facts.to.slice(0, mostReports) }),
});

/** The readable text, to the length that is looked at. */
export const wholeOf = ({ whole, text }: LetterFacts): string => (whole ?? text).slice(0, longestText);
