/** Numbers of a spreadsheet's cells as an answer would write them, so that they can't be read in two ways. */

/**
 * A number as a plain decimal. One that would end in three decimals gets a fourth, since 1.125 could be taken for a
 * thousand and more.
 */
export function figureOf(number: number): string {
  const rounded = Number(number.toPrecision(15));
  const text = String(rounded);
  const plain = /e/.test(text) ? rounded.toFixed(Math.abs(rounded) < 1 ? 12 : 0) : text;
  return /\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}

export const percentOf = (number: number): string => `${figureOf(number * 100)}%`;
