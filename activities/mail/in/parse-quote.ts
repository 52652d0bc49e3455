/**
 * Taking a reply apart: what the person wrote, the letter quoted under or above it, and the signature. One pass over
 * the lines, so that no letter can keep it busy. The whole letter stays in the document store.
 */
import { foldWords } from '../../../domain/fold.js';

export interface ReplyParts {
  /** What the person wrote. */
  text: string;
  /** The letter that is answered, with its marks of quotation. */
  quoted: string;
  signature: string;
}

/**
 * Separates a reply's own text from what it quotes and from its signature.
 *
 * A quotation with `>` may stand above, below or between; without these marks everything after its heading is
 * quoted.
 */
export function takeApart(letter: string): ReplyParts {
  const lines = letter.replace(/\r\n?/g, '\n').split('\n');
  const own: string[] = [];
  let quoted: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (isQuoted(line)) {
      quoted.push(line);
      continue;
    }
    const attribution = attributionAt(lines, i);
    const goesOn = attribution > 0 && isQuoted(lines[nextWritten(lines, i + attribution)] ?? '');
    if (goesOn) {
      quoted.push(...lines.slice(i, i + attribution));
      i += attribution - 1;
    } else if (attribution > 0 || isOriginalAt(lines, i)) {
      quoted = quoted.concat(lines.slice(i));
      break;
    } else own.push(line);
  }
  const end = signatureIn(own);
  return { text: joined(own.slice(0, end)), quoted: joined(quoted), signature: joined(own.slice(end)) };
}

const joined = (lines: string[]): string => lines.join('\n').trim();
const isQuoted = (line: string): boolean => /^\s{0,3}>/.test(line);

function nextWritten(lines: readonly string[], from: number): number {
  let i = from;
  while (i < lines.length && i < from + 5 && lines[i]?.trim() === '') i++;
  return i;
}

/** Longest attribution, in lines: mail programs wrap them after an address. */
const attributionLines = 3;

/** How many lines from here are an attribution, `On 12 May 2018 … wrote:` or `Vào … đã viết:`; 0 where there is none. */
function attributionAt(lines: readonly string[], i: number): number {
  if (!/^\s*(?:On|At|Vào|Ngày|Lúc|Le|Pada)\s/u.test(lines[i] ?? '')) return 0;
  let dated = false;
  for (let n = 1; n <= attributionLines; n++) {
    const line = (lines[i + n - 1] ?? '').trim();
    if (line === '' || line.length > 300) return 0;
    dated ||= /\d/.test(line);
    if (dated && /(?:\bwrote|\bwrites|viết|\bmenulis|\ba écrit)\s*[:：]$/iu.test(line)) return n;
  }
  return 0;
}

/** Names of the lines that stand over a quoted letter, without accents: sender, and what else must follow. */
const senderNames = ['from', 'tu', 'nguoi gui', 'dari'];
const otherNames = [
  'sent',
  'date',
  'to',
  'subject',
  'cc',
  'da gui',
  'gui',
  'ngay',
  'den',
  'toi',
  'chu de',
  'kepada',
  'tanggal',
  'subjek',
];

/** True where the original letter begins without marks of quotation. */
function isOriginalAt(lines: readonly string[], i: number): boolean {
  const line = lines[i] ?? '';
  if (line.length > 200) return false;
  if (/^\s*-{2,}.*-{2,}\s*$/.test(line)) {
    return /^(?:original message|original appointment|forwarded message|reply message|thu goc|tin nhan goc|chuyen tiep|thu da chuyen tiep)/.test(
      foldWords(line),
    );
  }
  if (!senderNames.includes(nameOf(line))) return false;
  return lines.slice(i + 1, i + 5).filter((next) => otherNames.includes(nameOf(next))).length >= 2;
}

/** The name before a line's colon, also in bold. */
function nameOf(line: string): string {
  const colon = line.slice(0, 40).search(/[:：]/);
  return colon < 0 ? '' : foldWords(line.slice(0, colon));
}

const closings =
  /^(?:(?:with )?(?:best|kind|kindest|warm|warmest) (?:regards|wishes)|(?:thanks and |thank you and |with )?regards|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|respectfully(?: yours)?|tran trong(?: (?:kinh chao|cam on|kinh thu))?|kinh (?:thu|chao)|than ai|salam hormat|hormat kami)$/;
const devices = /^(?:sent from my|sent via|sent from|get outlook for|gui tu|da gui tu)\b.{0,60}$/;

/** Longest signature after a closing, in written lines; what is longer is text. */
const signatureLines = 12;

/** The line from which the signature stands. */
function signatureIn(lines: readonly string[]): number {
  let written = 0;
  let end = lines.length;
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    if (written > signatureLines || line.length > 120) continue;
    const words = foldWords(line);
    if (/^--\s?$/.test(line) || closings.test(words) || devices.test(words)) end = i;
    written++;
  }
  return end;
}
