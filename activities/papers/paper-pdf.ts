/** A paper as it is printed. */
import type { Marking } from '../../domain/letter.js';
import type { Paper, PaperItem, PaperTable, Statement } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';
import { withoutEmptyColumns } from './columns.js';
import { itemNumber } from '../../domain/papers/numbers.js';
import { sourcesOf } from '../../domain/papers/sources.js';
import { range, short } from '../../domain/papers/version.js';
import { wordedDate, wordedDays } from '../../domain/papers/worded-date.js';
import type { Rendered } from './render.js';
import { renderPdf } from './render.js';

const markingWords: Record<Marking, string> = {
  public: 'Public',
  members: 'For members of the network',
  restricted: 'Restricted',
};

/** Sets a paper. */
export const renderPaperPdf = (paper: Paper): Promise<Rendered> => renderPdf('paper', paperView(paper));

function paperView(paper: Paper): unknown {
  const { number, version, title, bodyName, chair, place, changes, session } = paper;
  return {
    number,
    version,
    title,
    bodyName,
    chair,
    place,
    changes,
    subtitle: paper.subtitle ?? '',
    notice: paper.notice ?? '',
    marking: markingWords[paper.marking],
    year: Number(paper.date.slice(0, 4)),
    isoDate: paper.date.split('-').map(Number),
    date: wordedDate(paper.date),
    session: session.title === '' ? '' : `${session.title}, ${wordedDays(session.date, session.until)}`,
    items: paper.items.map((item, i) => itemView(paper, item, i + 1)),
    sources: sourcesOf(paper),
    example: statementsOf(paper)[0]?.id ?? `${paper.id}:1.1`,
  };
}

function itemView(paper: Paper, item: PaperItem, number: number): unknown {
  return {
    number,
    document: itemNumber(paper.number, number),
    title: item.title,
    actionRequested: item.actionRequested,
    statements: item.statements.map(lineView),
    tables: item.tables.map(withoutEmptyColumns).map(tableView),
  };
}

const lineView = ({ id, text, missing }: Statement): unknown => ({
  id: short(id),
  text,
  missing: missing === true,
});

function tableView(table: PaperTable): unknown {
  return {
    title: table.title,
    columns: table.columns,
    widths: widthsOf(table),
    figures: table.columns.map((_, c) => isFigures(table.rows.map((row) => row[c]?.text ?? ''))),
    rows: table.rows.map((row) => ({ ids: range(row), cells: row.map(lineView) })),
  };
}

/** Columns of figures are set to the right. */
const isFigures = (texts: string[]): boolean =>
  texts.some(Boolean) && texts.every((text) => /^\d*$/.test(text));

/** Characters in the narrowest and the widest column; between them a column is as wide as its text is long. */
const narrowest = 5;
const widest = 34;

/** Characters in a line of a table, and those of them that the space around a cell takes. */
const inLine = 100;
const around = 3;

/**
 * Relative widths of the columns: by the root of the longest text, and at least by the longest word, which is not broken.
 * Where the line is too short for all, only what is above a column's longest word gives way.
 */
function widthsOf({ columns, rows }: PaperTable): number[] {
  const wanted = columns.map((heading, c) => {
    const texts = [heading, ...rows.map((row) => (row[c]?.missing ? '' : (row[c]?.text ?? '')))];
    const word = Math.max(...texts.flatMap((text) => text.split(/\s+/)).map((w) => w.length));
    const long = Math.max(...texts.map((text) => text.length));
    const least = Math.min(widest, Math.max(narrowest, word + around));
    return { least, more: Math.max(0, Math.min(widest, Math.round(3 * Math.sqrt(long))) - least) };
  });
  const sum = (of: (each: { least: number; more: number }) => number): number =>
    wanted.reduce((total, each) => total + of(each), 0);
  const room =
    Math.max(0, inLine - sum(({ least }) => least)) /
    Math.max(
      1,
      sum(({ more }) => more),
    );
  return wanted.map(({ least, more }) => least + more * Math.min(1, room));
}
