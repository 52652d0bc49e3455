/**
 * Reading an answer's tables, from a Word form, a spreadsheet or any table copied into another document: rows of
 * question and answer, or a list with a head of columns and one row an entry.
 */
import type { Found } from './answer-labels.js';
import { columnLabel, labelsOf, numberless, withoutHint, withoutNumbering } from './answer-labels.js';
import { fold, foldWords } from './fold.js';
import type { Field, Form } from './form.js';
import { keyOf } from './form.js';

/** A document as its readers give it: what stands between tables, and tables as the text of their cells. */
export type Block = { text: string } | { rows: string[][]; sheet?: string };

export interface TableRead {
  found: Found[];
  /** Heads of a list's columns that the form does not ask for. */
  unknownColumns: string[];
  /** A list of the form's is there, with or without entries. */
  list: boolean;
}

/** Longest cell that may be a label, in characters. */
const longestLabel = 300;

/**
 * Finds the fields that a document's tables name.
 *
 * In a row the first cell that names a field is the question, what follows it the answer; a row without a question
 * goes on with the answer above. A row that names two or more fields of one group is the head of a list. A block
 * copied for a further entry without a new number becomes the next one.
 */
export function findInTables(form: Form, tables: readonly (readonly (readonly string[])[])[]): TableRead {
  const labels = new Labels(form);
  const entries = new CopiedEntries();
  const read: TableRead = { found: [], unknownColumns: [], list: false };
  for (const rows of tables) {
    let list: List | undefined;
    let current: Found | undefined;
    for (const cells of rows) {
      const head = labels.headOf(cells);
      if (head) {
        list = head;
        read.list = true;
        current = undefined;
        read.unknownColumns.push(...head.unknown.filter((name) => !read.unknownColumns.includes(name)));
        continue;
      }
      const rowFound = findInRow(labels, cells, entries);
      if (rowFound.length > 0) {
        list = undefined;
        read.found.push(...rowFound);
        current = rowFound.at(-1);
      } else if (list) {
        read.found.push(...entryOf(list, cells, entries));
      } else if (current && isContinuation(cells)) {
        const more = cells.filter((cell) => cell.trim() !== '').join('\n');
        current.value = [current.value, more].filter((part) => part !== '').join('\n');
      } else if (cells.some((cell) => cell.trim() !== '')) current = undefined;
    }
  }
  return read;
}

/** A row of which only a later cell is filled. */
const isContinuation = (cells: readonly string[]): boolean =>
  cells.length > 1 && cells[0]?.trim() === '' && cells.some((cell) => cell.trim() !== '');

function findInRow(labels: Labels, cells: readonly string[], entries: CopiedEntries): Found[] {
  const found: Found[] = [];
  let current: { field: Field; label: string; values: string[] } | undefined;
  const end = (): void => {
    if (!current) return;
    const value = current.values.join('\n');
    found.push({ field: current.field, entry: entries.entryOf(current.field, current.label, value), value });
  };
  for (const [i, cell] of cells.entries()) {
    const text = cell.trim();
    const open = current === undefined ? i < 3 : current.values.length > 0;
    const field = open ? labels.fieldNamed(text) : undefined;
    if (field) {
      end();
      current = { field, label: text, values: [] };
    } else if (current && text !== '') current.values.push(withoutApostrophe(text));
  }
  end();
  return found;
}

interface List {
  /** The field of each column. */
  columns: ReadonlyMap<number, Field>;
  /** What a column's head says of its figures: `million USD`. */
  units: ReadonlyMap<number, string>;
  /** The column with the entry's number. */
  number?: number;
  unknown: string[];
}

const totals =
  /^(?:grand |sub )?totals?\b|^sum\b|^tong(?: cong| so)?$|^cong$|^jumlah(?: total)?$|^total\b|^รวม|^សរុប|^ລວມ|^စုစုပေါင်း/u;

/** The fields of one row of a list; none for an empty row, a sum below the list, or figures that stand alone. */
function entryOf(list: List, cells: readonly string[], entries: CopiedEntries): Found[] {
  const written = cells.filter((cell) => cell.trim() !== '');
  if (written.length === 0 || written.some((cell) => cell.length < 60 && totals.test(foldWords(cell))))
    return [];
  const given = [...list.columns].flatMap(([column, field]) => {
    const value = withoutApostrophe(cells[column]?.trim() ?? '');
    return withoutHint(value) === ''
      ? []
      : [{ field, value: withUnit(field, value, list.units.get(column)) }];
  });
  const group = given[0]?.field.group;
  if (group === undefined) return [];
  if (given.length === 1 && ['money', 'number'].includes(given[0]?.field.type ?? '')) return [];
  const number =
    list.number === undefined ? 0 : Number(/^\d{1,3}$/.exec(cells[list.number]?.trim() ?? '')?.[0]);
  const entry = entries.rowOf(group, number);
  return given.map(({ field, value }) => ({ field, entry, value }));
}

/** Our own spreadsheets write `'=…` for a text that begins like a formula. */
const withoutApostrophe = (value: string): string => value.replace(/^'(?=[=+\-@\t])/, '');

const withUnit = (field: Field, value: string, unit: string | undefined): string =>
  unit !== undefined && ['money', 'number'].includes(field.type) && /^[\d.,' \u00a0]+$/.test(value)
    ? `${value} ${unit}`
    : value;

/** Numbers of entries: a block copied without a new number, and rows without a number, go on after the last. */
class CopiedEntries {
  private readonly given = new Map<string, string>();
  private readonly moved = new Map<string, number>();
  private readonly last = new Map<string, number>();

  entryOf(field: Field, label: string, value: string): number {
    const { group } = field;
    if (group === undefined) return 1;
    const number = Number(/\d{1,3}/.exec(fold(label))?.[0]) || (this.last.get(group) ?? 1);
    const block = `${group}.${number}`;
    let entry = this.moved.get(block) ?? number;
    const before = this.given.get(keyOf(field, entry));
    if (before !== undefined && before !== '' && value !== '' && before !== value) {
      entry = (this.last.get(group) ?? 0) + 1;
      this.moved.set(block, entry);
    }
    this.given.set(keyOf(field, entry), value || (this.given.get(keyOf(field, entry)) ?? ''));
    this.last.set(group, Math.max(entry, this.last.get(group) ?? 0));
    return entry;
  }

  private readonly rows = new Map<string, Set<number>>();

  /** The entry of a row of a list, by its number if it has one that was not used. */
  rowOf(group: string, number: number): number {
    const used = this.rows.get(group) ?? new Set<number>();
    this.rows.set(group, used);
    const entry = number > 0 && !used.has(number) ? number : Math.max(0, ...used) + 1;
    used.add(entry);
    this.last.set(group, Math.max(entry, this.last.get(group) ?? 0));
    return entry;
  }
}

/** The labels of a form as cells write them. */
class Labels {
  private readonly byLabel: Map<string, Field>;
  private readonly byHead: Map<string, Field>;
  private readonly known = new Map<string, Field | undefined>();

  constructor(form: Form) {
    this.byLabel = labelsOf(form);
    this.byHead = new Map(
      form.fields
        .filter(({ group }) => group !== undefined)
        .flatMap((field) =>
          [columnLabel(field, 'en'), columnLabel(field, 'vi'), field.id].map((name): [string, Field] => [
            fold(name),
            field,
          ]),
        ),
    );
  }

  /** The field that a cell names: by its first line, without numbering, remark, hint and a slip or two. */
  fieldNamed(cell: string): Field | undefined {
    if (cell === '' || cell.length > longestLabel) return undefined;
    if (!this.known.has(cell)) this.known.set(cell, this.lookUp(cell));
    return this.known.get(cell);
  }

  private lookUp(cell: string): Field | undefined {
    const [line = ''] = cell.split('\n');
    const names = [cell, withoutHint(cell), line, bare(line)].map(numberless);
    for (const name of names) {
      const field = this.byLabel.get(name);
      if (field) return field;
    }
    const name = numberless(bare(line));
    if (name.length < 6) return undefined;
    const slips = Math.min(3, Math.floor(name.length / 8) + 1);
    const near = [...this.byLabel]
      .map(([label, field]) => ({ field, far: distance(name, label, slips) }))
      .filter(({ far }) => far <= slips)
      .sort((a, b) => a.far - b.far);
    const [best] = near;
    return near.some(({ field, far }) => field !== best?.field && far === best?.far)
      ? undefined
      : best?.field;
  }

  /** A row as the head of a list, when two of its cells or more name fields of one group. */
  headOf(cells: readonly string[]): List | undefined {
    const named = new Map<number, Field>();
    for (const [i, cell] of cells.entries()) {
      const field = this.columnNamed(cell.trim());
      if (field && ![...named.values()].includes(field)) named.set(i, field);
    }
    const groups = new Set([...named.values()].map(({ group }) => group));
    if (named.size < 2 || groups.size !== 1) return undefined;
    const rest = cells.flatMap((cell, i): [number, string][] =>
      named.has(i) || cell.trim() === '' ? [] : [[i, cell.trim()]],
    );
    const number = rest.find(([, cell]) => numberHeads.has(fold(cell)))?.[0];
    return {
      columns: named,
      units: new Map(
        [...named.keys()].flatMap((i): [number, string][] => {
          const unit = withoutHint(cells[i] ?? '').match(/[([]([^)\]]{1,40})[)\]]\s*$/)?.[1];
          return unit === undefined ? [] : [[i, unit]];
        }),
      ),
      ...(number !== undefined && { number }),
      unknown: rest
        .filter(([i, cell]) => i !== number && !isCityHead(cell))
        .map(([, cell]) => cell.slice(0, 60)),
    };
  }

  private columnNamed(cell: string): Field | undefined {
    if (cell === '' || cell.length > longestLabel || /\d/.test(fold(bare(cell)))) return undefined;
    const field = this.byHead.get(fold(bare(cell))) ?? this.fieldNamed(cell);
    return field?.group === undefined ? undefined : field;
  }
}

/** A label's first line without numbering, star and what stands in brackets after it. */
const bare = (cell: string): string =>
  withoutNumbering(cell.split('\n')[0] ?? '')
    .replace(/[([].{0,200}$/, '')
    .trim();

const numberHeads = new Set([
  'no',
  'nr',
  'number',
  'tt',
  'stt',
  'so',
  'sothutu',
  '#',
  '',
  'bil',
  'ลำดับ',
  'ลําดับ',
  'ល.រ',
  'លរ',
  'ລ/ດ',
  'ລດ',
  'စဉ်',
]);
const cityHeads = new Set(['city', 'thanhpho', 'nameofthecity', 'tenthanhpho', 'cityname']);

/** True for the head of the column that says which city an entry is of. */
export const isCityHead = (cell: string): boolean => cityHeads.has(fold(cell));

/** How many letters two names differ in (Levenshtein); `most` + 1 as soon as it is more. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? most + 1;
}
