/** Reading a table of comma-separated values (RFC 4180), as spreadsheets of any language save it. */
import { Refusal } from './refusal.js';

const limits = { rows: 5000, columns: 200, characters: 4_000_000 };

/**
 * @param legacy the encoding of text that is no Unicode, by the writer's language
 * @throws Refusal `too-large` beyond what any answer has
 */
export function readCsv(bytes: Uint8Array, legacy = 'windows-1252'): string[][] {
  const text = decodeText(bytes, legacy);
  if (text.length > limits.characters) throw new Refusal('too-large');
  const named = /^sep=(.)\r?\n/i.exec(text);
  return rowsIn(named ? text.slice(named[0].length) : text, named?.[1] ?? separatorOf(text));
}

/** Text by its mark of byte order, as UTF-16 where every second byte is zero, as UTF-8 where it is that, else legacy. */
export function decodeText(bytes: Uint8Array, legacy = 'windows-1252'): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const start = bytes.subarray(0, 1000);
  const zeros = [0, 1].map((odd) => start.filter((byte, i) => byte === 0 && i % 2 === odd).length);
  if ((zeros[1] ?? 0) > start.length / 6) return new TextDecoder('utf-16le').decode(bytes);
  if ((zeros[0] ?? 0) > start.length / 6) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(legacy).decode(bytes);
  }
}

/** Of semicolon, tab and comma the one that stands most often in the first lines, outside quotation marks. */
function separatorOf(text: string): string {
  const counts: Record<string, number> = { ';': 0, '\t': 0, ',': 0, '|': 0 };
  let quoted = false;
  for (const character of text.slice(0, 20_000)) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character in counts) counts[character] = (counts[character] ?? 0) + 1;
  }
  const [best] = Object.entries(counts).sort((one, other) => other[1] - one[1]);
  return best?.[0] ?? ',';
}

function rowsIn(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell: string[] = [];
  let quoted = false;
  const endCell = (): void => {
    if (row.length < limits.columns) row.push(cell.join('').trim());
    cell = [];
  };
  const endRow = (): void => {
    endCell();
    if (row.some((each) => each !== '')) rows.push(row);
    if (rows.length > limits.rows) throw new Refusal('too-large');
    row = [];
  };
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted) {
      if (character !== '"') cell.push(character);
      else if (text.charAt(i + 1) === '"') cell.push(text.charAt(i++));
      else quoted = false;
    } else if (character === '"' && cell.every((each) => each === ' ')) [quoted, cell] = [true, []];
    else if (character === separator) endCell();
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text.charAt(i + 1) === '\n') i++;
      endRow();
    } else cell.push(character);
  }
  endRow();
  return rows;
}
