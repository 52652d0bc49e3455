/** The spreadsheet of a letter, filled in as in Excel: one row an entry under the list's heads. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { columnLabel } from '../../../domain/answer-labels.js';
import { badInput } from '../../../domain/errors.js';
import type { Field, Form } from '../../../domain/form.js';
import { labelOf } from '../../../domain/form.js';
import type { Values } from '../answers.js';
import { fieldIn } from '../answers.js';
import { packedAt, written } from './office-document.js';

/** A cell: its address, as attributes, and its text. */
interface Cell {
  column: string;
  row: number;
  attributes: string;
  text: string;
}

/**
 * Fills in the lists of the workbook; what the form asks once is not in them.
 *
 * @param workbook the .xlsx as it came with the letter
 * @throws CycleError `BadInput` for a workbook without a list or a row for what would be answered
 */
export function fillSpreadsheet(workbook: Uint8Array, form: Form, values: Values): Uint8Array {
  const parts = unzipSync(workbook);
  const strings = [
    ...strFromU8(parts['xl/sharedStrings.xml'] ?? new Uint8Array()).matchAll(/<si>(.*?)<\/si>/gs),
  ].map(([, inside = '']) => inside.replace(/<[^>]*>/g, ''));
  const sheets = Object.keys(parts)
    .filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    .map((name) => ({ name, xml: strFromU8(parts[name]!) }));
  for (const [key, value] of Object.entries(values)) {
    const { field, entry } = fieldIn(form, key);
    const place = sheets
      .map((sheet) => ({ sheet, cell: cellFor(cellsOf(sheet.xml, strings), field, entry) }))
      .find(({ cell }) => cell !== undefined);
    if (!place?.cell) throw badInput(`The spreadsheet has no cell for “${labelOf(field, 'en', entry)}”.`);
    place.sheet.xml = withText(place.sheet.xml, place.cell, value);
  }
  const filled = Object.fromEntries(sheets.map(({ name, xml }) => [name, strToU8(xml)]));
  return zipSync({ ...parts, ...filled }, { mtime: packedAt });
}

/** `<c r="B7" s="3" t="s"><v>12</v></c>`, or empty with its format alone. */
const cells = /<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs;

const cellsOf = (xml: string, strings: readonly string[]): Cell[] =>
  [...xml.matchAll(cells)].map(([, attributes = '', inside = '']) => {
    const [, column = '', row = ''] = /\br="([A-Z]+)(\d+)"/.exec(attributes) ?? [];
    const value = /<v>(.*?)<\/v>/s.exec(inside)?.[1] ?? '';
    const text = attributes.includes('t="s"') ? (strings[Number(value)] ?? '') : value;
    return { column, row: Number(row), attributes, text };
  });

/** The cell of an entry: in the column whose head names the field, so many rows below it. */
function cellFor(all: readonly Cell[], field: Field, entry: number): Cell | undefined {
  const heads = [columnLabel(field, 'en'), columnLabel(field, 'vi')].map(written);
  const head = all.find(({ text }) => heads.includes(text.split('\n')[0]!.replace(/ \([^)]*\)$/, '')));
  return head && all.find(({ column, row }) => column === head.column && row === head.row + entry);
}

const withText = (xml: string, { column, row, attributes }: Cell, value: string): string =>
  xml.replace(cells, (cell: string, own: string) =>
    own === attributes && own.includes(`r="${column}${row}"`)
      ? `<c ${attributes.replace(/ t="\w+"/, '').trim()} t="inlineStr"><is><t xml:space="preserve">${written(value)}</t></is></c>`
      : cell,
  );
