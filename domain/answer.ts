/**
 * Reading an answer's `Label: value` lines. The label is a field's wording in any language, or its id; the value
 * goes on over the following lines. Lines that are none of this are left in the text for a person to read.
 */
import { joinAnswers } from './answer-join.js';
import type { Found } from './answer-labels.js';
import { Entries, isHint, labelsOf, numberless, withoutHint, withoutNumbering } from './answer-labels.js';
import { foldWords } from './fold.js';
import type { Answer, Field, Form } from './form.js';
import type { Language, MemberCode } from './network.js';

/** Longest label that is looked for, with a number and a remark in brackets; what is longer is prose. */
const longestLabel = 200;

/**
 * Reads an answer. Quoted lines, questions left empty and examples left standing are no answers; of a field given
 * twice the last counts.
 *
 * @param text what the person wrote
 * @param language the writer's, for the sentences about what could not be used, and for figures
 * @param member of the writer's office, for figures and dates
 */
export const readAnswer = (
  form: Form,
  text: string,
  language: Language = 'en',
  member?: MemberCode,
): Answer =>
  joinAnswers(form, text, [{ source: 'text', found: findInText(form, text) }], {
    language,
    ...(member !== undefined && { member }),
  });

/** True when a line says that this answer takes the place of the earlier one, in English or Vietnamese. */
export const saysReplaces = (text: string): boolean =>
  text.split('\n').some((line) => !isQuoted(line) && isReplacesLine(line));

/** The fields that lines of a text name, in their order. Rows pasted from a table count: `label | value`, or with a tab. */
export function findInText(form: Form, text: string): Found[] {
  const byLabel = labelsOf(form);
  const found: (Omit<Found, 'value'> & { lines: string[] })[] = [];
  const entries = new Entries();
  let current: (typeof found)[number] | undefined;
  for (const raw of text.normalize('NFC').split('\n')) {
    const line = raw.replace(/[\r\u00a0\u200b]/g, ' ').trimEnd();
    if (isQuoted(line) || isReplacesLine(line)) {
      current = undefined;
      continue;
    }
    const named = fieldOfLine(line, byLabel);
    if (named) {
      const { field, label, rest } = named;
      current = { field, entry: entries.entryOf(field, label), lines: [withoutHint(rest)] };
      found.push(current);
    } else if (current && !isHint(line)) {
      if (endsBefore(line, current)) current = undefined;
      else current.lines.push(line);
    }
  }
  return found.map(({ lines, ...each }) => ({ ...each, value: lines.join('\n') }));
}

/**
 * The field that a line names by its label, and what follows the label; undefined for a line that names none, or is quoted.
 *
 * @param byLabel the fields of a form, as `labelsOf` gives them
 */
export function fieldOfLine(
  line: string,
  byLabel: ReadonlyMap<string, Field>,
): { field: Field; label: string; rest: string } | undefined {
  if (isQuoted(line)) return undefined;
  for (const named of [rowOfLine(line), labelOfLine(line)]) {
    const field = named && byLabel.get(numberless(named.label));
    if (field) return { field, ...named };
  }
  return undefined;
}

/** `Label: value`, also with a full-width colon, a bullet before it, or a remark in brackets after the label. */
export function labelOfLine(line: string): { label: string; rest: string } | undefined {
  const body = withoutNumbering(line);
  const start = body.slice(0, longestLabel);
  const colon = start.search(/[:：]/);
  if (colon < 1) return undefined;
  const bracket = start.indexOf('(');
  const remark = bracket > 0 && bracket < colon;
  const label = start.slice(0, remark ? bracket : colon);
  const rest = remark ? afterRemark(body, bracket) : body.slice(colon + 1);
  return rest === undefined ? undefined : { label, rest: rest.replace(/^[\s*_]+/, '') };
}

/** A row of a table as text: `Vision<tab>A clean city`, `Vision | A clean city`, `| Vision | A clean city |`. */
function rowOfLine(line: string): { label: string; rest: string } | undefined {
  if (!/[\t|]/.test(line.slice(0, longestLabel))) return undefined;
  const cells = line
    .split(/\t|\|/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  const [label = '', ...rest] = cells;
  return { label: withoutHint(withoutNumbering(label)).replace(/\([^)]*\)$/, ''), rest: rest.join(' ') };
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
function endsBefore(line: string, { field, lines }: { field: Field; lines: readonly string[] }): boolean {
  const begun = lines.some((each) => each.trim() !== '');
  if (field.type === 'text') return !begun && line.trim() === '' && !field.required;
  return line.trim() === '' || (begun && field.type !== 'list' && field.type !== 'choices');
}

const isQuoted = (line: string): boolean => /^\s*>/.test(line);

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
