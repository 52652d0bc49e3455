/** What readers of documents share: lines of text between tables become blocks of their own, in the document's order. */
import type { Block } from '../../../domain/answer-tables.js';

export abstract class BlockReader<Cell> {
  protected readonly blocks: Block[] = [];
  /** Cells that are open, the innermost last. */
  protected readonly cells: Cell[] = [];
  /** Lines outside of tables that belong to no block yet. */
  protected lines: string[] = [];

  /** Ends the block of text before a table. What stands in a cell is the cell's. */
  protected flush(): void {
    const text = this.lines.join('\n');
    this.lines = [];
    if (text.trim() !== '' && this.cells.length === 0) this.blocks.push({ text });
  }

  finish(): Block[] {
    this.flush();
    return this.blocks;
  }
}
