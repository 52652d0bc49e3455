/** How one letter's answer becomes the next version of a submission. Nothing is overwritten: the version before stays. */
import type { Address } from './document.js';
import type { Answer, Field, Form } from './form.js';
import { keyOf } from './form.js';
import type { Submission, SubmittedField } from './submission.js';
import type { Instant } from './time.js';

/** An answer, with where it came from. */
export interface AnswerPart {
  request: string;
  answer: Answer;
  /** Digest of the letter, or `record/<office>/<n>`. */
  letter: string;
  from: string;
  at: Instant;
  /** The writer says that this takes the place of what was sent before. */
  replaces: boolean;
  /** The number of the version that it makes. */
  version: number;
}

/**
 * Makes the next version. A part adds to what was there unless it replaces it; a field given again counts as
 * given last.
 *
 * @param previous the version before and its address; undefined for the first
 */
export function merge(
  previous: { submission: Submission; document: Address } | undefined,
  part: AnswerPart,
  form: Form,
): Submission {
  const { request, answer, letter, from, at, replaces, version } = part;
  const before = replaces ? undefined : previous?.submission;
  const given = Object.entries(answer.fields).map(([key, value]): [string, SubmittedField] => [
    key,
    { value, letter, from, at, ...answer.given?.[key] },
  ]);
  const fields = { ...before?.fields, ...Object.fromEntries(given) };
  const unusable = new Set(answer.problems.map((problem) => problem.field));
  const stillOpen = (before?.problems ?? []).filter(
    ({ field }) => !(field in answer.fields) && !unusable.has(field),
  );
  return {
    request,
    form: form.id,
    version,
    ...(previous && { previous: previous.document }),
    fields,
    missing: missingOf(form, fields),
    problems: [...stillOpen, ...answer.problems],
    parts: [
      ...(before?.parts ?? []),
      { letter, from, at, text: answer.text, ...(answer.remarks && { remarks: answer.remarks }) },
    ],
  };
}

/**
 * The keys that are required and not there, in the form's order. Of a group every entry begun is to be complete,
 * and there is at least one.
 */
export function missingOf(form: Form, fields: Readonly<Record<string, SubmittedField>>): string[] {
  return form.fields.flatMap((field) =>
    entriesOf(field, fields).flatMap((entry) => {
      const key = keyOf(field, entry);
      return !(key in fields) && isRequired(field, entry, form, fields) ? [key] : [];
    }),
  );
}

function isRequired(
  field: Field,
  entry: number,
  form: Form,
  fields: Readonly<Record<string, SubmittedField>>,
): boolean {
  const waived = field.notRequiredWhen;
  if (waived && !isBegun(field, entry, fields) && holds(fields[waived.field]?.value, waived.is)) return false;
  const rule = field.requiredWhen;
  if (field.required || !rule) return field.required;
  const looksAt = form.fields.find(({ id, group }) => id === rule.field && group === field.group);
  return holds(looksAt && fields[keyOf(looksAt, entry)]?.value, rule.is);
}

const holds = (value: string | string[] | undefined, wanted: readonly string[]): boolean =>
  typeof value === 'string' && wanted.includes(value.trim().toLowerCase());

/** True for an entry of a group of which something was given. */
const isBegun = (
  { group }: Field,
  entry: number,
  fields: Readonly<Record<string, SubmittedField>>,
): boolean => group !== undefined && Object.keys(fields).some((key) => key.startsWith(`${group}.${entry}.`));

/** The numbers of the entries begun, in order; the first where none is. */
function entriesOf(field: Field, fields: Readonly<Record<string, SubmittedField>>): number[] {
  if (field.group === undefined) return [1];
  const prefix = `${field.group}.`;
  const numbers = Object.keys(fields)
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number.parseInt(key.slice(prefix.length), 10));
  return numbers.length > 0 ? [...new Set(numbers)].sort((a, b) => a - b) : [1];
}
