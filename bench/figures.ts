/** What the values of several runs say. */
import type { Figure } from './scenario.js';

/** The middle value; the mean of the two in the middle where there is no one. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('There is no median of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

/** The median divided by the floor's median; undefined where there is no floor. */
export const ratioOf = ({ values, floor }: Figure): number | undefined =>
  floor && median(values) / median(floor);

/** Whether a figure meets its aim; undefined where it has none. */
export function meetsAim(figure: Figure): boolean | undefined {
  const { aim, values } = figure;
  if (!aim) return undefined;
  if ('atMost' in aim) return median(values) <= aim.atMost;
  if ('atLeast' in aim) return median(values) >= aim.atLeast;
  const ratio = ratioOf(figure);
  if (ratio === undefined) throw new Error(`“${figure.what}” has an aim for its ratio, and no floor.`);
  return 'ratioAtMost' in aim ? ratio <= aim.ratioAtMost : ratio >= aim.ratioAtLeast;
}

/** A number as people read it: three digits where there is a fraction, thousands apart. */
export function inDigits(value: number): string {
  const text = Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
  return text.replace(/\B(?<!\.\d*)(?=(\d{3})+$)/g, ' ');
}
