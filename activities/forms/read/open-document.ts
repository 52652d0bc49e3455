/** Reading an OpenDocument text or spreadsheet (OASIS OpenDocument 1.3): its tables, and the lines between them. */
import type { Block } from '../../../domain/answer-tables.js';
import { BlockReader } from './block-reader.js';
import { figureOf, percentOf } from './figure.js';
import { Refusal } from './refusal.js';
import { readXml } from './xml.js';

/** Elements that are left out with all that they hold: what was deleted, notes, text boxes, forms. */
const leftOut = new Set([
  ...['tracked-changes', 'annotation', 'note', 'text-box', 'frame', 'forms', 'shapes', 'sequence-decls'],
  ...['custom-shape', 'ruby-text', 'automatic-styles', 'font-face-decls', 'placeholder'],
]);

const limits = { rows: 5000, columns: 200, cells: 200_000, repeat: 200 };

/**
 * @param xml the part `content.xml`
 * @param spreadsheet its cells hold typed values, which count before what is shown
 * @throws Refusal as `readXml`; `too-large` for more rows than any answer has
 */
export function readOpenDocumentXml(xml: Uint8Array, spreadsheet: boolean): Block[] {
  const reader = new OpenDocumentReader(spreadsheet);
  readXml(xml, reader);
  return reader.finish();
}

interface Cell {
  lines: string[];
  value?: string;
  repeat: number;
}

class OpenDocumentReader extends BlockReader<Cell> {
  private readonly tables: { rows: string[][]; sheet?: string }[] = [];
  private readonly rows: { cells: string[]; repeat: number }[] = [];
  private readonly paragraphs: string[] = [];
  private skipping = 0;
  private items = 0;
  private total = 0;

  constructor(private readonly spreadsheet: boolean) {
    super();
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.skipping > 0 || leftOut.has(name)) {
      this.skipping++;
      return;
    }
    switch (name) {
      case 'table':
        this.flush();
        this.tables.push({ rows: [], ...(this.spreadsheet && { sheet: attributes.name ?? '' }) });
        break;
      case 'table-row':
        this.rows.push({ cells: [], repeat: times(attributes['number-rows-repeated']) });
        break;
      case 'table-cell':
      case 'covered-table-cell': {
        const value = this.spreadsheet ? valueOf(attributes) : undefined;
        const repeat = times(attributes['number-columns-repeated']);
        this.cells.push({ lines: [], repeat, ...(value !== undefined && { value }) });
        break;
      }
      case 'list-item':
        this.items++;
        break;
      case 'p':
      case 'h':
        this.paragraphs.push('');
        break;
      case 's':
        this.add(' '.repeat(Math.min(100, Number(attributes.c) || 1)));
        break;
      case 'tab':
        this.add('\t');
        break;
      case 'line-break':
        this.add('\n');
        break;
    }
  }

  close(name: string): void {
    if (this.skipping > 0) {
      this.skipping--;
      return;
    }
    switch (name) {
      case 'p':
      case 'h': {
        const text = this.paragraphs.pop() ?? '';
        (this.cells.at(-1)?.lines ?? this.lines).push(this.items > 1 && text.trim() ? `- ${text}` : text);
        break;
      }
      case 'list':
        this.items = 0;
        break;
      case 'table-cell':
      case 'covered-table-cell':
        this.endCell();
        break;
      case 'table-row':
        this.endRow();
        break;
      case 'table': {
        const table = this.tables.pop();
        if (table) this.blocks.push(table);
        break;
      }
    }
  }

  text(text: string): void {
    if (this.skipping === 0) this.add(text);
  }

  private add(text: string): void {
    const last = this.paragraphs.length - 1;
    if (last >= 0) this.paragraphs[last] += text;
  }

  private endCell(): void {
    const cell = this.cells.pop();
    const row = this.rows.at(-1);
    if (!cell || !row) return;
    const text = cell.value ?? cell.lines.join('\n').trim();
    const room = limits.columns - row.cells.length;
    row.cells.push(...Array<string>(Math.max(0, Math.min(cell.repeat, room))).fill(text));
  }

  private endRow(): void {
    const row = this.rows.pop();
    const table = this.tables.at(-1);
    if (!row || !table) return;
    while (row.cells.at(-1) === '') row.cells.pop();
    const times = row.cells.length === 0 ? 1 : row.repeat;
    for (let i = 0; i < times; i++) {
      this.total += row.cells.length;
      if (table.rows.length >= limits.rows || this.total > limits.cells) {
        if (row.cells.length > 0) throw new Refusal('too-large');
        return;
      }
      table.rows.push([...row.cells]);
    }
  }
}

const times = (repeated: string | undefined): number =>
  Math.min(limits.repeat, Math.max(1, Number(repeated) || 1));

/** The value of a typed cell; undefined where what it shows is its value. */
function valueOf(attributes: Readonly<Record<string, string>>): string | undefined {
  const number = Number(attributes.value);
  const figure = attributes.value !== undefined && Number.isFinite(number) ? figureOf(number) : undefined;
  const type = attributes['value-type'] ?? '';
  if (type === 'float') return figure;
  if (type === 'percentage') return figure && percentOf(number);
  if (type === 'currency') return figure && [attributes.currency ?? '', figure].join(' ').trim();
  if (type === 'date') return attributes['date-value']?.slice(0, 10);
  if (type === 'boolean') return attributes['boolean-value'] === 'true' ? 'yes' : 'no';
  return undefined;
}
