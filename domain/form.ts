/** What each form asks, and how an answer's `field: value` lines become a submission. Forms are data: `data/forms/`. */
import type { Language } from './network.js';
import type { Sureness } from './writer.js';

export type FieldType =
  'text' | 'choice' | 'choices' | 'list' | 'date' | 'number' | 'money' | 'email' | 'yes-no';

export interface Field {
  /** In a group without the group's name: `title` of `project` is kept as `project.1.title`. */
  id: string;
  /** In a group `{n}` stands for the entry's number: `Project {n} title`. Use `labelOf` to print it. */
  label: Record<Language, string>;
  type: FieldType;
  required: boolean;
  /** Allowed values of `choice` and `choices`: an id and its wording. */
  options?: { id: string; label: Record<Language, string> }[];
  /** A right answer, shown to whoever gave a wrong one. */
  example: Record<Language, string>;
  /** The field repeats as `Project 1 title`, `Project 2 title`, …: the group's name. */
  group?: string;
  /** Required when the choice in `field` is one of `is`, e.g. a comment with an objection. */
  requiredWhen?: { field: string; is: string[] };
  /** Not required when that field of the form (of no group) has one of these values; an entry begun is completed. */
  notRequiredWhen?: { field: string; is: string[] };
  /** Never leaves the secretariat and the office itself. */
  confidential?: boolean;
  source?: string;
}

export interface Form {
  id: string;
  title: Record<Language, string>;
  fields: Field[];
}

/** Fields as understood: `vision`, or `project.1.title` in a group. Lists and choices hold several values. */
export type FieldValues = Record<string, string | string[]>;

/** An answer as read from one letter; a document. */
export interface Answer {
  form: string;
  fields: FieldValues;
  /** Lines that look like fields and could not be used, each with a sentence for the writer. */
  problems: FieldProblem[];
  /** What the person wrote, quote and signature removed. */
  text: string;
  /** How each field was given, by its key. */
  given?: Record<string, HowGiven>;
  /** What else the writer is told of how the answer was read, a sentence each: an attachment that was not read. */
  remarks?: string[];
}

/** Where a value was said: in the letter's text, in a Word form or another document of text, or in a spreadsheet. */
export type Source = 'text' | 'word' | 'sheet';

export interface HowGiven {
  source: Source;
  /** The attachment that it stands in, by the name that was shown. */
  document?: string;
  sure: Sureness;
  /** As it was written, where a figure or a date was understood from it. */
  written?: string;
}

export interface FieldProblem {
  field: string;
  value: string;
  /** Names the field, the value and what was expected, in the writer's language. */
  sentence: string;
}

/** Where a field's value stands in `FieldValues`: `vision`, or `project.2.title` for entry 2 of a group. */
export const keyOf = (field: Field, entry = 1): string =>
  field.group === undefined ? field.id : `${field.group}.${entry}.${field.id}`;

/** A field's label as printed: `Vision`, or `Project 2 title` for entry 2 of a group. */
export const labelOf = (field: Field, language: Language, entry = 1): string =>
  field.label[language].replace('{n}', String(entry));

/** The field that a key of `FieldValues` belongs to, with the number of the group's entry; undefined for a key of another form. */
export function fieldOf(form: Form, key: string): { field: Field; entry: number } | undefined {
  const repeated = /^([^.]+)\.(\d{1,3})\.(.+)$/.exec(key);
  const field = form.fields.find((each) =>
    each.group === undefined ? each.id === key : each.group === repeated?.[1] && each.id === repeated[3],
  );
  return field && { field, entry: field.group === undefined ? 1 : Number(repeated?.[2]) };
}
