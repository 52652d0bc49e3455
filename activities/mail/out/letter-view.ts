/** A letter as it is read: every line worded, not yet set as text, HTML or PDF. */
import type { Language } from '../../../domain/network.js';

export interface LetterView {
  number: string;
  language: Language;
  /** Worded: `6 February 2018`. */
  date: string;
  letterhead: { network: string; chair: string; office: string };
  to: string[];
  copy: string[];
  /** Reference, date, addressees and so on: a label and its lines. */
  heads: { label: string; lines: string[] }[];
  subject: string;
  salutation: string;
  /** The letter's own text, the part that a person may edit; a line break inside a paragraph is kept. */
  paragraphs: string[];
  /** Links that open a prepared reply. */
  replies: { label: string; href: string }[];
  parts: LetterPart[];
  closing: string;
  signature: string[];
  footer: string;
}

/** A list of fields below the text: what was understood, what is missing, the form. */
export interface LetterPart {
  title: string;
  /** The first of several parts that belong together. */
  begins?: boolean;
  before: string[];
  /** In the place of `before` on the printed page. */
  beforeOnPaper?: string[];
  rows: LetterRow[];
  after: string[];
}

export interface LetterRow {
  label: string;
  /** Empty on a form. */
  value: string;
  /** Said of the value, below it: that it may be wrong, … */
  check?: string;
  /** … how it was written, what it was before. */
  note?: string;
  /** A right answer, in brackets. */
  example?: string;
  /** The same without brackets, for a column of examples. */
  sample?: string;
}

/** What is said of a row's value, in brackets; empty where nothing is. */
export function bracketed({ check, note }: LetterRow): string {
  const said = [check, note].filter((each) => each !== undefined).join('; ');
  return said && ` (${said})`;
}
