/**
 * One figure as people write it, with its marks of thousands and decimals: `1.500.000`, `1 500 000`, `1’500’000`,
 * `2,5`. Where a mark may be either, the writer's convention decides if it says that it groups; else a person is asked.
 */
import type { Sureness, Writer } from './writer.js';

/** A plain decimal such as `1500000` or `2.5`; or both readings of a figure like 1.500. */
export type FigureRead = { number: string; sure: Sureness } | { either: [string, string] } | undefined;

/** The mark before decimals. */
export type DecimalMark = '.' | ',';

/** Members whose own language writes decimals with a point, and with a comma (CLDR 47, `numbers/symbols`). */
const withPoint = ['SG', 'MY', 'TH', 'PH', 'MM'];
const withComma = ['VN', 'ID'];

/** The mark before decimals that a writer uses, where language and member do not contradict each other. */
export function decimalMarkOf({ language, member = '' }: Writer): DecimalMark | undefined {
  if (language === 'vi') return withPoint.includes(member) ? undefined : ',';
  return withComma.includes(member) ? undefined : '.';
}

/** Longest figure that is read, in characters. */
export const longestFigure = 40;

const spaces = /[ \u00a0\u2009\u202f'’`]/g;

/**
 * Reads one figure without sign, currency or scale.
 *
 * @param text figures 0 to 9 with marks between them
 * @param mark the writer's mark before decimals, where it is known
 * @param wholeUnits three figures after the only mark can't be decimals, as with an amount of money
 */
export function readFigure(text: string, mark: DecimalMark | undefined, wholeUnits = false): FigureRead {
  if (text.length > longestFigure || !/^\d/.test(text) || !/\d$/.test(text)) return undefined;
  const figure = text.replaceAll('٫', ',').replaceAll('٬', "'");
  if (/[^\d.,]/.test(figure)) {
    const grouped = /^\d{1,3}(?:[ \u00a0\u2009\u202f'’`]\d{3})+(?:[.,]\d{1,9})?$/.test(figure);
    return grouped ? certain(figure.replace(spaces, '').replace(',', '.')) : undefined;
  }
  const marks = figure.replace(/\d/g, '');
  if (marks === '') return certain(figure);
  const last = marks.slice(-1);
  if (marks.length === 1) return withOneMark(figure, last, mark, wholeUnits);
  const decimals = marks.slice(0, -1).includes(last) ? '' : last;
  const group = marks.charAt(0);
  if (decimals === group || [...marks.slice(0, decimals === '' ? undefined : -1)].some((m) => m !== group))
    return undefined;
  const [whole = '', part] = decimals === '' ? [figure] : figure.split(decimals);
  if (!whole.split(group).every((digits, i) => (i === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(digits)))
    return undefined;
  return certain(whole.split(group).join('') + (part === undefined ? '' : `.${part}`));
}

function withOneMark(
  figure: string,
  mark: string,
  decimal: DecimalMark | undefined,
  wholeUnits: boolean,
): FigureRead {
  const [before = '', after = ''] = figure.split(mark);
  const [decimals, grouped] = [`${before}.${after}`, before + after];
  if (after.length !== 3 || before.length > 3 || before.startsWith('0')) return certain(decimals);
  if (wholeUnits || (decimal !== undefined && mark !== decimal))
    return { number: plain(grouped), sure: 'likely' };
  return { either: [plain(grouped), plain(decimals)] };
}

const certain = (number: string): FigureRead => ({ number: plain(number), sure: 'certain' });

/** Without needless zeros: `007.50` becomes `7.5`. */
export function plain(number: string): string {
  const [whole = '', part = ''] = number.split('.');
  const rest = part.replace(/0+$/, '');
  return (whole.replace(/^0+(?=\d)/, '') || '0') + (rest === '' ? '' : `.${rest}`);
}

/** A plain decimal times ten to the power of `places`. */
export function timesTen(number: string, places: number): string {
  const [whole = '', part = ''] = number.split('.');
  const moved = part.padEnd(places, '0');
  return plain(`${whole}${moved.slice(0, places)}.${moved.slice(places)}`);
}

/** The sum of two plain decimals. */
export function sum(a: string, b: string): string {
  const places = Math.max(...[a, b].map((each) => each.split('.')[1]?.length ?? 0));
  const units = [a, b].map((each) => BigInt(timesTen(each, places)));
  const total = String((units[0] ?? 0n) + (units[1] ?? 0n)).padStart(places + 1, '0');
  return places === 0 ? total : plain(`${total.slice(0, -places)}.${total.slice(-places)}`);
}

/** The mark before decimals that the figures of a text show by themselves: `1.500,50` or `1.500.000` show a comma. */
export function decimalMarkShownIn(text: string): DecimalMark | undefined {
  const shown = new Set<DecimalMark>();
  for (const [figure] of text.slice(0, 2000).matchAll(/\d+(?:[.,]\d+)+/g)) {
    const marks = figure.replace(/\d/g, '');
    const last = marks.slice(-1) as DecimalMark;
    const other = last === '.' ? ',' : '.';
    if (marks.length > 1) shown.add(marks.slice(0, -1).includes(last) ? other : last);
    else if (!/[.,]\d{3}$/.test(figure)) shown.add(last);
  }
  const [only, ...more] = shown;
  return more.length === 0 ? only : undefined;
}
