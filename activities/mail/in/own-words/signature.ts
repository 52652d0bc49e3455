/** Where the signature begins under a person's own lines, and single lines that a program added. */
import { foldWords } from '../../../../domain/fold.js';
import { beginsLike, fitsPattern } from './phrase-index.js';
import type { Quoting } from '../quoting.js';
import type { Lines } from './lines.js';

/** Longest signature, in written lines; what is longer is text. */
const afterClosing = 14;
const afterThanks = 7;
const afterRuler = 12;
const afterDelimiter = 40;
const afterFooter = 80;
/** Longest line of a signature, in characters, and of the name under a closing. */
const signatureLine = 120;
const nameLine = 60;

/**
 * The lines among `own` that are signature.
 *
 * @param own written lines that stand together, by number; nothing quoted between them
 * @param leads whether they begin the letter: then a word of thanks at the top is no signature
 */
export function signatureAmong(
  lines: Lines,
  own: readonly number[],
  leads: boolean,
  quoting: Quoting,
): Set<number> {
  const signature = new Set<number>();
  const rest: number[] = [];
  own.forEach((i, at) => {
    const near = at < 5 || own.length - at <= afterFooter;
    const added =
      near &&
      (isDevice(lines, i, quoting) || (signature.has(own[at - 1] ?? -1) && isLinkOnly(lines.text(i))));
    if (added) signature.add(i);
    else rest.push(i);
  });
  const footer = footerIn(lines, rest, quoting);
  if (footer) for (const i of rest.slice(footer.from, footer.to)) signature.add(i);
  const body =
    footer === undefined
      ? rest
      : footer.to === rest.length
        ? rest.slice(0, footer.from)
        : rest.slice(footer.to);
  const begin =
    beginOf(lines, body, leads, quoting) ?? contactsOf(lines, body, quoting) ?? dashedNameOf(lines, body);
  if (begin !== undefined) for (const i of withoutPostscript(lines, body.slice(begin))) signature.add(i);
  return signature;
}

/** `Sent from my iPhone`. */
function isDevice(lines: Lines, i: number, quoting: Quoting): boolean {
  const words = lines.words(i);
  if (words.length > 160 || /^\s*[/#|\d]/.test(lines.text(i))) return false;
  const bare = words.replace(/ https? .*$/, '');
  if (!fitsPattern(quoting.devices, bare)) return false;
  const count = bare.split(' ').length;
  return (
    count <= 9 ||
    (count <= 24 && /excus|typo|brev|apolog|pardon/.test(bare)) ||
    (count <= 16 && brands.test(bare))
  );
}

const brands =
  /\b(?:iphone|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|oppo|vivo|nokia|htc|outlook|yahoo|gmail)/;

const isLinkOnly = (text: string): boolean => /^\s*[<(\[]?https?:\/\/\S+[>)\]]?\s*$/.test(text);

/** A notice at the end with all that follows; one at the top for its paragraph. */
function footerIn(
  lines: Lines,
  own: readonly number[],
  quoting: Quoting,
): { from: number; to: number } | undefined {
  for (let at = 0; at < own.length; at++) {
    const i = own[at] ?? 0;
    if (own[at - 1] === i - 1 && !isRuler(lines.text(i - 1))) continue;
    const listed = isRuler(lines.text(i)) && own.slice(at + 1, at + 5).some((k) => isListLine(lines.text(k)));
    if (!listed && !beginsLike(quoting.footers, foldWords(lines.text(i).slice(0, 160)))) continue;
    if (at === 0 && own.length > 1) {
      let to = 1;
      while (to < own.length && own[to] === (own[to - 1] ?? 0) + 1) to++;
      if (to < own.length) return { from: 0, to };
    }
    if (own.length - at > afterFooter) continue;
    const ruled = at > 0 && isRuler(lines.text(own[at - 1] ?? 0));
    return { from: ruled ? at - 1 : at, to: own.length };
  }
  return undefined;
}

const isRuler = (text: string): boolean =>
  /^\s*(?:_{4,}|-{3,}|[—–―─━]{3,}|={4,}|\*{4,}|~{4,}|#{4,})\s*$/.test(text);
const isListLine = (text: string): boolean =>
  text.length < 400 && /mailing list|listinfo|unsubscribe|@lists?\.|\/lists?\//i.test(text);

/** The first line that opens a signature, near enough to the end. */
function beginOf(lines: Lines, own: readonly number[], leads: boolean, quoting: Quoting): number | undefined {
  let begin: number | undefined;
  for (let at = own.length - 1; at >= Math.max(0, own.length - afterDelimiter - 1); at--) {
    const below = own.length - 1 - at;
    const i = own[at] ?? 0;
    const text = lines.text(i);
    if (/^\s*(?:--|—|–)\s*$/.test(text)) {
      if (text === '-- ' || below <= afterRuler) begin = at;
      continue;
    }
    if (text.length > signatureLine) {
      // A long line is no part of a signature, unless a delimiter stands above it.
      if (below <= afterClosing && begin === undefined) begin = delimiterAbove(lines, own, at);
      if (begin === undefined) return undefined;
      if (begin > at) return begin;
      continue;
    }
    if (
      below > 0 &&
      below <= 9 &&
      /^\s*(?:-{3,}|[—–―─━]{2,}|_{2,}|={2,}|\+{2,}|\*{3,}|~{2,}|#{2,})\s*$/.test(text)
    ) {
      if (isSignedUnder(lines, own.slice(at + 1), text, quoting)) begin = at;
    } else if (below <= afterClosing && isClosing(text, quoting)) {
      begin = at;
    } else if (below > 0 && below <= afterThanks && (at > 0 || !leads) && isThanks(text, quoting)) {
      const under = own.slice(at + 1).filter((k) => !isRuler(lines.text(k)));
      const named = isNameLike(lines.text(under[0] ?? i));
      if (named && under.slice(1).every((k) => looksSigned(lines.text(k), quoting))) begin = at;
    }
  }
  return begin;
}

/** Under a ruler: short lines, no sentences, and under one wider than a delimiter few or some of contact. */
function isSignedUnder(lines: Lines, below: readonly number[], ruler: string, quoting: Quoting): boolean {
  const texts = below.map((i) => lines.text(i));
  if (
    !texts.every((text) => looksSigned(text, quoting)) ||
    texts.some((text) => /^\s*[-*•#]\s|(?:\S+\s+){8}.*[.!]\s*$/.test(text))
  )
    return false;
  return ruler.trim().length <= 3 || below.length <= 3 || texts.some((text) => isContact(text, quoting));
}

function delimiterAbove(lines: Lines, own: readonly number[], from: number): number | undefined {
  for (let at = from; at >= Math.max(0, from - afterRuler); at--) {
    if (/^\s*--\s*$/.test(lines.text(own[at] ?? 0))) return at;
  }
  return undefined;
}

/** The closing alone, beside one in another language, or before a name: `Regards, Office`. */
function isClosing(text: string, quoting: Quoting): boolean {
  const words = foldWords(text);
  if (words === '' || words.length > 80) return false;
  if (quoting.closings.has(words)) return true;
  const parts = text.split(/[/|•]/).map(foldWords);
  if (parts.length === 2 && parts.every((part) => quoting.closings.has(part))) return true;
  const named = /^([^,，、!.]{2,50})[,，、!.]\s*(\S.{0,48})$/u.exec(text.trim());
  if (!named?.[1] || !named[2] || !quoting.closings.has(foldWords(named[1]))) return false;
  return quoting.closings.has(foldWords(named[2])) || isNameLike(named[2]);
}

const isThanks = (text: string, quoting: Quoting): boolean =>
  text.length < nameLine && quoting.thanks.has(foldWords(text));

/** A few words without a sentence's marks; in scripts that have them, with a capital first. */
function isNameLike(text: string): boolean {
  const line = text.trim();
  if (
    line.length > nameLine ||
    !/^[\p{L}\p{M}\d"'(*_[<.-]/u.test(line) ||
    /[?!:;。？！]|[.,]$/.test(line.replace(/\b\p{Lu}\.$/u, ''))
  ) {
    return false;
  }
  const words = line
    .replace(/[*_"'()[\]<>]/g, '')
    .trim()
    .split(/\s+/);
  if (words.length > 6) return false;
  return !/^\p{Ll}/u.test(words[0] ?? '') || words.length === 1;
}

/** What may stand in a signature: short, no question, and no answer of a form. */
const looksSigned = (text: string, quoting: Quoting): boolean =>
  text.trim().length <= 90 &&
  !/[?？]\s*$/.test(text) &&
  (!/[:：]\s*\S/.test(text) || isContact(text, quoting));

const phone = /\+?\(?\d[\d ().\-–]{5,}\d/;

/** The last paragraph, where it is a name over two or more lines of contact. */
function contactsOf(lines: Lines, own: readonly number[], quoting: Quoting): number | undefined {
  let end = own.length;
  let begin: number | undefined;
  for (let paragraphs = 0; paragraphs < 2 && end > 0; paragraphs++) {
    let from = end - 1;
    while (from > 0 && own[from - 1] === (own[from] ?? 0) - 1 && end - from < 10) from--;
    const paragraph = own.slice(from, end).map((i) => lines.text(i));
    if (from === 0 || paragraph.length > 9) break;
    const contacts = paragraph.filter((text) => isContact(text, quoting)).length;
    const fits = paragraph.every(
      (text) => text.trim().length <= 90 && (isContact(text, quoting) || !/[:：]\s*\S|[?？!]\s*$/.test(text)),
    );
    const named = isNameLike(paragraph[0] ?? '') && !isContact(paragraph[0] ?? '', quoting);
    if (!fits) break;
    if (named && contacts >= 2 && paragraph.length >= 3) return from;
    if (begin !== undefined && named && paragraph.length <= 4 && paragraph.every(isNameLike)) return from;
    if (paragraph.length < 2 || contacts < paragraph.length - 1) break;
    begin = from;
    end = from;
  }
  return undefined;
}

function isContact(text: string, quoting: Quoting): boolean {
  const label = /^\s*([^:：]{1,24})[:：]/.exec(text)?.[1];
  if (label !== undefined) {
    return (
      quoting.contacts.has(foldWords(label)) ||
      (/^\s*(?:https?|mailto)$/i.test(label) && !/\s\S/.test(text.trim()))
    );
  }
  if (/^\s*\S*@\S*\.\S+\s*$|^\s*(?:https?:\/\/|www\.)\S+\s*$/i.test(text)) return true;
  return phone.test(text) && text.replace(phone, '').replace(/[^\p{L}]/gu, '').length <= 24;
}

/** A last line `-Name`, `/Name` or `~ Name`, where no other line begins so: then it is a list. */
function dashedNameOf(lines: Lines, own: readonly number[]): number | undefined {
  const last = own.length - 1;
  const text = lines.text(own[last] ?? 0).trim();
  const mark = /^([-–—/~]) ?(\p{L}[^\d:@]{0,40}?)\.?$/u.exec(text);
  if (last < 1 || !mark?.[2] || !isNameLike(mark[2]) || mark[2].trim().split(/\s+/).length > 3)
    return undefined;
  return lines
    .text(own[last - 1] ?? 0)
    .trim()
    .startsWith(mark[1] ?? '')
    ? undefined
    : last;
}

/** A signature without the postscript in it, which is text. */
function withoutPostscript(lines: Lines, signature: readonly number[]): number[] {
  let inside = false;
  return signature.filter((i) => {
    if (lines.isBlank(i - 1)) inside = false;
    inside ||= /^\s*P\.? ?P?\.? ?S(?:\.|:| ?[-–])/.test(lines.text(i));
    return !inside;
  });
}
