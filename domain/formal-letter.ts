/** A formal letter, ready to be set on letterhead: every line is worded, nothing is looked up any more. */
import type { Language } from './network.js';

export interface FormalLetter {
  /** e.g. `ASCN/2018/nomination/vn/1`. */
  number: string;
  /** The letter's date as it is printed, e.g. `6 February 2018`. */
  date: string;
  letterhead: { network: string; chair: string; office: string };
  /** One line for each office addressed. */
  to: string[];
  copy: string[];
  subject: string;
  salutation: string;
  paragraphs: string[];
  /** The form's questions; `hint` is the example of a right answer. */
  questions: { label: string; hint?: string }[];
  closing: string[];
  signature: string[];
  language: Language;
}
