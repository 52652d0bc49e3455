/** What a form says as a document that goes with a letter: the same for the Word form and the spreadsheet. */
import type { FieldValues, Form } from '../../../domain/form.js';
import type { Language } from '../../../domain/network.js';

export interface FormDocument {
  form: Form;
  language: Language;
  /** The network's name. */
  network: string;
  /** For whom the answer is: a city, a member, a partner. */
  about: string;
  /** Reference, addressee, due date: a label and its text. */
  heads: { label: string; text: string }[];
  /** One part for each city of a joint letter; one without a city otherwise. */
  parts: FormDocumentPart[];
  words: FormWords;
}

export interface FormDocumentPart {
  city?: string;
  /** What is known already, as it is shown. */
  known: FieldValues;
  /** Keys that are left out: confidential ones that not every reader of the letter may see. */
  leftOut: ReadonlySet<string>;
}

/** The words of `data/letters/<language>/words.yaml` under `formDocument`. */
export interface FormWords {
  question: string;
  answer: string;
  city: string;
  number: string;
  required: string;
  oneOf: string;
  someOf: string;
  /** Over a list of some of the form's questions. */
  otherQuestions: string;
  /** Told at a cell that takes several answers. */
  several: string;
  yesNo: string[];
  how: string[];
  /** Said where a form has blocks that repeat. */
  furtherBlocks: string;
  howSheet: string[];
  page: string;
  /** Before an example, as in the letter. */
  example: string;
}
