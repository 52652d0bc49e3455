/** The wordings by which machines are known: data, handed in by `activities/mail/in/phrases.ts`. */

/** Why a letter did not reach its reader. */
export type Why =
  /** There is no such mailbox, or its address is malformed. */
  | 'address'
  /** There is no such mail domain, or it takes no mail. */
  | 'host'
  | 'moved'
  /** The mailbox was closed. */
  | 'disabled'
  /** The mailbox takes nothing for now. */
  | 'suspended'
  | 'mailbox-full'
  | 'too-large'
  /** The receiver's rules: whose mail it takes, from where. */
  | 'policy'
  | 'spam'
  | 'content'
  /** The sender did not prove who it is, or may not pass mail through. */
  | 'authentication'
  | 'challenge'
  /** A fault of the receiving or the sending server. */
  | 'system'
  /** The road or the time: trying again may help. */
  | 'transient'
  | 'unknown';

/** How mail servers write of letters that were not delivered: `data/mail/bounces.yaml`. */
export interface BounceWords {
  /** Local parts of the addresses that write such notices. */
  senders: readonly string[];
  /** Names before these addresses. */
  names: readonly string[];
  /** How the subjects begin. */
  subjects: readonly string[];
  /** Words in which they say that a letter was not delivered. */
  openings: readonly string[];
  /** Words in which they say that they go on trying. */
  delays: readonly string[];
  /** The same, of less weight: they stand in notices of those who gave up, too. */
  slow: readonly string[];
  /** Words of those who gave up. */
  givenUp: readonly string[];
  delaySubjects: readonly string[];
  /** Where the letter that is returned begins. */
  cuts: readonly string[];
  /** From the top: the first that fits decides. `status` is that of RFC 3463 without its class. */
  wordings: readonly { why: Why; status: string; words: readonly string[]; weak?: boolean | undefined }[];
}

export type Hint = 'away' | 'automatic' | 'ticket' | 'promise' | 'receipt';

/** How automatic letters and those who will answer later write, in one language: `data/mail/automatic/<language>.yaml`. */
export interface AutomaticWords {
  language: string;
  /** How subjects of automatic replies begin, as programs set them. */
  subjects: readonly string[];
  /** Words of one who is away. */
  away: readonly string[];
  /** Words that the day of return follows. */
  until: readonly string[];
  /** Words that the day of return stands before. */
  dayBefore: readonly string[];
  /** Words before the address of the one to ask instead. */
  instead: readonly string[];
  /** Words by which a letter calls itself automatic. */
  automatic: readonly string[];
  /** Words of ticket systems and shared mailboxes that a letter came in. */
  tickets: readonly string[];
  /** Words of systems that want to be told first that a person wrote. */
  challenges: readonly string[];
  /** Words that ask to confirm; with one of `click` and one of `genuine` they make a challenge as well. */
  confirm: readonly string[];
  /** Words for the step to take. */
  click: readonly string[];
  /** Words of what is doubted, and of what happens then. */
  genuine: readonly string[];
  /** Words of one who will answer later. */
  promises: readonly string[];
  /** Words of one who only says that the letter came. */
  receipts: readonly string[];
  /** Words that are no proof by themselves: they count in short letters, two together or beside a day. */
  hints: Readonly<Record<Hint, readonly string[]>>;
  /** How the subject of a notice that a letter was read begins. */
  readSubjects: readonly string[];
  /** How the subject of an answer to an invitation begins. */
  calendar: Readonly<Record<'accepted' | 'declined' | 'tentative' | 'counter', readonly string[]>>;
}

export interface Phrases {
  bounces: BounceWords;
  automatic: readonly AutomaticWords[];
}
