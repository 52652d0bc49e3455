/** Table rows as lines: a form's row of two cells becomes `label: value`. */
import type { Line } from './lines.js';

/** Longest label, in characters; beside a longer first cell the table is only layout. */
const longestLabel = 200;
/** Longest row, in lines; what is longer is layout. */
const longestRow = 400;

interface Table {
  /** The line at which each cell of the row begins. */
  cells: number[];
}

export class Rows {
  private readonly tables: Table[] = [];

  /** @param lines the lines so far; those of a row are joined when it ends */
  constructor(private readonly lines: Line[]) {}

  opens(element: string): void {
    if (element === 'table') this.tables.push({ cells: [] });
    else if (element === 'tr') this.endRow();
    else if (element === 'td' || element === 'th') this.tables.at(-1)?.cells.push(this.lines.length);
  }

  closes(element: string): void {
    if (element === 'tr' || element === 'table') this.endRow();
    if (element === 'table') this.tables.pop();
  }

  endAll(): void {
    while (this.tables.length > 0) this.closes('table');
  }

  private endRow(): void {
    const table = this.tables.at(-1);
    if (!table || table.cells.length === 0) return;
    const starts = table.cells;
    table.cells = [];
    if (starts.length < 2 || this.lines.length - (starts[0] ?? 0) > longestRow) return;
    const cells = starts.map((from, i) =>
      this.lines.slice(from, starts[i + 1]).filter(({ text }) => text !== ''),
    );
    const all = cells.flat();
    if (new Set(all.map(({ given }) => given)).size > 1) return;
    const [label = [], value = []] = cells;
    if (
      cells.length === 2 &&
      label.length === 1 &&
      value.length > 0 &&
      (label[0]?.text.length ?? 0) <= longestLabel
    ) {
      const name = label[0]?.text ?? '';
      const first = `${name}${/[:：?？]$/.test(name) ? '' : ':'} ${value[0]?.text ?? ''}`;
      this.replace(starts[0] ?? 0, [{ ...label[0], ...value[0], text: first, row: true }, ...value.slice(1)]);
    } else if (cells.length > 2 && all.length > 1 && cells.every((cell) => cell.length <= 1)) {
      const texts = cells.map((cell) => cell[0]?.text ?? '');
      this.replace(starts[0] ?? 0, [
        { ...all[0], text: texts.join(' | ').replace(/(?: \| )+$/, ''), row: true },
      ]);
    }
  }

  private replace(from: number, row: readonly Line[]): void {
    this.lines.length = from;
    for (const line of row) this.lines.push(line);
  }
}
