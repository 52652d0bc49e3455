/** What a block of content gives: lines and tables without ids, which the paper numbers in the order of print. */
import type { Source } from '../paper.js';
import type { PaperYear } from './year.js';

export interface Line {
  text: string;
  source: Source;
  missing?: boolean;
}

export interface BlockTable {
  title: string;
  columns: string[];
  rows: Line[][];
}

export interface Block {
  lines: Line[];
  tables: BlockTable[];
}

export type BuildBlock = (year: PaperYear) => Block;

/** A line that is not there, in the words that the body wishes to read. */
export const missingAnswer = (year: PaperYear, source: Source): Line => ({
  text: year.definition.missingAnswer ?? year.body.missingAnswer,
  source,
  missing: true,
});

/** An empty cell beside a missing answer or for a question that was left out. */
export const emptyCell = (source: Source): Line => ({ text: '', source });
