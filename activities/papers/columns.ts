/** The columns of a table that are worth printing. */
import type { PaperTable } from '../../domain/paper.js';

/** A table without the columns in which no row says anything: nobody was asked, or nobody had to answer. */
export function withoutEmptyColumns(table: PaperTable): PaperTable {
  if (table.columns.length === 0) return table;
  const kept = table.columns.map((_, c) => table.rows.some((row) => (row[c]?.text ?? '') !== ''));
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, c) => kept[c]);
  return { ...table, columns: keep(table.columns), rows: table.rows.map(keep) };
}
