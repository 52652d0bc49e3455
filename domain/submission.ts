/** A submission: one version of an answer. What was said is a document; history holds its address and what follows from it. */
import type { Actor } from './actor.js';
import type { Address } from './document.js';
import type { FieldProblem, HowGiven } from './form.js';
import type { AnswerRole, LetterOrder } from './letter.js';
import type { Instant } from './time.js';

/** The document: every field with the letter that it came from. */
export interface Submission {
  request: string;
  form: string;
  version: number;
  /** The version before, kept whole. */
  previous?: Address;
  fields: Record<string, SubmittedField>;
  missing: string[];
  problems: FieldProblem[];
  /** What the people wrote, part by part. */
  parts: { letter: string; from: string; at: Instant; text: string; remarks?: string[] }[];
}

/** How it was given is absent in submissions of before that was kept. */
export interface SubmittedField extends Partial<HowGiven> {
  value: string | string[];
  /** Digest of the letter, or `record/<office>` for what the secretariat recorded. */
  letter: string;
  from: string;
  at: Instant;
}

/** What the request needs to know of a submission. */
export interface FiledSubmission {
  document: Address;
  version: number;
  /** Field ids that are required and not there. */
  missing: string[];
  /** Field ids that could not be used. */
  problems: string[];
  /** Rules that the answer departs from, put to the secretariat: a fourth city, no capital. One sentence each. */
  exceptions: string[];
  /** Field ids that have a value. */
  given: string[];
  /** Fields of `choice` type that the rules look at, e.g. `{ position: 'object' }`. No free text. */
  choices: Record<string, string>;
}

/** One part of an answer, as the mailroom's letter hands it to the request. */
export interface SubmitAnswer {
  /** Digest of the letter, by which a second delivery is known; `record/<office>/<n>` for a recorded answer. */
  letter: string;
  answer: Address;
  /** The office that wrote, or the one whose reply address was used when the writer is unknown. */
  from: string;
  confirmed: boolean;
  replaces: boolean;
  joint: boolean;
  /** In the office's own words, without a line of the form: a person reads it. */
  unread: boolean;
  role: AnswerRole;
  /** The office to whose reply address it came. */
  to: string;
  /** The domain that it came from, where the writer is not known. */
  domain?: string | undefined;
  /** The person who gave the letter to this request. */
  assignedBy?: Actor | undefined;
  /** Message-ID of the letter, for the receipt to continue its thread. */
  messageId?: string;
}

/** The office's word on an answer that waits to be confirmed. */
export interface OwnAnswer {
  /** Digest of the letter that says it. */
  letter: string;
  version: number;
  /** The answer is the office's own. */
  own: boolean;
  /** The office that says so, from its known address. */
  from: string;
  /** Message-ID of the letter. */
  messageId?: string | undefined;
}

/** What became of it. `receipt` is the letter to send, absent when this letter was answered before. */
export interface SubmitOutcome {
  request: string;
  state: string;
  version?: number;
  /** Why the letter is kept aside: a sentence. */
  aside?: string;
  receipt?: LetterOrder;
}
