/** Tables, paragraphs and times for a terminal of 100 columns. */
import { DateTime } from 'luxon';
import type { Instant } from '../../domain/time.js';

/** Characters in a line. */
const width = 100;

/** Narrower than this no column is made. */
const narrowest = 12;

/**
 * Sets rows under their headings. Where a table would be wider than the screen, its widest columns are narrowed
 * and their words go on in the next line; words, such as ids to be copied, are broken only where nothing else helps.
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows];
  const cellsOf = (column: number): string[] => lines.map((row) => row[column] ?? '');
  const longest = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const widths = headings.map((_, i) => longest(cellsOf(i)));
  narrow(
    widths,
    headings.map((_, i) => longest(cellsOf(i).flatMap((cell) => cell.split(/\s+/)))),
  );
  narrow(
    widths,
    headings.map(() => narrowest),
  );
  const print = (row: readonly string[]): string[] => {
    const cells = widths.map((most, i) => breakWords(row[i] ?? '', most));
    return Array.from({ length: Math.max(...cells.map((cell) => cell.length)) }, (_, n) =>
      cells
        .map((cell, i) => (cell[n] ?? '').padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  };
  return [...print(headings), widths.map((each) => '-'.repeat(each)).join('  '), ...rows.flatMap(print)].join(
    '\n',
  );
}

/** Takes from the widest column that is wider than its least width, until the table fits or all are at their least. */
function narrow(widths: number[], least: readonly number[]): void {
  for (;;) {
    const over = widths.reduce((sum, each) => sum + each, 2 * (widths.length - 1)) - width;
    const [widest] = widths
      .map((each, i) => ({ each, i }))
      .filter(({ each, i }) => each > least[i]!)
      .sort((a, b) => b.each - a.each);
    if (over <= 0 || !widest) return;
    widths[widest.i] = widest.each - 1;
  }
}

/**
 * A text in lines of the screen's width, each set in by `indent` spaces; its own line breaks are kept.
 *
 * @param further how far all of it is set in afterwards
 */
export const paragraph = (text: string, indent = 0, further = 0): string =>
  breakWords(text, width - indent - further)
    .map((line) => `${' '.repeat(indent)}${line}`.trimEnd())
    .join('\n');

/**
 * Labels and values in two columns; what has no value is left out.
 *
 * @param further how far all of it is set in afterwards
 */
export function facts(rows: readonly (readonly [string, string | undefined])[], further = 0): string {
  const said = rows.filter((row): row is readonly [string, string] => Boolean(row[1]));
  const column = Math.max(...said.map(([label]) => label.length)) + 2;
  return said
    .map(([label, value]) => label.padEnd(column) + paragraph(value, column, further).trimStart())
    .join('\n');
}

/** A heading with what stands under it, or that there is nothing. */
export const section = (heading: string, text: string): string => `${heading}\n\n${text}`;

function breakWords(text: string, most: number): string[] {
  return text.split('\n').flatMap((whole) => {
    const lines: string[] = [];
    let line = '';
    for (const word of whole.split(/ +/)) {
      if (line && `${line} ${word}`.length > most) {
        lines.push(line);
        line = '';
      }
      line = line ? `${line} ${word}` : word;
      while (line.length > most) {
        lines.push(line.slice(0, most));
        line = line.slice(most);
      }
    }
    return [...lines, line];
  });
}

/** `2018-05-25 16:59 UTC`. */
export const utc = (instant: Instant): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** The same with the time where an office is: `2018-05-25 16:59 UTC (23:59 in Asia/Ho_Chi_Minh)`. */
export function utcAndThere(instant: Instant, zone: string | undefined): string {
  const there = DateTime.fromISO(instant, { zone });
  if (zone === undefined || !there.isValid) return utc(instant);
  const day = there.toISODate() === instant.slice(0, 10) ? '' : `${there.toISODate()} `;
  return `${utc(instant)} (${day}${there.toFormat('HH:mm')} in ${zone})`;
}

/** `1 letter`, `2 letters`. */
export const counted = (count: number, noun: string, several = `${noun}s`): string =>
  `${count} ${count === 1 ? noun : several}`;

/** Without what would act in a terminal: control characters save the line's end and the tab. */
export const printable = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '');
