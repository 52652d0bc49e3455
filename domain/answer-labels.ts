/** Knowing a field by its label as people write it: its wording in any language, or its id, with slips and remarks. */
import { fold } from './fold.js';
import type { Field, Form } from './form.js';
import { keyOf, labelOf } from './form.js';
import type { Language } from './network.js';

/** What was found under a field's label. */
export interface Found {
  field: Field;
  entry: number;
  value: string;
}

/** With `#` for the number of a group's entry. */
export const numberless = (label: string): string => fold(label).replace(/\d{1,3}/, '#');

/** Every way to name a field, folded, with `#` for the number of a group's entry, or with no number at all. */
export function labelsOf(form: Form): Map<string, Field> {
  const names = (field: Field): string[] => [
    ...[labelOf(field, 'en'), labelOf(field, 'vi'), keyOf(field)].map(numberless),
    ...(field.group === undefined
      ? []
      : [field.label.en, field.label.vi].map((label) => fold(label.replace('{n}', '')))),
  ];
  return new Map(form.fields.flatMap((field) => names(field).map((name): [string, Field] => [name, field])));
}

/** Which entry of a group a label means. One without a number goes on with the entry begun, or begins the next. */
export class Entries {
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

/** A bullet or a number before a label. */
const numbering = /^\s*(?:(?:[-*•–]|\d{1,2}[.)])\s+)?/;

/** A label without its numbering. */
export const withoutNumbering = (label: string): string => label.replace(numbering, '');

const exampleWords = '(?:for example|example|e\\.g\\.|ví dụ|thí dụ)';
const hintBegins = new RegExp(`^\\s*(?:[([]\\s*${exampleWords}|${exampleWords}\\s*[:：])`, 'i');
const hintInBrackets = new RegExp(`[([]\\s*${exampleWords}[^)\\]]{0,400}(?:[)\\]]|$)`, 'gi');

/** A line that only repeats the example that the letter printed beside its question. */
export const isHint = (line: string): boolean => hintBegins.test(line) && withoutHint(line) === '';

/** The value without the example, which may have been left standing before or after it. */
export function withoutHint(value: string): string {
  const rest = value.replace(hintInBrackets, ' ').trim();
  return hintBegins.test(rest) ? '' : rest;
}

/** What all labels of a group begin with, before the number: `Project`, `Dự án`. */
export function groupLabel(form: Form, group: string, language: Language): string {
  const first = form.fields.find((field) => field.group === group)?.label[language] ?? '';
  return first.slice(0, Math.max(0, first.indexOf('{n}'))).trim();
}

/** A field of a group as the head of a column: `Title` for `Project {n} title`, `Tên` for `Dự án {n} - tên`. */
export function columnLabel(field: Field, language: Language): string {
  const label = field.label[language];
  const number = label.indexOf('{n}');
  const short = number < 0 ? label : label.slice(number + 3).replace(/^[\s\-–—:]+/, '');
  const head = short || label.replace('{n}', '').trim();
  return head.charAt(0).toUpperCase() + head.slice(1);
}
