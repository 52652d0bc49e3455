import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTwinningActivities } from '../../../activities/twinning/activities.js';
import { bestSet } from '../../../activities/twinning/solve.js';
import { loadNetwork } from '../../../activities/network/load.js';
import type { Candidate } from '../../../domain/matchmaking.js';
import type { Submission } from '../../../domain/submission.js';
import type { RequestRow } from '../../../domain/request.js';
import type { Twin, TwinningOptions } from '../../../domain/twinning.js';
import { memoryStore } from '../network/memory-store.js';

const store = memoryStore();
const twinning = createTwinningActivities({ store });
let networkDocument: string;
beforeAll(async () => {
  networkDocument = await store.putJson(await loadNetwork('data', '2018-01-01'));
});

const submission = (form: string, fields: Record<string, string | string[]>): Promise<string> =>
  store.putJson({
    request: `${form}/test`,
    form,
    version: 1,
    fields: Object.fromEntries(
      Object.entries(fields).map(([id, value]) => [
        id,
        { value, letter: 'a', from: 'b', at: '2018-06-20T03:00:00Z' },
      ]),
    ),
    missing: [],
    problems: [],
    parts: [],
  } satisfies Submission);

type Row = Pick<RequestRow, 'subject' | 'state' | 'submission'>;

const offer = async (partner: string, fields: Record<string, string | string[]>): Promise<Row> => ({
  subject: partner,
  state: 'accepted',
  submission: await submission('partner-offer', fields),
});
const wish = async (city: string, fields: Record<string, string | string[]>): Promise<Row> => ({
  subject: city,
  state: 'accepted',
  submission: await submission('city-preference', fields),
});

const water = { 'focus-areas': ['quality-environment'], support: ['technical'] };
const mobility = { 'focus-areas': ['built-infrastructure'], support: ['funding'] };

/** Yokohama takes one city and both want it; Nippon Koei takes two. */
const answers = async () => ({
  offers: [
    await offer('yokohama', { ...water, places: '1', prefers: ['Phuket'] }),
    await offer('nippon-koei', {
      'focus-areas': ['quality-environment', 'built-infrastructure'],
      support: ['funding'],
      places: '2',
    }),
  ],
  wishes: [
    await wish('phuket', { ...water, prefers: ['Yokohama'] }),
    await wish('da-nang', { ...water, prefers: ['YOKOHAMA', 'nippon koei'] }),
    await wish('makassar', mobility),
    await wish('hanoi', { 'focus-areas': ['safety-and-security'], support: ['consultancy'] }),
  ],
});

/** What matchmaking proposes on these answers, and the options paper's data. */
async function match(rows: Awaited<ReturnType<typeof answers>>, agreed: Twin[] = [], declined: Twin[] = []) {
  const { options, proposed, pairs } = await twinning.matchCities({
    offers: await store.putJson(rows.offers),
    wishes: await store.putJson(rows.wishes),
    agreed: await store.putJson(agreed),
    declined: await store.putJson(declined),
    networkDocument,
  });
  const found = await store.getJson<Twin[]>(proposed);
  expect(pairs).toBe(found.length);
  return { options: await store.getJson<TwinningOptions>(options), proposed: found, document: proposed };
}

const twin = (city: string, partner: string): Twin => ({ city, partner, reason: 'They fit.' });

describe('matchmaking', () => {
  test('proposes the best set of pairs by city, with a reason for each', async () => {
    const { options: paper, proposed } = await match(await answers());
    expect(proposed.map(({ city, partner }) => [city, partner])).toEqual([
      ['da-nang', 'nippon-koei'],
      ['makassar', 'nippon-koei'],
      ['phuket', 'yokohama'],
    ]);
    expect(proposed[2]!.reason).toBe(
      'Both work on quality environment; the partner offers the technical support that the city seeks; the partner ' +
        'is the city’s first choice; the city is the partner’s first choice.',
    );
    expect(paper.solver).toMatch(/^HiGHS \d+\.\d+\.\d+, one thread, fixed seed$/);
    expect(
      paper.options
        .filter(({ city }) => city === 'da-nang')
        .map(({ partner, proposed: is }) => [partner, is]),
    ).toEqual([
      ['nippon-koei', true],
      ['yokohama', false],
    ]);
    expect(paper.without).toEqual([
      {
        city: 'hanoi',
        reason: 'No partner that made an offer has anything in common with what Hanoi seeks.',
      },
    ]);
  });

  test('comes to the same end whatever the order of the answers', async () => {
    const input = await answers();
    const first = await match(input);
    const again = await match({
      offers: input.offers.toReversed(),
      wishes: input.wishes.toReversed(),
    });
    expect(again).toEqual(first);
  });

  test('does not propose again what was declined, nor a place that is taken', async () => {
    const { proposed } = await match(
      await answers(),
      [twin('makassar', 'nippon-koei')],
      [twin('phuket', 'yokohama')],
    );
    expect(proposed.map(({ city, partner }) => [city, partner])).toEqual([
      ['da-nang', 'yokohama'],
      ['phuket', 'nippon-koei'],
    ]);
  });

  test('counts only accepted answers', async () => {
    const { offers, wishes } = await answers();
    const { proposed } = await match({
      offers,
      wishes: wishes.map((row) => (row.subject === 'phuket' ? { ...row, state: 'returned' } : row)),
    });
    expect(proposed.map(({ city }) => city)).toEqual(['da-nang', 'makassar']);
  });

  test('without answers there is nothing to propose', async () => {
    expect((await match({ offers: [], wishes: [] })).proposed).toEqual([]);
  });

  test('a pair stands when both sides were asked and both consented, beside those of the round before', async () => {
    const { document: proposed } = await match(await answers());
    const row = (subject: string, consent: string) => ({ subject, choices: { consent } });
    const { agreed, declined } = await twinning.settleConsents({
      proposed,
      boards: await store.putJson([
        row('da-nang-nippon-koei', 'consents'),
        row('da-nang-nippon-koei', 'consents'),
        row('makassar-nippon-koei', 'consents'),
        row('makassar-nippon-koei', 'declines'),
        row('phuket-yokohama', 'consents'),
      ]),
      agreed: await store.putJson([twin('hanoi', 'jica')]),
    });
    expect(agreed).toMatchObject({ pairs: 2, partners: ['nippon-koei', 'jica'] });
    expect((await store.getJson<Twin[]>(agreed.document)).map(({ city }) => city)).toEqual([
      'da-nang',
      'hanoi',
    ]);
    expect(declined.pairs).toBe(2);
    expect(
      (await twinning.readPairs({ document: declined.document, from: 1, count: 5 })).map(({ city }) => city),
    ).toEqual(['phuket']);
  });
});

describe('the best set', () => {
  const problems = fc.record({
    places: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 }),
    cities: fc.integer({ min: 1, max: 12 }),
    scores: fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 96, maxLength: 96 }),
  });
  const pairsOf = ({ places, cities, scores }: { places: number[]; cities: number; scores: number[] }) => ({
    places: new Map(places.map((count, p) => [`p${p}`, count])),
    candidates: Array.from({ length: cities }, (_, c) => c).flatMap((c) =>
      places.flatMap((_, p): Candidate[] => {
        const score = scores[c * 8 + p]! * 5;
        return score === 0
          ? []
          : [{ city: `c${String(c).padStart(2, '0')}`, partner: `p${p}`, score, reason: '' }];
      }),
    ),
  });
  const points = (pairs: readonly Candidate[]): number => pairs.reduce((sum, { score }) => sum + score, 0);

  /** Takes the best pair that is still free, again and again. */
  const greedy = (candidates: readonly Candidate[], places: ReadonlyMap<string, number>): Candidate[] => {
    const left = new Map(places);
    const chosen: Candidate[] = [];
    for (const pair of [...candidates].sort((a, b) => b.score - a.score)) {
      const free = left.get(pair.partner) ?? 0;
      if (free === 0 || chosen.some(({ city }) => city === pair.city)) continue;
      left.set(pair.partner, free - 1);
      chosen.push(pair);
    }
    return chosen;
  };

  test('gives no city twice, no partner more than its places, and is never worse than taking the best first', async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const { candidates, places } = pairsOf(problem);
        const { chosen } = await bestSet(candidates, places);
        expect(new Set(chosen.map(({ city }) => city)).size).toBe(chosen.length);
        for (const [partner, count] of places) {
          expect(chosen.filter((pair) => pair.partner === partner).length).toBeLessThanOrEqual(count);
        }
        expect(points(chosen)).toBeGreaterThanOrEqual(points(greedy(candidates, places)));
        expect((await bestSet(candidates, places)).chosen).toEqual(chosen);
      }),
      { numRuns: 40 },
    );
  });

  test('is better than taking the best first where that blocks another city', async () => {
    const pair = (city: string, partner: string, score: number): Candidate => ({
      city,
      partner,
      score,
      reason: '',
    });
    const candidates = [pair('a', 'x', 20), pair('a', 'y', 18), pair('b', 'x', 16)];
    const places = new Map([
      ['x', 1],
      ['y', 1],
    ]);
    expect(points(greedy(candidates, places))).toBe(20);
    expect((await bestSet(candidates, places)).chosen).toEqual([candidates[1], candidates[2]]);
  });

  test('among equals takes the pair that stands first', async () => {
    const candidates = ['x', 'y', 'z'].map((partner) => ({ city: 'a', partner, score: 10, reason: '' }));
    const { chosen } = await bestSet(candidates, new Map(candidates.map(({ partner }) => [partner, 1])));
    expect(chosen).toEqual([candidates[0]]);
  });

  test('is found for 34 cities and 45 partners', async () => {
    const candidates = Array.from({ length: 34 * 45 }, (_, n) => ({
      city: `c${Math.floor(n / 45)}`,
      partner: `p${n % 45}`,
      score: 5 + ((n * 7919) % 61),
      reason: '',
    }));
    const places = new Map(candidates.map(({ partner }) => [partner, 1]));
    expect((await bestSet(candidates, places)).chosen).toHaveLength(34);
  });
});
