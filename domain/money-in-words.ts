/** An amount of money as people write it: `1.500.000 ₫`, `US$1.5m`, `Rp 2,5 miliar`, `45 tỷ đồng`, `500 ล้านบาท`. */
import type { AmountWord } from './amount-words.js';
import { amountWords, foldAmount, readingsOfScale } from './amount-words.js';
import { plainDigits } from './digits.js';
import { decimalMarkOf, decimalMarkShownIn, readFigure, sum, timesTen } from './numbers-in-words.js';
import type { DecimalMark } from './numbers-in-words.js';
import type { Sureness, Writer } from './writer.js';

/**
 * The amount as `VND 1500000`: the currency's code (ISO 4217) and a plain decimal. Or both readings; or that it gives
 * more than one figure or only a limit; or that the currency is missing or may be several. Undefined for anything else.
 */
export type MoneyRead =
  | { amount: string; sure: Sureness }
  | { either: [string, string] }
  | { trouble: 'range' | 'no-currency' }
  | undefined;

/** Longest text that is taken for an amount. */
const longestText = 200;

type Token = { figure: string } | { words: AmountWord[] } | { dash: true };

/** Currencies of members; `$` alone is the US dollar where the member has no dollar of its own. */
const ownCurrency: Record<string, string> = {
  ...{ BN: 'BND', ID: 'IDR', KH: 'KHR', LA: 'LAK', MM: 'MMK', MY: 'MYR' },
  ...{ PH: 'PHP', SG: 'SGD', TH: 'THB', TL: 'USD', VN: 'VND' },
};

/** Scales said in only one language: without a currency they mean that member's. */
const scaleOfMember: Record<string, readonly string[]> = {
  VN: ['ty', 'trieu', 'nghin', 'ngan'],
  ID: ['miliar', 'milyar', 'juta', 'jt', 'triliun', 'ribu'],
  TH: ['ล้าน', 'แสน', 'หมื่น', 'พัน'],
};

/**
 * Reads one amount. A remark in brackets after it is left out.
 *
 * @param writer decides what 1.500 and `$` mean
 */
export function readMoney(text: string, writer: Writer): MoneyRead {
  const all = plainDigits(text).trim();
  if (all.length > longestText) return undefined;
  const own = withoutRemark(all);
  const tokens = tokensIn(own.text);
  if (!tokens) return undefined;
  const words = tokens.flatMap((token) => ('words' in token ? token.words : []));
  const says = (what: string): boolean => words.some((word) => 'says' in word && word.says === what);
  const figures = tokens.filter((token) => 'figure' in token).length;
  const dashed = tokens.some((token, i) => 'dash' in token && i > 0 && i < tokens.length - 1);
  if (figures === 0 || (tokens[0] && 'dash' in tokens[0])) return undefined;
  if (says('limit') || says('between') || (figures > 1 && dashed)) return { trouble: 'range' };
  if (dashed) return undefined;
  const currency = currencyIn(tokens, writer);
  if (currency === undefined) return undefined;
  const total = totalOf(tokens, decimalMarkShownIn(all) ?? decimalMarkOf(writer), currency.codes[0] ?? 'XXX');
  if (!total) return undefined;
  if (currency.codes.length === 0) return { trouble: 'no-currency' };
  const sure = total.sure === 'certain' && currency.sure && !own.cut && !says('about') ? 'certain' : 'likely';
  const [code, other] = currency.codes as [string, string?];
  if (other !== undefined)
    return total.numbers.length > 1
      ? undefined
      : { either: [`${code} ${total.numbers[0]}`, `${other} ${total.numbers[0]}`] };
  const [one, two] = total.numbers as [string, string?];
  return two === undefined
    ? { amount: `${code} ${one}`, sure }
    : { either: [`${code} ${one}`, `${code} ${two}`] };
}

/** `USD 2 million (two million US dollars)` without what stands in brackets at its end; `5.000.000,-` without the dash. */
function withoutRemark(text: string): { text: string; cut: boolean } {
  const open = text.search(/[([（]/);
  const cut = open > 0 && /[)\]）][\s.;]*$/.test(text) && /\d/.test(text.slice(0, open));
  const rest = (cut ? text.slice(0, open) : text).trim();
  return { text: rest.replace(/(?:[.,]\s?[-–—]{1,3}|\/-|[.;])$/, ''), cut };
}

const tokenPattern =
  /\d+(?:[.,'’`٫٬]\d+|[ \u00a0\u2009\u202f]\d{3}(?!\d))*|[\p{L}\p{M}\p{Sc}][\p{L}\p{M}\p{Sc}. \u00a0]*|[-–—~≈<>≤≥/]|[^\s]/gu;

/** The text as figures, words and dashes; undefined where a word or a sign is none that amounts are written with. */
function tokensIn(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(tokenPattern)) {
    if (/^\d/.test(piece)) tokens.push({ figure: piece });
    else if (/^[-–—/]/.test(piece)) tokens.push({ dash: true });
    else if (/^[~≈]/.test(piece))
      tokens.push(
        tokens.some((token) => 'figure' in token) ? { dash: true } : { words: [{ says: 'about' }] },
      );
    else if (/^[<>≤≥]/.test(piece)) tokens.push({ words: [{ says: 'limit' }] });
    else if (/^[\p{L}\p{M}\p{Sc}]/u.test(piece)) {
      const words = amountWords(foldAmount(piece));
      if (!words) return undefined;
      tokens.push({ words });
    } else if (!/^[:,;]$/.test(piece)) return undefined;
  }
  return tokens;
}

/** The currency that the words name; several codes where a sign may be one or the other, none where nothing says. */
function currencyIn(tokens: readonly Token[], { member = '' }: Writer): Currency | undefined {
  const found = new Map<string, boolean>();
  let shared: string[] | undefined;
  let scaled = false;
  for (const [i, token] of tokens.entries()) {
    if (!('words' in token)) continue;
    const before = tokens.slice(i + 1).some((next) => 'figure' in next) && i === 0;
    for (const word of token.words) {
      if ('currency' in word) found.set(word.currency, true);
      if ('shared' in word) shared = sharedCodes(word.shared, member, before) ?? shared;
      if ('scale' in word) scaled ||= scaleOfMember[member]?.includes(word.word) ?? false;
    }
  }
  if (found.size > 1) return undefined;
  const [named] = found.keys();
  if (named !== undefined) return { codes: [named], sure: true };
  if (shared) return { codes: shared, sure: false };
  const own = scaled ? ownCurrency[member] : undefined;
  return { codes: own === undefined ? [] : [own], sure: false };
}

interface Currency {
  codes: string[];
  sure: boolean;
}

function sharedCodes(sign: string, member: string, before: boolean): string[] | undefined {
  const own = ownCurrency[member] ?? '';
  if (sign === 'dollar') return ['SGD', 'BND'].includes(own) ? [own, 'USD'] : ['USD'];
  if (sign === 'yen') return ['JPY', 'CNY'];
  if (sign === 'yuan') return ['CNY'];
  const initial = { k: ['LAK', 'MMK'], p: ['PHP'] }[sign] ?? [];
  return before && initial.includes(own) ? [own] : undefined;
}

/** The figures with their scales, added up: `2 tỷ 500 triệu`. */
function totalOf(
  tokens: readonly Token[],
  mark: DecimalMark | undefined,
  currency?: string,
): { numbers: string[]; sure: Sureness } | undefined {
  const parts = partsOf(tokens, currency);
  let numbers: string[] = [];
  let sure: Sureness = 'certain';
  let smallest = Infinity;
  for (const { figure, scales } of parts) {
    const powers = [...new Set(scales)];
    const least = Math.min(...powers);
    if (numbers.length > 0 && (least >= smallest || numbers.length > 1 || powers.length > 1))
      return undefined;
    smallest = least;
    const read = readFigure(figure, mark, currency !== undefined && least === 0);
    if (!read) return undefined;
    const readings = 'either' in read ? read.either : [read.number];
    if ('number' in read && read.sure === 'likely') sure = 'likely';
    const scaled = powers.flatMap((power) => readings.map((number) => timesTen(number, power)));
    if (scaled.length > 2 || (numbers.length > 0 && scaled.length > 1)) return undefined;
    const [before] = numbers;
    numbers = before === undefined ? scaled : [sum(before, scaled[0] ?? '0')];
  }
  return numbers.length > 0 ? { numbers, sure } : undefined;
}

/** Each figure with the powers of ten that its words may mean. */
function partsOf(
  tokens: readonly Token[],
  currency: string | undefined,
): { figure: string; scales: number[] }[] {
  const parts: { figure: string; scales: number[] }[] = [];
  for (const token of tokens) {
    if ('figure' in token) parts.push({ figure: token.figure, scales: [0] });
    const part = parts.at(-1);
    if (!('words' in token) || !part) continue;
    for (const word of token.words) {
      if ('shared' in word && word.shared === 'k') part.scales = part.scales.map((power) => power + 3);
      if (!('scale' in word)) continue;
      const powers = readingsOfScale(word, currency);
      part.scales = part.scales.flatMap((power) => powers.map((more) => power + more));
    }
  }
  return parts;
}

/** A plain number, with or without a percent sign: `2`, `45%`, `1.500.000`. */
export function readNumber(text: string, writer: Writer): NumberRead {
  const value = plainDigits(text).trim();
  if (value.length > longestText) return undefined;
  const own = withoutRemark(value).text;
  const percent = /(?:%|٪|percent|per cent|persen|peratus|phần trăm)$/iu.exec(own);
  const figure = (percent ? own.slice(0, percent.index) : own).replace(/^ร้อยละ\s*/u, '').trim();
  const sign = percent || /^ร้อยละ/u.test(own) ? '%' : '';
  const tokens = tokensIn(figure);
  const figures = tokens?.filter((token) => 'figure' in token).length ?? 0;
  if (figures > 1) return { trouble: 'range' };
  if (!tokens || figures === 0 || tokens.some((token) => 'dash' in token)) return undefined;
  const words = tokens.flatMap((token) => ('words' in token ? token.words : []));
  if (words.some((word) => 'says' in word && ['limit', 'between'].includes(word.says)))
    return { trouble: 'range' };
  if (words.some((word) => 'currency' in word || ('shared' in word && word.shared !== 'k'))) return undefined;
  const total = totalOf(tokens, decimalMarkShownIn(value) ?? decimalMarkOf(writer));
  if (!total) return undefined;
  const [one, two] = total.numbers.map((number) => `${number}${sign}`) as [string, string?];
  const sure = words.some((word) => 'says' in word && word.says === 'about') ? 'likely' : total.sure;
  return two === undefined ? { number: one, sure } : { either: [one, two] };
}

export type NumberRead =
  { number: string; sure: Sureness } | { either: [string, string] } | { trouble: 'range' } | undefined;
