/**
 * One answer to a letter that asked for several, such as the reminders of one morning: which words belong to which of
 * them. They are known by the title that our letter prints above each, else by labels that only one of their forms has.
 */
import { fieldOfLine, findInText } from './answer.js';
import type { DocumentRead } from './answer-documents.js';
import { findInTables } from './answer-tables.js';
import { labelsOf, withoutNumbering } from './answer-labels.js';
import { fold } from './fold.js';
import type { Form } from './form.js';

/** One of several answers that a letter of ours asks for. */
export interface AskedAnswer {
  request: string;
  form: Form;
  /** What our letter calls it. */
  title?: string | undefined;
}

/** What stands under one title. */
export interface TitledPart<A extends AskedAnswer> {
  /** The answers that are called so: one, or all with the form of this title. */
  asked: A[];
  text: string;
}

/** Longest line that may be a title. */
const longestTitle = 200;

/**
 * The answers that a line names as their title: as our letter prints it, or by the title of their form, after which a
 * city may follow (`Final smart city action plan - Da Nang`).
 *
 * @returns none for any other line
 */
export function askedByTitle<A extends AskedAnswer>(line: string, asked: readonly A[]): A[] {
  if (line.length > longestTitle) return [];
  const heading = withoutNumbering(line);
  const whole = fold(heading);
  if (whole === '') return [];
  const exact = asked.filter(({ title }) => title !== undefined && fold(title) === whole);
  if (exact.length > 0) return exact;
  const ofForm = fold(heading.split(/\s[-–—]\s/, 1)[0] ?? '');
  return asked.filter(({ form }) => Object.values(form.title).some((title) => fold(title) === ofForm));
}

/**
 * Splits a text at its titles.
 *
 * @returns what stands before the first one, and the parts in their order; two under one title are joined
 */
export function splitByTitle<A extends AskedAnswer>(
  text: string,
  asked: readonly A[],
): { before: string; parts: TitledPart<A>[] } {
  const before: string[] = [];
  const parts: { asked: A[]; lines: string[] }[] = [];
  let current: (typeof parts)[number] | undefined;
  let begins = false;
  for (const line of text.split('\n')) {
    const named = askedByTitle(line, asked);
    if (named.length > 0) {
      current = parts.find((part) => sameRequests(part.asked, named));
      if (!current) parts.push((current = { asked: named, lines: [] }));
      begins = true;
    } else if (!(begins && isRule(line))) {
      (current?.lines ?? before).push(line);
      begins = false;
    }
  }
  return {
    before: before.join('\n').trim(),
    parts: parts.map(({ asked: of, lines }) => ({ asked: of, text: lines.join('\n').trim() })),
  };
}

const sameRequests = (a: readonly AskedAnswer[], b: readonly AskedAnswer[]): boolean =>
  a.length === b.length && a.every(({ request }, i) => request === b[i]?.request);

/** What our letter draws under a title. */
const isRule = (line: string): boolean => /^\s*[=-]{3,}\s*$/.test(line.slice(0, longestTitle));

/** What a text holds for each of several forms, by the form's id; and what fits more than one of them. */
export interface ByForm {
  texts: Map<string, string>;
  /** A label as it was written, and the forms that have it. */
  unclear: { label: string; forms: string[] }[];
}

/**
 * Gives the lines of a text to forms by their labels. Where one of the forms has all of the labels, and no other has,
 * the text is its own; else each line goes to the one form that has its label. A line without a label goes with the
 * one above.
 */
export function splitByForm(text: string, forms: readonly Form[]): ByForm {
  const known = forms.map((form) => ({ id: form.id, labels: labelsOf(form) }));
  const pieces: { label: string; forms: string[]; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const named = known.flatMap(({ id, labels }) => {
      const found = fieldOfLine(line, labels);
      return found ? [{ id, label: found.label.trim() }] : [];
    });
    if (named[0]) pieces.push({ label: named[0].label, forms: named.map(({ id }) => id), lines: [line] });
    else pieces.at(-1)?.lines.push(line);
  }
  const whole = onlyOne(known.filter(({ id }) => pieces.every((piece) => piece.forms.includes(id))));
  if (pieces.length > 0 && whole) return { texts: new Map([[whole.id, text]]), unclear: [] };
  const texts = new Map<string, string>();
  for (const { forms: of, lines } of pieces) {
    const id = onlyOne(of);
    if (id !== undefined) texts.set(id, [...(texts.has(id) ? [texts.get(id)] : []), ...lines].join('\n'));
  }
  return {
    texts,
    unclear: pieces.flatMap(({ label, forms: of }) => (of.length > 1 ? [{ label, forms: of }] : [])),
  };
}

/** The one form that has every question that is found in a document; undefined where none has, or several have. */
export function formOfDocument(read: DocumentRead, forms: readonly Form[]): Form | undefined {
  if ('unread' in read) return undefined;
  const tables = read.blocks.flatMap((block) => ('rows' in block ? [block.rows] : []));
  const asks = forms.map((form) => {
    const inTexts = read.blocks.flatMap((block) => ('text' in block ? findInText(form, block.text) : []));
    const found = [...inTexts, ...findInTables(form, tables).found];
    return { form, labels: new Set(found.map(({ field }) => fold(field.label.en))) };
  });
  const all = new Set(asks.flatMap(({ labels }) => [...labels]));
  return all.size === 0 ? undefined : onlyOne(asks.filter(({ labels }) => labels.size === all.size))?.form;
}

const onlyOne = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);
