/** Reading an Excel workbook (ECMA-376 Part 1, SpreadsheetML): the rows of its visible sheets, formulas by their last value. */
import type { Block } from '../../../domain/answer-tables.js';
import { figureOf, percentOf } from './figure.js';
import { Refusal } from './refusal.js';
import { readXml } from './xml.js';
import type { Archive } from './zip.js';

const limits = { sheets: 30, rows: 5000, columns: 200, cells: 200_000, merges: 5000 };

/** How a cell's number is meant. */
type Format = { kind: 'number' | 'date' | 'percent' } | { kind: 'money'; currency: string };

/** @throws Refusal `damaged` for a workbook without its parts, `too-large` beyond what any answer has */
export async function readWorkbook(archive: Archive): Promise<Block[]> {
  const part = async (name: string): Promise<Uint8Array> => {
    const bytes = await archive.read(name);
    if (!bytes) throw new Refusal('damaged');
    return bytes;
  };
  const optional = async (name: string): Promise<Uint8Array | undefined> => archive.read(name);
  const { sheets, dates1904 } = sheetsOf(await part('xl/workbook.xml'));
  const targets = targetsOf(await part('xl/_rels/workbook.xml.rels'));
  const strings = stringsOf(await optional('xl/sharedStrings.xml'));
  const formats = formatsOf(await optional('xl/styles.xml'));
  const blocks: Block[] = [];
  for (const { name, id } of sheets.slice(0, limits.sheets)) {
    const target = targets.get(id);
    if (target === undefined) continue;
    const rows = rowsOf(await part(target), strings, formats, dates1904);
    blocks.push({ rows, sheet: name });
  }
  return blocks;
}

function sheetsOf(xml: Uint8Array): { sheets: { name: string; id: string }[]; dates1904: boolean } {
  const sheets: { name: string; id: string }[] = [];
  let dates1904 = false;
  readXml(xml, {
    open(name, { name: sheet = '', id = '', state = 'visible', date1904 }) {
      if (name === 'sheet' && state === 'visible') sheets.push({ name: sheet, id });
      if (name === 'workbookPr') dates1904 = date1904 === '1' || date1904 === 'true';
    },
    close: () => undefined,
    text: () => undefined,
  });
  return { sheets, dates1904 };
}

function targetsOf(xml: Uint8Array): Map<string, string> {
  const targets = new Map<string, string>();
  readXml(xml, {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined)
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
    close: () => undefined,
    text: () => undefined,
  });
  return targets;
}

/** Texts that cells share; phonetic guides are left out. */
function stringsOf(xml: Uint8Array | undefined): string[] {
  const strings: string[] = [];
  if (!xml) return strings;
  let inText = false;
  let phonetic = 0;
  readXml(xml, {
    open(name) {
      if (name === 'si') strings.push('');
      if (name === 'rPh') phonetic++;
      if (name === 't') inText = phonetic === 0;
    },
    close(name) {
      if (name === 'rPh') phonetic--;
      if (name === 't') inText = false;
    },
    text(text) {
      if (inText && strings.length > 0) strings[strings.length - 1] += text;
    },
  });
  return strings;
}

/** The format of each cell style (`cellXfs`). */
function formatsOf(xml: Uint8Array | undefined): Format[] {
  const codes = new Map<number, string>();
  const formats: Format[] = [];
  if (!xml) return formats;
  let inCells = false;
  readXml(xml, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmt' && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) formats.push(formatOf(Number(numFmtId ?? 0), codes));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text: () => undefined,
  });
  return formats;
}

/** Formats that need no code, by their numbers (ECMA-376 Part 1, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

function formatOf(id: number, codes: ReadonlyMap<number, string>): Format {
  const code = (codes.get(id) ?? '').slice(0, 255);
  if (code === '') {
    if (isBuiltInDate(id)) return { kind: 'date' };
    return { kind: id === 9 || id === 10 ? 'percent' : 'number' };
  }
  const [positive = ''] = code.split(';');
  const bare = positive.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  if (/[yd]|m{3}|ปป|ดด/i.test(bare) && !/general/i.test(bare)) return { kind: 'date' };
  if (bare.includes('%')) return { kind: 'percent' };
  const currency = currencyIn(positive);
  return currency === undefined ? { kind: 'number' } : { kind: 'money', currency };
}

/** Currencies of a format `[$$-409]`, by the locale's number. */
const dollars: Record<string, string> = { '409': 'US$', '4809': 'S$', '83e': 'B$', c09: 'A$' };

function currencyIn(code: string): string | undefined {
  const [, symbol, locale = ''] = /\[\$([^\]-]{1,10})(?:-([0-9A-Fa-f]{1,8}))?\]/.exec(code) ?? [];
  if (symbol !== undefined)
    return symbol === '$' ? (dollars[locale.toLowerCase().replace(/^0+/, '')] ?? '$') : symbol;
  const quoted = /"([^"]{1,12})"/.exec(code)?.[1]?.trim();
  return quoted && /[\p{L}\p{Sc}]/u.test(quoted) ? quoted : /\p{Sc}/u.exec(code)?.[0];
}

interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
}

function rowsOf(
  xml: Uint8Array,
  strings: readonly string[],
  formats: readonly Format[],
  dates1904: boolean,
): string[][] {
  const rows: { number: number; cells: string[] }[] = [];
  const merges: string[] = [];
  let cell: OpenCell | undefined;
  let collecting = false;
  let phonetic = 0;
  let cells = 0;
  readXml(xml, {
    open(name, attributes) {
      if (name === 'row') {
        const number = Number(attributes.r) || (rows.at(-1)?.number ?? 0) + 1;
        rows.push({ number, cells: [] });
      }
      if (name === 'c') {
        const column = columnOf(attributes.r) ?? rows.at(-1)?.cells.length ?? 0;
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '' };
      }
      if (name === 'rPh') phonetic++;
      if (cell && (name === 'v' || (name === 't' && phonetic === 0))) collecting = true;
      if (name === 'mergeCell' && merges.length < limits.merges) merges.push(attributes.ref ?? '');
    },
    close(name) {
      if (name === 'v' || name === 't') collecting = false;
      if (name === 'rPh') phonetic--;
      if (name === 'row' && rows.at(-1)?.cells.length === 0) rows.pop();
      if (name !== 'c' || !cell) return;
      const text = textOf(cell, strings, formats, dates1904);
      const row = rows.at(-1)?.cells;
      if (row && text !== '' && cell.column < limits.columns) {
        if (++cells > limits.cells || rows.length > limits.rows) throw new Refusal('too-large');
        while (row.length < cell.column) row.push('');
        row[cell.column] = text;
      }
      cell = undefined;
    },
    text(text) {
      if (collecting && cell) cell.value += text;
    },
  });
  fillDown(rows, merges);
  return rows.map(({ cells }) => cells);
}

/** The column of `AB12`, from 0. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^\$?([A-Z]{1,3})\$?\d{1,7}$/.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function textOf(
  { type, value, style }: OpenCell,
  strings: readonly string[],
  formats: readonly Format[],
  dates1904: boolean,
): string {
  switch (type) {
    case 's':
      return (strings[Number(value)] ?? '').trim();
    case 'b':
      return value === '1' ? 'yes' : value === '0' ? 'no' : '';
    case 'e':
      return '';
    case 'd':
      return value.slice(0, 10);
    case 'n': {
      const number = value.trim() === '' ? NaN : Number(value);
      return Number.isFinite(number) ? numberOf(number, formats[style], dates1904) : '';
    }
    default:
      return value.trim();
  }
}

function numberOf(number: number, format: Format | undefined, dates1904: boolean): string {
  if (format?.kind === 'date') return dayOf(number, dates1904) ?? figureOf(number);
  if (format?.kind === 'percent') return percentOf(number);
  return format?.kind === 'money' ? `${format.currency} ${figureOf(number)}` : figureOf(number);
}

const dayMs = 86_400_000;

/** The day of a serial number; Excel counts a 29 February 1900 that never was. */
function dayOf(serial: number, dates1904: boolean): string | undefined {
  const day = Math.floor(serial);
  if (day < 1 || day > 2_958_465) return undefined;
  const start = dates1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(start + day * dayMs).toISOString().slice(0, 10);
}

/** A cell merged over several rows says its text for each of them. */
function fillDown(rows: readonly { number: number; cells: string[] }[], merges: readonly string[]): void {
  for (const reference of merges) {
    const [, from = '', first, to = '', last] =
      /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? [];
    const column = columnOf(`${from}1`);
    if (from === '' || from !== to || column === undefined || column >= limits.columns) continue;
    const start = rows.findIndex(({ number }) => number === Number(first));
    const text = rows[start]?.cells[column];
    if (text === undefined) continue;
    for (let i = start + 1; i < rows.length && (rows[i]?.number ?? Infinity) <= Number(last); i++) {
      const { cells } = rows[i]!;
      while (cells.length < column) cells.push('');
      cells[column] ||= text;
    }
  }
}
