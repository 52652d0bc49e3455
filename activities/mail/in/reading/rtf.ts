/** The text of Outlook's compressed RTF (MS-OXRTFCP), where a letter has no other. */
import { decodeText } from './charsets.js';
import { longestText } from './limits.js';

const compressed = 0x75465a4c;
const uncompressed = 0x414c454d;

/** What the window of the compression begins with (section 2.1.1.1.1). */
const window =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** @returns undefined where it is none */
export function textOfCompressedRtf(bytes: Buffer): string | undefined {
  if (bytes.length < 16) return undefined;
  const kind = bytes.readUInt32LE(8);
  if (kind === uncompressed) return textOfRtf(bytes.toString('latin1', 16));
  return kind === compressed ? textOfRtf(decompress(bytes)) : undefined;
}

function decompress(bytes: Buffer): string {
  const size = Math.min(bytes.readUInt32LE(4), longestText);
  const dictionary = Buffer.alloc(4096);
  let write = dictionary.write(window, 'latin1');
  const out = Buffer.alloc(size);
  let length = 0;
  const put = (byte: number): void => {
    out[length++] = byte;
    dictionary[write] = byte;
    write = (write + 1) % 4096;
  };
  for (let at = 16; at < bytes.length && length < size;) {
    const control = bytes[at++]!;
    for (let bit = 0; bit < 8 && at < bytes.length && length < size; bit++) {
      if ((control & (1 << bit)) === 0) put(bytes[at++]!);
      else {
        const token = (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
        at += 2;
        const from = token >> 4;
        if (from === write) return out.toString('latin1', 0, length);
        for (let i = 0; i < (token & 15) + 2 && length < size; i++) put(dictionary[(from + i) % 4096]!);
      }
    }
  }
  return out.toString('latin1', 0, length);
}

/** Groups that hold no text of the letter. */
const silent =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|header|footer|generator|listtable|themedata)$/;
const breaks: Record<string, string> = {
  par: '\n',
  line: '\n',
  tab: '\t',
  row: '\n',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
};

/** One token: a control word with its number, a byte in hexadecimals, a control sign, a bracket, or text. */
const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[^]/gi;

/** The text of RTF; of HTML wrapped in RTF (MS-OXRTFEX) what is not its markup. */
function textOfRtf(rtf: string): string {
  const out: string[] = [];
  let bytes: number[] = [];
  let charset = 'windows-1252';
  const flush = (): void => {
    if (bytes.length > 0) out.push(decodeText(Buffer.from(bytes), charset).text);
    bytes = [];
  };
  /** For each open group: whether it is silent. */
  const groups: boolean[] = [];
  let mute = false;
  /** Between \htmlrtf and \htmlrtf0 stands what only a reader of RTF wants. */
  let rtfOnly = false;
  /** Characters to leave out after \u: its substitute. */
  let skip = 0;
  for (const [, word, number, byte, sign, bracket, text] of rtf.matchAll(token)) {
    if (bracket === '{') groups.push(mute);
    else if (bracket === '}') mute = groups.pop() ?? false;
    else if (sign === '*') mute = true;
    else if (word !== undefined && silent.test(word)) mute = true;
    else if (word === 'htmlrtf') rtfOnly = number !== '0';
    else if (word === 'ansicpg' && number !== undefined) charset = `windows-${number}`;
    else if (mute || rtfOnly) continue;
    else if (byte !== undefined) {
      if (skip > 0) skip--;
      else bytes.push(parseInt(byte, 16));
    } else {
      flush();
      if (word === 'u' && number !== undefined) {
        out.push(String.fromCharCode(Number(number) & 0xffff));
        skip = 1;
      } else if (word !== undefined) out.push(breaks[word] ?? '');
      else if (sign !== undefined) out.push(sign === '~' ? ' ' : /[\\{}]/.test(sign) ? sign : '');
      else if (text !== undefined) {
        out.push(text.slice(skip));
        skip = 0;
      }
    }
  }
  flush();
  return out.join('').trim();
}
