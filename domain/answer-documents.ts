/** Documents that came with a letter, as far as answers are read from them, and the one answer of letter and documents. */
import { findInText } from './answer.js';
import { joinAnswers } from './answer-join.js';
import type { Said } from './answer-join.js';
import { withoutHint } from './answer-labels.js';
import type { Block } from './answer-tables.js';
import { findInTables, isCityHead } from './answer-tables.js';
import { unknownColumnsSentence, unreadSentence } from './answer-wording.js';
import type { Answer, Form, Source } from './form.js';
import type { Writer } from './writer.js';

/**
 * Why nothing was read from a document: a format of before Office 2007, a password, macros, damage, a size beyond
 * the limits, none of the form's questions in it, the form but no answers, or no kind of document that answers are read from (a scan).
 */
export type Unread =
  'old-format' | 'password' | 'macros' | 'damaged' | 'too-large' | 'no-answers' | 'blank' | 'not-a-form';

/** A document as it was read; `blocks` in its order. */
export type DocumentRead = { source: Source; blocks: Block[] } | { unread: Unread };

/** A document that came with a letter, by the name that was shown. */
export interface AnswerDocument {
  name: string;
  read: DocumentRead;
}

/**
 * The answer that a letter and its documents give together. What can't be read is not guessed: each such document is
 * told in a remark, and its letter keeps it.
 *
 * @param letter.text what the person wrote
 * @returns for each field the value that counts, with its source, and what could not be used
 */
export function readAnswers(
  letter: { text: string; documents: readonly AnswerDocument[] },
  form: Form,
  writer: Writer,
): Answer {
  const said: Said[] = [{ source: 'text', found: findInText(form, letter.text) }];
  const remarks: string[] = [];
  for (const { name, read } of letter.documents) {
    if ('unread' in read) {
      remarks.push(unreadSentence(name, read.unread, writer.language));
      continue;
    }
    const { found, unknownColumns, list } = findInTables(
      form,
      read.blocks.flatMap((block) => ('rows' in block ? [block.rows] : [])),
    );
    const lines = read.blocks.flatMap((block) => ('text' in block ? findInText(form, block.text) : []));
    const all = [...lines, ...found];
    if (all.some(({ value }) => withoutHint(value) !== ''))
      said.push({ source: read.source, document: name, found: all });
    else remarks.push(unreadSentence(name, list || all.length > 0 ? 'blank' : 'no-answers', writer.language));
    if (unknownColumns.length > 0)
      remarks.push(unknownColumnsSentence(name, unknownColumns, writer.language));
  }
  return joinAnswers(form, letter.text, said, writer, remarks);
}

/** The part of a document about one city; without a heading that which stands before the first. */
export interface DocumentPart {
  /** The city as it is named. */
  city?: string;
  read: DocumentRead;
}

/**
 * Splits a document at what names a city: a line `City: …`, a row of that label, the column of a list, or a sheet
 * called like a city.
 *
 * @param isCity whether a name is that of a city which may be meant, for the names of sheets
 */
export function partsByCity(read: DocumentRead, isCity: (name: string) => boolean): DocumentPart[] {
  if ('unread' in read) return [{ read }];
  const parts: { city?: string; blocks: Block[] }[] = [{ blocks: [] }];
  const partFor = (city: string): Block[] => {
    const known = parts.find((part) => part.city === city);
    if (known) return known.blocks;
    const part = { city, blocks: [] as Block[] };
    parts.push(part);
    return part.blocks;
  };
  let current = parts[0]!.blocks;
  for (const block of read.blocks) {
    if ('text' in block) {
      const lines: string[] = [];
      const end = (): void => {
        if (lines.length > 0) current.push({ text: lines.splice(0).join('\n') });
      };
      for (const line of block.text.split('\n')) {
        const city = cityInLine(line);
        if (city === undefined) lines.push(line);
        else {
          end();
          current = partFor(city);
        }
      }
      end();
      continue;
    }
    if (block.sheet !== undefined && isCity(block.sheet)) current = partFor(block.sheet);
    let rows: string[][] | undefined;
    let column: number | undefined;
    let head: string[] = [];
    for (const row of block.rows) {
      // in a list the word stands in its column; elsewhere in a row it is a value
      const at =
        column === undefined ? row.findIndex(isCityHead) : isCityHead(row[column] ?? '') ? column : -1;
      const written = row.filter((cell) => cell.trim() !== '');
      if ((at === 0 || at === 1) && written.length === 2 && isCityHead(written[0] ?? '')) {
        current = partFor((written[1] ?? '').trim());
        [rows, column] = [undefined, undefined];
        continue;
      }
      if (at >= 0 && written.length > 2) {
        [column, head, rows] = [at, row, undefined];
        continue;
      }
      const named = column === undefined ? '' : (row[column]?.trim() ?? '');
      if (column !== undefined && named !== '') {
        const blocks = partFor(named);
        const list = blocks.find((each) => 'rows' in each && each.rows[0] === head);
        if (list && 'rows' in list) list.rows.push(row);
        else blocks.push({ rows: [head, row] });
        continue;
      }
      if (column !== undefined && row.every((cell) => cell.trim() === '')) continue;
      if (!rows) current.push({ rows: (rows = []) });
      rows.push(row);
    }
  }
  return parts
    .filter(
      ({ city, blocks }, i) =>
        blocks.length > 0 && (i > 0 || parts.length === 1 || city !== undefined || hasTable(blocks)),
    )
    .map(({ city, blocks }) => ({
      ...(city !== undefined && { city }),
      read: { source: read.source, blocks },
    }));
}

const hasTable = (blocks: readonly Block[]): boolean => blocks.some((block) => 'rows' in block);

function cityInLine(line: string): string | undefined {
  const colon = line.slice(0, 60).search(/[:：]/);
  if (line.length > 120 || colon < 1 || !isCityHead(line.slice(0, colon).replace(/\d+\s*$/, '')))
    return undefined;
  return line.slice(colon + 1).trim() || undefined;
}
