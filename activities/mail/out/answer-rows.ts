/** The rows of a letter that show an answer: each field with its value as it is read, and what is said of it. */
import type { Field, Form } from '../../../domain/form.js';
import { fieldOf, labelOf } from '../../../domain/form.js';
import type { Language } from '../../../domain/network.js';
import type { Submission, SubmittedField } from '../../../domain/submission.js';
import { isIsoDate } from '../../../domain/time.js';
import { wordedValue } from '../../../domain/value-wording.js';
import { oneLine, severalLines } from './header-text.js';
import type { LetterRow } from './letter-view.js';
import { wordDate } from './word-date.js';
import type { Words } from './words.js';

/** An answer, and how it is shown in one letter. */
export interface AnswerShown {
  submission: Submission;
  form: Form;
  language: Language;
  words: Words;
  /** Whether every reader of the letter may see a confidential value that this office gave. */
  readable: (givenBy: string) => boolean;
}

/** Characters of a value; the whole of it is in the document. */
const longestValue = 1_500;
const longestNote = 120;

/** True for a confidential value that not every reader gave. */
export const isHidden = (key: string, givenBy: string | undefined, shown: AnswerShown): boolean =>
  fieldOf(shown.form, key)?.field.confidential === true &&
  !shown.readable(givenBy ?? shown.submission.parts.at(-1)?.from ?? '');

/** The name of a field as the form has it. */
export function labelFor(key: string, { form, language }: AnswerShown): string {
  const found = fieldOf(form, key);
  return found ? labelOf(found.field, language, found.entry) : oneLine(key);
}

/** A field with its value as understood. */
export function understoodRow(key: string, shown: AnswerShown): LetterRow {
  const { submission, words } = shown;
  const given = submission.fields[key]!;
  if (isHidden(key, given.from, shown)) return { label: labelFor(key, shown), value: words.confidential };
  const { value, cut } = valueOf(key, given, shown);
  const note = noteOf(given, value, cut, shown);
  return {
    label: labelFor(key, shown),
    value,
    ...(given.sure === 'likely' && { check: words.check }),
    ...(note !== '' && { note }),
  };
}

/** A value as it is read: choices by their wording, figures and dates as people write them. */
export function valueOf(
  key: string,
  { value }: Pick<SubmittedField, 'value'>,
  { form, language, words }: AnswerShown,
): { value: string; cut: boolean } {
  const field = fieldOf(form, key)?.field;
  const text = severalLines(
    field?.type === 'date' && typeof value === 'string' && isIsoDate(value)
      ? wordDate(value, 'utc', language)
      : field?.type === 'yes-no' && (value === 'yes' || value === 'no')
        ? words.yesNo[value]
        : wordedValue(field, value, language),
  );
  return text.length <= longestValue
    ? { value: text, cut: false }
    : { value: cutAt(text, longestValue), cut: true };
}

const cutAt = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest).replace(/[\ud800-\udbff]$|\s+\S{0,40}$/, '')} …`;

/** How the value was written, and where it stands, as far as the reader would not expect it. */
function noteOf(given: SubmittedField, value: string, cut: boolean, shown: AnswerShown): string {
  const { words, submission } = shown;
  const { written, document } = given;
  const quoted = (text: string): string => `“${cutAt(oneLine(text), longestNote)}”`;
  const said = [
    ...(written !== undefined && oneLine(written) !== value ? [`${words.written} ${quoted(written)}`] : []),
    ...(cut ? [words.shortened] : []),
    ...(document !== undefined && !isOnlyDocument(document, submission)
      ? [`${words.inDocument} ${quoted(document)}`]
      : []),
  ];
  return said.join('; ');
}

/** True where all that the letter gave stands in this one document, so that it need not be said of each field. */
function isOnlyDocument(document: string, { fields, parts }: Submission): boolean {
  const letter = parts.at(-1)?.letter;
  const given = Object.values(fields).filter((field) => field.letter === letter);
  return given.length > 0 && given.every((field) => field.document === document);
}

/** A question of the form, ready to be filled in, with an example. */
export const questionRow = (field: Field, entry: number, language: Language, words: Words): LetterRow => ({
  label: labelOf(field, language, entry),
  value: '',
  example: `(${words.example} ${field.example[language]})`,
  sample: field.example[language],
});

/** Entry after entry of a group, each in the order in which the form asks. */
export function inFormOrder(keys: readonly string[], form: Form): string[] {
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
