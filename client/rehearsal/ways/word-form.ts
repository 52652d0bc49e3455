/** The Word form of a letter, filled in as in Word: an answer beside its question, further blocks copied to the end. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { badInput } from '../../../domain/errors.js';
import type { Field, Form } from '../../../domain/form.js';
import { labelOf } from '../../../domain/form.js';
import type { Values } from '../answers.js';
import { fieldIn } from '../answers.js';
import { labelsOf, packedAt, written } from './office-document.js';

const body = 'word/document.xml';

/** Before and after each row of a table; `w:trPr` is none. */
const rowEdges = /(?=<w:tr[ >])|(?<=<\/w:tr>)/;

/**
 * Fills in the form.
 *
 * @param document the .docx as it came with the letter
 * @throws CycleError `BadInput` for a document that does not ask what would be answered
 */
export function fillWordForm(document: Uint8Array, form: Form, values: Values): Uint8Array {
  const parts = unzipSync(document);
  const pieces = strFromU8(parts[body] ?? new Uint8Array()).split(rowEdges);
  const rows = new Map(pieces.map((piece, i) => [questionIn(piece), i] as const));
  rows.delete(undefined);
  const rowFor = (field: Field, entry: number): number | undefined =>
    labelsOf(field, entry).flatMap((label) => rows.get(label) ?? [])[0];
  const copies: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const { field, entry } = fieldIn(form, key);
    const own = rowFor(field, entry);
    if (own !== undefined) {
      pieces[own] = answeredWith(pieces[own]!, value);
      continue;
    }
    const before = blocksBefore(entry).find((n) => rowFor(field, n) !== undefined);
    if (before === undefined)
      throw badInput(`The Word form has no row for “${labelOf(field, 'en', entry)}”.`);
    copies.push(answeredWith(renumbered(pieces[rowFor(field, before)!]!, field, before, entry), value));
  }
  const last = Math.max(...rows.values());
  pieces[last] += copies.join('');
  return zipSync({ ...parts, [body]: strToU8(pieces.join('')) }, { mtime: packedAt });
}

/** The numbers of the blocks above this one, the nearest first. */
const blocksBefore = (entry: number): number[] => Array.from({ length: entry - 1 }, (_, i) => entry - 1 - i);

/** The text of a row's question: the first run of its first cell; none for what is no row. */
const questionIn = (piece: string): string | undefined =>
  /^<w:tr[ >].*?<w:t(?: [^>]*)?>([^<]*)<\/w:t>/s.exec(piece)?.[1];

/** A row of a copied block, with the block's own number. */
const renumbered = (row: string, field: Field, from: number, to: number): string =>
  (['en', 'vi'] as const).reduce(
    (text, language) =>
      text.replace(
        `>${written(labelOf(field, language, from))}<`,
        `>${written(labelOf(field, language, to))}<`,
      ),
    row,
  );

/** The row with its last cell written anew; a line of the answer is a paragraph. */
function answeredWith(row: string, value: string): string {
  const cell = row.lastIndexOf('<w:tc>');
  const properties = /^<w:tc>(?:<w:tcPr>.*?<\/w:tcPr>)?/s.exec(row.slice(cell))![0];
  const paragraphs = value
    .split('\n')
    .map((line) => `<w:p><w:r><w:t xml:space="preserve">${written(line)}</w:t></w:r></w:p>`);
  return `${row.slice(0, cell)}${properties}${paragraphs.join('')}</w:tc></w:tr>`;
}
