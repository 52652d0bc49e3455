/** A joint answer: one letter of a National Representative for several cities, each under a heading of its own. */
import { fold } from './fold.js';
import type { City } from './network.js';
import { cityByName } from './nomination.js';

export interface CityPart {
  /** The city's id; absent when the heading names none of the cities. */
  city?: string;
  /** The heading as written. */
  heading: string;
  text: string;
}

const headingWords = new Set(['city', 'nameofthecity', 'thanhpho', 'tenthanhpho']);

/**
 * Splits a text at its headings, `City: Phnom Penh` or `Thành phố: Đà Nẵng`.
 *
 * @param cities those that may be named, by name, local name or id
 * @returns what stands before the first heading, and the parts in their order; two of one city are joined
 */
export function splitByCity(
  text: string,
  cities: readonly Pick<City, 'id' | 'name' | 'localName'>[],
): { before: string; parts: CityPart[] } {
  const before: string[] = [];
  const parts: (CityPart & { lines: string[] })[] = [];
  let current: (typeof parts)[number] | undefined;
  for (const line of text.split('\n')) {
    const named = cityNamed(line);
    if (named === undefined) {
      (current?.lines ?? before).push(line);
      continue;
    }
    const city = cityByName(named, cities)?.id;
    current = city === undefined ? undefined : parts.find((part) => part.city === city);
    if (!current) {
      current = { ...(city !== undefined && { city }), heading: line.trim(), text: '', lines: [] };
      parts.push(current);
    }
  }
  return {
    before: before.join('\n').trim(),
    parts: parts.map(({ lines, ...part }) => ({ ...part, text: lines.join('\n').trim() })),
  };
}

function cityNamed(line: string): string | undefined {
  if (line.length > 120 || /^\s*>/.test(line)) return undefined;
  const colon = line.search(/[:：]/);
  if (colon < 0 || !headingWords.has(fold(line.slice(0, colon)).replace(/\d+$/, ''))) return undefined;
  return line.slice(colon + 1);
}
