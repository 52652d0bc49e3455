/** Tables, paragraphs and times for a terminal of 100 columns. */
import { DateTime } from 'luxon';
import type { Instant } from '../../domain/time.js';

/** Characters in a line. */
const width = 100;

/** Narrower than this no column is made. */
const narrowest = 12;

/**
 * Sets rows under their headings. Where a table would be wider than the screen, its widest columns are narrowed
 * and their words go on in the next line; a word that is longer than its column is broken.
 */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headings, ...rows];
  const widths = headings.map((_, i) => Math.max(...lines.map((row) => (row[i] ?? '').length)));
  const gaps = 2 * (headings.length - 1);
  for (;;) {
    const widest = Math.max(...widths);
    if (widths.reduce((sum, each) => sum + each, gaps) <= width || widest <= narrowest) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
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

/** A text in lines of the screen's width, each set in by `indent` spaces; its own line breaks are kept. */
export const paragraph = (text: string, indent = 0): string =>
  breakWords(text, width - indent)
    .map((line) => `${' '.repeat(indent)}${line}`.trimEnd())
    .join('\n');

/** Labels and values in two columns; what has no value is left out. */
export function facts(rows: readonly (readonly [string, string | undefined])[]): string {
  const said = rows.filter((row): row is readonly [string, string] => Boolean(row[1]));
  const column = Math.max(...said.map(([label]) => label.length)) + 2;
  return said.map(([label, value]) => label.padEnd(column) + paragraph(value, column).trimStart()).join('\n');
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
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
