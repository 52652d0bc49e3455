/**
 * Reading an answer's `Label: value` lines. The label is a field's wording in any language, or its id; the value
 * goes on over the following lines. Lines that are none of this are left in the text for a person to read.
 */
import { problemSentence } from './answer-wording.js';
import { readValue } from './answer-values.js';
import { fold, foldWords } from './fold.js';
import type { Answer, Field, Form } from './form.js';
import { keyOf, labelOf } from './form.js';
import type { Language } from './network.js';

interface Found {
  field: Field;
  entry: number;
  lines: string[];
}

/** Longest label that is looked for, with a number and a remark in brackets; what is longer is prose. */
const longestLabel = 200;

/**
 * Reads an answer. Quoted lines, questions left empty and examples left standing are no answers; of a field given
 * twice the last counts.
 *
 * @param text what the person wrote
 * @param language the writer's, for the sentences about what could not be used
 */
export function readAnswer(form: Form, text: string, language: Language = 'en'): Answer {
  const answer: Answer = { form: form.id, fields: {}, problems: [], text };
  const problems = new Map<string, Answer['problems'][number]>();
  for (const { field, entry, lines } of findFields(form, text)) {
    const { value, problem } = readValue(field, withoutHint(lines.join('\n')));
    const key = keyOf(field, entry);
    if (value === undefined && !problem) continue;
    if (value !== undefined) answer.fields[key] = value;
    problems.delete(key);
    if (problem) {
      const sentence = problemSentence(field, entry, problem.value, problem.expected, language);
      problems.set(key, { field: key, value: problem.value, sentence });
    }
  }
  answer.problems = [...problems.values()];
  return answer;
}

/** True when a line says that this answer takes the place of the earlier one, in English or Vietnamese. */
export const saysReplaces = (text: string): boolean =>
  text.split('\n').some((line) => !isQuoted(line) && isReplacesLine(line));

function findFields(form: Form, text: string): Found[] {
  const byLabel = labelsOf(form);
  const found: Found[] = [];
  const entries = new Entries();
  let current: Found | undefined;
  for (const raw of text.normalize('NFC').split('\n')) {
    const line = raw.replace(/[\r\u00a0\u200b]/g, ' ').trimEnd();
    if (isQuoted(line) || isReplacesLine(line)) {
      current = undefined;
      continue;
    }
    const label = labelOfLine(line);
    const field = label && byLabel.get(numberless(label.label));
    if (label && field) {
      current = { field, entry: entries.entryOf(field, label.label), lines: [withoutHint(label.rest)] };
      found.push(current);
    } else if (current && !isHint(line)) {
      if (endsBefore(line, current)) current = undefined;
      else current.lines.push(line);
    }
  }
  return found;
}

/** Every way to name a field, folded, with `#` for the number of a group's entry, or with no number at all. */
function labelsOf(form: Form): Map<string, Field> {
  const names = (field: Field): string[] => [
    ...[labelOf(field, 'en'), labelOf(field, 'vi'), keyOf(field)].map(numberless),
    ...(field.group === undefined
      ? []
      : [field.label.en, field.label.vi].map((label) => fold(label.replace('{n}', '')))),
  ];
  return new Map(form.fields.flatMap((field) => names(field).map((name): [string, Field] => [name, field])));
}

const numberless = (label: string): string => fold(label).replace(/\d{1,3}/, '#');

/** Which entry of a group a label means. One without a number goes on with the entry begun, or begins the next. */
class Entries {
  private readonly given = new Set<string>();
  private readonly begun = new Map<string, number>();

  entryOf(field: Field, label: string): number {
    if (field.group === undefined) return 1;
    const begun = this.begun.get(field.group) ?? 1;
    const number = Number(/\d{1,3}/.exec(fold(label))?.[0]);
    const entry = number || (this.given.has(keyOf(field, begun)) ? begun + 1 : begun);
    this.begun.set(field.group, entry);
    this.given.add(keyOf(field, entry));
    return entry;
  }
}

/** `Label: value`, also with a full-width colon, a bullet before it, or a remark in brackets after the label. */
function labelOfLine(line: string): { label: string; rest: string } | undefined {
  const body = line.replace(/^\s*(?:(?:[-*•–]|\d{1,2}[.)])\s+)?/, '');
  const start = body.slice(0, longestLabel);
  const colon = start.search(/[:：]/);
  if (colon < 1) return undefined;
  const bracket = start.indexOf('(');
  const remark = bracket > 0 && bracket < colon;
  const label = start.slice(0, remark ? bracket : colon);
  const rest = remark ? afterRemark(body, bracket) : body.slice(colon + 1);
  return rest === undefined ? undefined : { label, rest: rest.replace(/^[\s*_]+/, '') };
}

/** What follows the colon after a remark in brackets, as in `Vision (for example: a clean city): …`. */
function afterRemark(body: string, bracket: number): string | undefined {
  const closed = body.indexOf(')', bracket);
  const rest = closed < 0 ? '' : body.slice(closed + 1).trimStart();
  return /^[:：]/.test(rest) ? rest.slice(1) : undefined;
}

/**
 * True when a value has ended before this line. A text goes on over blank lines, and a required one may begin after
 * one; a list ends with a blank line; everything else is one line.
 */
function endsBefore(line: string, { field, lines }: Found): boolean {
  const begun = lines.some((each) => each.trim() !== '');
  if (field.type === 'text') return !begun && line.trim() === '' && !field.required;
  return line.trim() === '' || (begun && field.type !== 'list' && field.type !== 'choices');
}

const isQuoted = (line: string): boolean => /^\s*>/.test(line);

const exampleWords = '(?:for example|example|e\\.g\\.|ví dụ|thí dụ)';
const hintBegins = new RegExp(`^\\s*(?:[([]\\s*${exampleWords}|${exampleWords}\\s*[:：])`, 'i');
const hintInBrackets = new RegExp(`[([]\\s*${exampleWords}[^)\\]]{0,400}(?:[)\\]]|$)`, 'gi');

/** A line that only repeats the example that the letter printed beside its question. */
const isHint = (line: string): boolean => hintBegins.test(line) && withoutHint(line) === '';

/** The value without the example, which may have been left standing before or after it. */
function withoutHint(value: string): string {
  const rest = value.replace(hintInBrackets, ' ').trim();
  return hintBegins.test(rest) ? '' : rest;
}

const replacesLines = [
  /^(?:this )?(?:letter |answer |message |version )?replaces?(?: yes)?$/,
  /^(?:this )?(?:letter |answer |message |version )?replaces? (?:my|our|the|all)(?: earlier| previous| last| first)? (?:answer|letter|message|version|reply|submission)s?(?: .{1,40})?$/,
  /^thay the(?: co)?$/,
  /^(?:thu|ban|van ban|cau tra loi|noi dung) nay thay the(?: cho)?(?: .{1,60})?$/,
];

function isReplacesLine(line: string): boolean {
  if (line.length > 160) return false;
  const words = foldWords(line);
  return replacesLines.some((form) => form.test(words));
}
