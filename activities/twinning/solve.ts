/** The best set of pairs: an assignment that HiGHS solves, the same one for the same pairs every time. */
import type { Highs } from 'highs';
import highsModule from 'highs';
import type { Candidate } from '../../domain/matchmaking.js';

// The package's types describe its CommonJS build; imported, the module itself is the loader.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** Loaded once; every solving has a solver of its own. */
let loading: Promise<Highs> | undefined;

/** One thread and a fixed seed: the same pairs in give the same set out. No gap: the set is the best one. */
const options = {
  output_flag: false,
  threads: 1,
  parallel: 'off',
  random_seed: 2018,
  mip_rel_gap: 0,
  mip_abs_gap: 1e-9,
} as const;

/**
 * Chooses the set of pairs with the most points in which no city has two partners and no partner more cities
 * than places. Among sets of equal points it takes the one whose pairs stand earlier in the list.
 *
 * @param candidates in a fixed order
 * @param places how many cities each partner takes on, by its id
 * @returns the chosen pairs, in the order of the list, and the solver's name
 */
export async function bestSet(
  candidates: readonly Candidate[],
  places: ReadonlyMap<string, number>,
): Promise<{ chosen: Candidate[]; solver: string }> {
  const highs = await (loading ??= loadHighs());
  const solver = `HiGHS ${highs.version.string}, one thread, fixed seed`;
  if (candidates.length === 0) return { chosen: [], solver };
  const solution = highs.solve(modelOf(candidates, places), options);
  if (solution.Status !== 'Optimal')
    throw new Error(`the matchmaking ended with status “${solution.Status}”`);
  return { chosen: candidates.filter((_, n) => (solution.Columns[`x${n}`]?.Primal ?? 0) > 0.5), solver };
}

/** The model in CPLEX LP format: a yes or no for each pair. */
function modelOf(candidates: readonly Candidate[], places: ReadonlyMap<string, number>): string {
  // All bonuses of one set together stay below one point, so that they only decide between equal sets.
  const cities = new Set(candidates.map(({ city }) => city)).size;
  const bonus = (n: number): number => (candidates.length - n) / (candidates.length * (cities + 1));
  const sumOf = (indexes: readonly number[]): string => indexes.map((n) => `x${n}`).join(' + ');
  const limits = (key: 'city' | 'partner', most: (id: string) => number): string[] =>
    [...indexesBy(candidates, key)].map(
      ([id, indexes], i) => ` ${key}${i}: ${sumOf(indexes)} <= ${most(id)}`,
    );
  return [
    'Maximize',
    ` points: ${candidates.map(({ score }, n) => `${(score + bonus(n)).toFixed(9)} x${n}`).join('\n + ')}`,
    'Subject To',
    ...limits('city', () => 1),
    ...limits('partner', (id) => places.get(id) ?? 0),
    'Binary',
    ` ${candidates.map((_, n) => `x${n}`).join('\n ')}`,
    'End',
  ].join('\n');
}

function indexesBy(candidates: readonly Candidate[], key: 'city' | 'partner'): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  candidates.forEach((pair, n) => indexes.set(pair[key], [...(indexes.get(pair[key]) ?? []), n]));
  return indexes;
}
