/** The rotation of the chair: alphabetical in English, with every decision of the Leaders recorded, never computed. */
import type { ChairYear, Member } from './network.js';
import { membersOn } from './network.js';

/**
 * Who chairs in `year`. A year that stands in `chairs` is returned as recorded. A later year follows the
 * alphabet from the last recorded one and is marked `by-rotation`; an earlier year is not computed.
 *
 * @param chairs recorded years, in any order
 * @returns the chair, or undefined for a year before the first recorded one
 */
export function chairOf(
  year: number,
  chairs: readonly ChairYear[],
  members: readonly Member[],
): ChairYear | undefined {
  const recorded = chairs.find((chair) => chair.year === year);
  if (recorded) return recorded;
  const last = [...chairs].filter((chair) => chair.year < year).sort((a, b) => b.year - a.year)[0];
  if (!last) return undefined;
  const order = membersOn({ members: [...members] }, `${year}-01-01`).map((member) => member.code);
  const start = order.indexOf(last.member);
  const code = order[(start + (year - last.year)) % order.length];
  if (start < 0 || code === undefined) return undefined;
  return { year, member: code, status: 'by-rotation', source: last.source };
}
