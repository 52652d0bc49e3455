/** The parts below a letter's text: an answer as it was understood, what is missing or wrong, and the form. */
import type { Field, Form } from '../../../domain/form.js';
import { fieldOf, labelOf } from '../../../domain/form.js';
import type { Language } from '../../../domain/network.js';
import type { Submission } from '../../../domain/submission.js';
import { wordedValue } from '../../../domain/value-wording.js';
import { fold } from '../../../domain/fold.js';
import { oneLine } from './header-text.js';
import type { LetterPart, LetterRow } from './letter-view.js';
import type { Words } from './words.js';

/** The form's questions, the first entry of each group, ready to be filled in. */
export function formPart(form: Form, language: Language, words: Words): LetterPart {
  const hasList = form.fields.some(({ group }) => group !== undefined);
  const further = hasList ? [words.furtherEntry] : [];
  return {
    title: words.form,
    before: [...words.howToAnswer, hasList ? words.attachedFormAndSheet : words.attachedForm, ...further],
    beforeOnPaper: [...words.howToAnswerOnPaper, ...further],
    rows: form.fields.map((field) => question(field, 1, language, words)),
    after: words.afterForm,
  };
}

export interface SubmissionListed {
  submission: Submission;
  form: Form;
  title: string;
  /** Whether every reader of the letter may see a confidential value that this office gave. */
  readable: (givenBy: string) => boolean;
}

/**
 * What was understood of an answer, field by field, under a title; what could not be used, and why; what is
 * missing. Confidential fields leave neither value nor problem to a reader who did not give them.
 */
export function submissionParts(
  { submission, form, title, readable }: SubmissionListed,
  language: Language,
  words: Words,
): LetterPart[] {
  const { fields, missing, problems, parts: letters } = submission;
  const hidden = (key: string): boolean =>
    fieldOf(form, key)?.field.confidential === true &&
    !readable(fields[key]?.from ?? letters.at(-1)?.from ?? '');
  const troubled = [...new Set([...missing, ...problems.map(({ field }) => field)])];
  const parts: LetterPart[] = [
    {
      title,
      before: Object.keys(fields).length === 0 ? [words.noSuchValue] : [],
      rows: inFormOrder(Object.keys(fields), form).map((key) => {
        const { label, value } = understood(key, submission, form, language, words);
        return { label, value: hidden(key) ? words.confidential : value };
      }),
      after: letters.at(-1)?.remarks ?? [],
    },
    {
      title: words.problems,
      before: problems.filter(({ field }) => !hidden(field)).map(({ sentence }) => sentence),
      rows: [],
      after: [],
    },
    {
      title: words.missing,
      before: troubled.length > 0 ? words.correct : [],
      rows: inFormOrder(troubled, form).flatMap((key) => {
        const found = fieldOf(form, key);
        return found ? [question(found.field, found.entry, language, words)] : [];
      }),
      after: [],
    },
  ];
  return parts.filter(({ before, rows }) => before.length + rows.length > 0);
}

const question = (field: Field, entry: number, language: Language, words: Words): LetterRow => ({
  label: labelOf(field, language, entry),
  value: '',
  example: `(${words.example} ${field.example[language]})`,
  sample: field.example[language],
});

/** A value in words; of a figure or a date also as it was written, where that reads otherwise. */
function understood(
  key: string,
  submission: Submission,
  form: Form,
  language: Language,
  words: Words,
): LetterRow {
  const found = fieldOf(form, key);
  const { value, written } = submission.fields[key]!;
  const worded = wordedValue(found?.field, value, language);
  const asWritten =
    written === undefined || fold(written) === fold(worded)
      ? ''
      : ` (${words.asWritten} ${oneLine(written)})`;
  return {
    label: found ? labelOf(found.field, language, found.entry) : key,
    value: worded + asWritten,
  };
}

/** Entry after entry of a group, each in the order in which the form asks. */
function inFormOrder(keys: string[], form: Form): string[] {
  const place = (key: string): [number, number, number] => {
    const found = fieldOf(form, key);
    if (!found) return [form.fields.length, 0, 0];
    const index = form.fields.indexOf(found.field);
    const { group } = found.field;
    const start = group === undefined ? index : form.fields.findIndex((field) => field.group === group);
    return [start, found.entry, index];
  };
  const compare = (a: string, b: string): number => {
    const [pa, pb] = [place(a), place(b)];
    const at = pa.findIndex((n, i) => n !== pb[i]);
    return at < 0 ? 0 : pa[at]! - pb[at]!;
  };
  return [...keys].sort(compare);
}
