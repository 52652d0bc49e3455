/** A letter: anything sent or received. Outgoing letters are ordered by workflows and set in `activities/mail/`. */
import type { Address } from './document.js';
import type { Language } from './network.js';
import type { AnswerReceived } from './receipt.js';
import type { NotReached } from './not-reached.js';
import type { FoundBy } from './reference.js';
import type { Instant } from './time.js';

export type Marking = 'public' | 'members' | 'restricted';

/**
 * A letter to be sent, as a workflow orders it: offices and facts, no names, no text. Names, addresses and
 * wording are put in by the activity that sends, and stay in the document store.
 */
export interface LetterOrder {
  network: string;
  cycle: number;
  /** The letter's number, which says what it is about: `ASCN/2018/action-plan/da-nang/1`. */
  number: string;
  /** The calendar's instant (in a rehearsal not the machine's). */
  at: Instant;
  /** A template of `data/letters/<language>/`. */
  template: string;
  /** Office ids. */
  to: string[];
  copy?: string[];
  from: string;
  /** Values for the template's placeholders beside those that the office and the request give. */
  values?: Record<string, string | number>;
  /** The submissions that a receipt or a request for correction lists field by field; documents. */
  submissions?: Address[];
  /** Of a receipt: what it says of each answer beside its fields, in the order of `submissions`. */
  received?: AnswerReceived[];
  /** Of a receipt: what came attached to the letter, and what was decided on each; a document, `Attachment[]`. */
  attached?: Address;
  /** The form whose `field: value` lines the letter carries. */
  form?: string;
  /** The requests (workflow ids) that an answer to this letter belongs to; the reply address is bound to them. */
  answers?: AnswerTo[];
  /** Documents to attach, with the names to show. */
  attachments?: { document: Address; name: string; type: string }[];
  invitation?: Invitation;
  /** Message-ID of the letter that this continues. */
  inReplyTo?: string;
  /** Receipts and other automatic answers carry `Auto-Submitted`; a person's letter must not. */
  automaticAnswer?: boolean;
  /** A numbered PDF on letterhead goes with it. */
  formal?: boolean;
  marking?: Marking;
  /** A chaser for these requests (their ids) is withheld while a letter for one of them has come in and is being read. */
  withholdIfArrived?: string[];
  /** Of a reminder: its instant. Where another of the same office falls on it, this one does not leave by itself. */
  morning?: Instant;
  /** The reminders that this letter sends as one, each as it would have left by itself; the most urgent first. */
  together?: LetterOrder[];
  /** The document with the network in force. */
  networkDocument: Address;
  /** An edited subject and text, from a held letter. */
  edited?: { subject: string; text: string };
}

/**
 * What the answer to a letter does: answers the request, clears it nationally, or confirms that an answer that came
 * in is the office's own.
 */
export type AnswerRole = 'answer' | 'national-clearance' | 'confirmation';

/** A request (workflow id) that the answer to a letter is for. */
export interface AnswerTo {
  request: string;
  as: AnswerRole;
  /** For a confirmation: the version that is to be confirmed. */
  version?: number;
  /** In a letter that asks for several answers: what it prints above the lines of this one. */
  title?: string;
}

/** A calendar entry: one UID for the meeting's life, SEQUENCE rises with each change. */
export interface Invitation {
  uid: string;
  sequence: number;
  summary: string;
  /** Calendar dates of the first and last day, in `zone`. */
  first: string;
  last: string;
  zone: string;
  place: string;
}

/** What became of an order. */
export interface LetterSent {
  number: string;
  outcome: 'sent' | 'undeliverable' | 'withheld' | 'partly-undeliverable';
  messageId: string;
  /** The stored message, as sent. */
  document?: Address;
  /** Offices that it does not reach: refused for good, or not asked. */
  refused: NotReached[];
  /** Of a reminder that was withheld since it meets others: the requests that planned one for the office and its instant. */
  planned?: string[];
}

/** What a letter that came in is; the rules are in `verdict.ts`. */
export type Verdict =
  | 'answer'
  | 'acknowledgement'
  /** Out of office, the receipt of a ticket system, a report of success. */
  | 'auto-reply'
  | 'bounce'
  /** A mail server has not delivered our letter yet, and goes on trying. */
  | 'delay'
  /** A reader or a mail provider calls our letter unwanted. */
  | 'complaint'
  | 'read-receipt'
  /** The answer to an invitation. */
  | 'calendar-reply'
  /** A mail system wants to be told first that a person wrote. */
  | 'challenge'
  | 'empty'
  | 'not-ours';

/** A letter that came in, judged: which request, from whom, what it says. Kept small; the text is a document. */
export interface JudgedLetter {
  digest: string;
  /** The raw message. */
  document: Address;
  verdict: Verdict;
  /** Why this verdict, in a sentence for the secretariat. */
  reason: string;
  receivedAt: Instant;
  /** Message-ID of the letter, for the receipt to continue the thread. */
  messageId?: string;
  language: Language;
  /** The letter of ours that it answers. */
  answersLetter?: string;
  /**
   * The parts that belong to requests: one for a plain answer, several for a joint one. For what is no answer, one
   * for each request that our letter asked about; none for an answer in words of its own.
   */
  parts: JudgedPart[];
  /** The letter of ours that it answers, as an order for an answer to it needs it. */
  ours?: {
    cycle: number;
    from: string;
    office: string;
    answers: AnswerTo[];
    networkDocument: Address;
  };
  /** How our letter was found; absent where none was. */
  foundBy?: FoundBy;
  /** The domain of the writer's address, where the address is not known. */
  domain?: string;
  /** For what goes to nobody: the requests that it may be about. */
  perhaps?: string[];
  /** The office that wrote, when its address is known. */
  from?: string;
  /** What came attached, and what was decided on each: a document, `Attachment[]`; absent where nothing came. */
  attached?: Address;
  /** For bounces: the office that was not reached, whether for good, and the request that our letter was about. */
  bounced?: NotReached & { permanent: boolean; request?: string };
  /** For acknowledgements: the end of the day promised, where the writer is. */
  promised?: Instant;
  /** For automatic replies: the end of the day until which the writer is away, or on which it is back. */
  awayUntil?: Instant;
}

export interface JudgedPart {
  request: string;
  as: AnswerRole;
  /** The parsed answer, a document with `{ fields, text }`. */
  answer: Address;
  /** The writer says that this replaces what was sent before. */
  replaces: boolean;
  /** No line of the form was found: a person reads it. */
  unread?: boolean;
  /** The writer's address is that of an office entitled to answer. */
  confirmed: boolean;
  /** For the answer to a letter that asks whether an answer is the office's own: which version, and whether it is. */
  owning?: { version: number; own: boolean };
}
