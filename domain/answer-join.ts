/**
 * One answer from all places where one letter gives it: its text, Word forms, spreadsheets. Where two places give a
 * field differently, one of them counts and the writer is told which (docs/decisions/018-ways-to-answer.md).
 */
import type { Found } from './answer-labels.js';
import { withoutHint } from './answer-labels.js';
import { readValue } from './answer-values.js';
import type { ValueRead } from './answer-values.js';
import { disagreementSentence, problemSentence } from './answer-wording.js';
import { fold } from './fold.js';
import type { Answer, Field, Form, HowGiven, Source } from './form.js';
import { keyOf } from './form.js';
import type { Writer } from './writer.js';

/** What one place says. */
export interface Said {
  source: Source;
  /** The attachment, by the name that was shown; absent for the letter itself. */
  document?: string;
  found: readonly Found[];
}

/** What counts rises from left to right: the letter itself is written last; for a list the spreadsheet is more exact. */
const rankForList: readonly Source[] = ['word', 'sheet', 'text'];
const rankForField: readonly Source[] = ['sheet', 'word', 'text'];

/**
 * @param text what the person wrote in the letter
 * @param said in the order of the attachments
 * @param remarks sentences for the writer that stand already
 */
export function joinAnswers(
  form: Form,
  text: string,
  said: readonly Said[],
  writer: Writer,
  remarks: readonly string[] = [],
): Answer {
  const answer: Answer = { form: form.id, fields: {}, problems: [], text };
  const given: Record<string, HowGiven> = {};
  const problems = new Map<string, Answer['problems'][number]>();
  const differ = new Map<string, string>();
  for (const { place, field, entry, read } of readAll(said, writer)) {
    const { value, problem, sure = 'certain', written } = read;
    const key = keyOf(field, entry);
    if (value === undefined && !problem) continue;
    const before = answer.fields[key];
    const other = given[key];
    problems.delete(key);
    if (value !== undefined) {
      if (before !== undefined && other && !isSame(before, value) && other.document !== place.document)
        differ.set(key, disagreementSentence(field, entry, before, other, value, place, writer.language));
      answer.fields[key] = value;
      given[key] = {
        source: place.source,
        ...(place.document !== undefined && { document: place.document }),
        sure,
        ...(written !== undefined && { written }),
      };
    }
    if (problem) {
      const sentence = problemSentence(field, entry, problem.value, problem.expected, writer.language);
      problems.set(key, { field: key, value: problem.value, sentence });
    }
  }
  answer.problems = [...problems.values()];
  if (Object.keys(given).length > 0) answer.given = given;
  const told = [...remarks, ...differ.values()];
  if (told.length > 0) answer.remarks = told;
  return answer;
}

interface Reading {
  place: Said;
  field: Field;
  entry: number;
  read: ValueRead;
}

/** All that was found, what counts more after what counts less. */
function readAll(said: readonly Said[], writer: Writer): Reading[] {
  const all = said.flatMap((place) => place.found.map((found) => ({ place, found })));
  const rank = ({ place, found }: (typeof all)[number]): number =>
    (found.field.group === undefined ? rankForField : rankForList).indexOf(place.source);
  return all
    .map((each, i) => ({ each, i, rank: rank(each) }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .map(({ each: { place, found } }) => ({
      place,
      field: found.field,
      entry: found.entry,
      read: readValue(found.field, withoutHint(found.value), writer),
    }));
}

const isSame = (a: string | string[], b: string | string[]): boolean =>
  fold([a].flat().join(' ')) === fold([b].flat().join(' '));
