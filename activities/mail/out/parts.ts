/** The parts below a letter's text: an answer as it was understood, what is missing or unclear, and the form. */
import type { Form } from '../../../domain/form.js';
import { fieldOf } from '../../../domain/form.js';
import type { Language } from '../../../domain/network.js';
import type { Submission } from '../../../domain/submission.js';
import type { AnswerShown } from './answer-rows.js';
import { inFormOrder, isHidden, questionRow, understoodRow } from './answer-rows.js';
import { severalLines } from './header-text.js';
import type { LetterPart } from './letter-view.js';
import type { Words } from './words.js';

/**
 * The form's questions, the first entry of each group, ready to be filled in.
 *
 * @param isSection it is one of several in a letter, whose text says how to answer
 */
export function formPart(form: Form, language: Language, words: Words, isSection = false): LetterPart {
  const hasList = form.fields.some(({ group }) => group !== undefined);
  const further = hasList ? [words.furtherEntry] : [];
  return {
    title: words.form,
    before: isSection
      ? further
      : [...words.howToAnswer, hasList ? words.attachedFormAndSheet : words.attachedForm, ...further],
    beforeOnPaper: [...words.howToAnswerOnPaper, ...further],
    rows: form.fields.map((field) => questionRow(field, 1, language, words)),
    after: isSection ? [] : words.afterForm,
  };
}

/**
 * What was understood of an answer, field by field, under a title; what could not be used, and why; what is
 * missing. Confidential fields leave neither value nor problem to a reader who did not give them.
 */
export const submissionParts = (shown: AnswerShown, title: string): LetterPart[] =>
  [
    understoodPart(shown, title, Object.keys(shown.submission.fields)),
    ...openParts(shown, { title: shown.words.missing, before: shown.words.correct }),
  ].filter(holdsSomething);

/** What was understood of these fields of an answer. */
export function understoodPart(shown: AnswerShown, title: string, keys: readonly string[]): LetterPart {
  const { form, words } = shown;
  return {
    title,
    before: keys.length === 0 ? [words.noSuchValue] : [],
    rows: inFormOrder(keys, form).map((key) => understoodRow(key, shown)),
    after: [],
  };
}

/** The fields that are missing or could not be used. */
export const openKeys = ({ missing, problems }: Submission): string[] => [
  ...new Set([...missing, ...problems.map(({ field }) => field)]),
];

/** What could not be used, a sentence each; and the lines that are asked for again, each with an example. */
export function openParts(shown: AnswerShown, lines: Pick<LetterPart, 'title' | 'before'>): LetterPart[] {
  const { submission, form, language, words } = shown;
  const { fields, problems } = submission;
  const open = openKeys(submission);
  const parts: LetterPart[] = [
    {
      title: words.problems,
      before: problems
        .filter(({ field }) => !isHidden(field, fields[field]?.from, shown))
        .map(({ sentence }) => severalLines(sentence)),
      rows: [],
      after: [],
    },
    {
      title: lines.title,
      before: open.length > 0 ? lines.before : [],
      rows: inFormOrder(open, form).flatMap((key) => {
        const found = fieldOf(form, key);
        return found ? [questionRow(found.field, found.entry, language, words)] : [];
      }),
      after: [],
    },
  ];
  return parts.filter(holdsSomething);
}

export const holdsSomething = ({ before, rows }: LetterPart): boolean => before.length + rows.length > 0;
