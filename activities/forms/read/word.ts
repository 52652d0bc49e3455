/**
 * Reading a Word document (ECMA-376 Part 1, WordprocessingML): its tables, and the lines between them. Insertions
 * that are tracked count, deletions don't; text boxes, pictures, comments, hidden text and placeholders are left out.
 */
import type { Block } from '../../../domain/answer-tables.js';
import { BlockReader } from './block-reader.js';
import { readXml } from './xml.js';

interface Paragraph {
  text: string;
  numbered: boolean;
}

interface Cell {
  paragraphs: Paragraph[];
  span: number;
  deleted: boolean;
}

/** Elements that are left out with all that they hold. */
const leftOut = new Set([
  ...['del', 'moveFrom', 'txbxContent', 'Fallback', 'drawing', 'object', 'rt'],
  ...[
    'pPrChange',
    'rPrChange',
    'trPrChange',
    'tcPrChange',
    'tblPrChange',
    'sectPrChange',
    'tblGrid',
    'sectPr',
  ],
]);

/** Boxes in the font Wingdings, ticked and not (private use characters of `w:sym`). */
const boxes: Record<string, string> = { f0fe: '☒', f0fd: '☒', f0fc: '✓', f0a8: '☐', f06f: '☐', f071: '☐' };

const widest = 63;

/**
 * @param xml the part `word/document.xml`
 * @returns tables as rows of cells, a cell over several columns followed by empty ones; a table inside a cell comes
 *   before the one around it
 * @throws Refusal as `readXml`
 */
export function readWordXml(xml: Uint8Array): Block[] {
  const reader = new WordReader();
  readXml(xml, reader);
  return reader.finish();
}

class WordReader extends BlockReader<Cell> {
  private readonly tables: string[][][] = [];
  private readonly rows: { cells: Cell[]; deleted: boolean }[] = [];
  private readonly paragraphs: Paragraph[] = [];
  private readonly placeholders: boolean[] = [];
  private readonly path: string[] = [];
  private skipping = 0;
  private hidden = false;
  private inText = false;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const parent = this.path.at(-1);
    this.path.push(name);
    if (this.skipping > 0 || this.isLeftOut(name, parent)) {
      this.skipping++;
      return;
    }
    const paragraph = this.paragraphs.at(-1);
    switch (name) {
      case 'tbl':
        this.flush();
        this.tables.push([]);
        break;
      case 'tr':
        this.rows.push({ cells: [], deleted: false });
        break;
      case 'tc':
        this.cells.push({ paragraphs: [], span: 1, deleted: false });
        break;
      case 'gridSpan':
        if (this.cells.length > 0)
          this.cells.at(-1)!.span = Math.min(widest, Math.max(1, Number(attributes.val) || 1));
        break;
      case 'cellDel':
        if (this.cells.length > 0) this.cells.at(-1)!.deleted = true;
        break;
      case 'p':
        this.paragraphs.push({ text: '', numbered: false });
        break;
      case 'numPr':
        if (paragraph && parent === 'pPr') paragraph.numbered = true;
        break;
      case 'sdt':
        this.placeholders.push(false);
        break;
      case 'showingPlcHdr':
        if (this.placeholders.length > 0) this.placeholders[this.placeholders.length - 1] = true;
        break;
      case 'r':
        this.hidden = false;
        break;
      case 'vanish':
        this.hidden = parent === 'rPr' && this.path.at(-3) === 'r' && isOn(attributes.val);
        break;
      case 't':
        this.inText = true;
        break;
      case 'tab':
        if (parent === 'r') this.add('\t');
        break;
      case 'br':
      case 'cr':
        if (parent === 'r') this.add('\n');
        break;
      case 'noBreakHyphen':
        this.add('-');
        break;
      case 'sym':
        this.add(boxes[attributes.char?.toLowerCase() ?? ''] ?? '');
        break;
    }
  }

  /** A tracked deletion of a row stands in its properties; elsewhere what is deleted is inside. */
  private isLeftOut(name: string, parent: string | undefined): boolean {
    if (name === 'del' && parent === 'trPr') {
      const row = this.rows.at(-1);
      if (row) row.deleted = true;
    }
    return leftOut.has(name) || (name === 'sdtContent' && this.placeholders.at(-1) === true);
  }

  close(name: string): void {
    this.path.pop();
    if (this.skipping > 0) {
      this.skipping--;
      return;
    }
    switch (name) {
      case 't':
        this.inText = false;
        break;
      case 'sdt':
        this.placeholders.pop();
        break;
      case 'p':
        this.endParagraph();
        break;
      case 'tc':
        this.endCell();
        break;
      case 'tr':
        this.endRow();
        break;
      case 'tbl': {
        const rows = this.tables.pop();
        if (rows) this.blocks.push({ rows });
        break;
      }
    }
  }

  text(text: string): void {
    if (this.inText && this.skipping === 0) this.add(text);
  }

  private add(text: string): void {
    const paragraph = this.paragraphs.at(-1);
    if (paragraph && !this.hidden) paragraph.text += text;
  }

  private endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    if (!paragraph) return;
    const cell = this.cells.at(-1);
    if (cell) cell.paragraphs.push(paragraph);
    else this.lines.push(paragraph.text);
  }

  private endCell(): void {
    const cell = this.cells.pop();
    if (cell) this.rows.at(-1)?.cells.push(cell);
  }

  private endRow(): void {
    const row = this.rows.pop();
    if (!row || row.deleted) return;
    const cells = row.cells
      .filter(({ deleted }) => !deleted)
      .flatMap(({ paragraphs, span }) => [textOf(paragraphs), ...Array<string>(span - 1).fill('')]);
    this.tables.at(-1)?.push(cells);
  }
}

const isOn = (value: string | undefined): boolean =>
  value === undefined || !['0', 'false', 'off'].includes(value);

/** A cell's paragraphs as lines; those of a list with several entries begin with a dash. */
function textOf(paragraphs: readonly Paragraph[]): string {
  const list = paragraphs.filter(({ numbered, text }) => numbered && text.trim() !== '').length > 1;
  return paragraphs
    .map(({ text, numbered }) => (list && numbered && text.trim() !== '' ? `- ${text}` : text))
    .join('\n')
    .trim();
}
