/**
 * How well a city and an outside partner fit, and the one sentence that says why. The points are those of
 * `weights` in `domain/twinning.ts`; which pairs make the best set is solved in `activities/twinning/`.
 */
import type { CityWish, PairOption, PartnerOffer } from './twinning.js';
import { weights } from './twinning.js';

/** How cities, partners and focus areas are called in a sentence, by id. */
export interface Names {
  city: (id: string) => string;
  partner: (id: string) => string;
  focusArea: (id: string) => string;
}

/** A city and a partner with something in common. */
export interface Candidate {
  city: string;
  partner: string;
  /** Points; always above 0. */
  score: number;
  reason: string;
}

/** How many other partners than the proposed one a city's options show. */
const alternatives = 2;

/**
 * The pairs that may be proposed: those with something in common that neither side has declined, by city and
 * within a city by partner.
 */
export function candidatesOf(
  offers: readonly PartnerOffer[],
  wishes: readonly CityWish[],
  declined: readonly { city: string; partner: string }[],
  names: Names,
): Candidate[] {
  const isDeclined = (city: string, partner: string): boolean =>
    declined.some((pair) => pair.city === city && pair.partner === partner);
  return [...wishes].sort(by(({ city }) => city)).flatMap((wish) =>
    [...offers].sort(by(({ partner }) => partner)).flatMap((offer): Candidate[] => {
      const score = scoreOf(wish, offer);
      if (score === 0 || offer.places < 1 || isDeclined(wish.city, offer.partner)) return [];
      return [{ city: wish.city, partner: offer.partner, score, reason: reasonFor(wish, offer, names) }];
    }),
  );
}

/** Points for a pair; 0 where the two have nothing in common. */
export function scoreOf(wish: CityWish, offer: PartnerOffer): number {
  return (
    weights.sharedFocusArea * shared(wish.focusAreas, offer.focusAreas).length +
    weights.supportSought * shared(wish.support, offer.support).length +
    (weights.cityPrefers[wish.prefers.indexOf(offer.partner)] ?? 0) +
    (weights.partnerPrefers[offer.prefers.indexOf(wish.city)] ?? 0)
  );
}

/** Why a pair fits, in one sentence; it stands beside the names of both. */
function reasonFor(wish: CityWish, offer: PartnerOffer, names: Names): string {
  const areas = shared(wish.focusAreas, offer.focusAreas).map(names.focusArea);
  const support = shared(wish.support, offer.support).map((kind) => supportWords[kind] ?? kind);
  const cityRank = rankWords[wish.prefers.indexOf(offer.partner)];
  const partnerRank = rankWords[offer.prefers.indexOf(wish.city)];
  const sentence = [
    ...(areas.length > 0 ? [`both work on ${list(areas)}`] : []),
    ...(support.length > 0 ? [`the partner offers the ${list(support)} that the city seeks`] : []),
    ...(cityRank !== undefined ? [`the partner is the city’s ${cityRank} choice`] : []),
    ...(partnerRank !== undefined ? [`the city is the partner’s ${partnerRank} choice`] : []),
  ].join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/**
 * The options paper's pairs: for each city the proposed one, then up to two others, best first.
 *
 * @param candidates as `candidatesOf` gives them
 * @param proposed the best set
 */
export function optionsOf(candidates: readonly Candidate[], proposed: readonly Candidate[]): PairOption[] {
  return [...new Set(candidates.map(({ city }) => city))].flatMap((city) => {
    const chosen = proposed.filter((pair) => pair.city === city);
    const others = candidates
      .filter((pair) => pair.city === city && !chosen.includes(pair))
      .sort((a, b) => b.score - a.score)
      .slice(0, alternatives);
    return [
      ...chosen.map((pair): PairOption => ({ ...pair, proposed: true })),
      ...others.map((pair): PairOption => ({ ...pair, proposed: false })),
    ];
  });
}

/** Why no partner is proposed to a city, in one sentence. */
export function reasonForNone(
  city: string,
  candidates: readonly Candidate[],
  declined: readonly { city: string; partner: string }[],
  names: Names,
): string {
  const fitting = candidates
    .filter((pair) => pair.city === city)
    .map(({ partner }) => names.partner(partner));
  const refused = declined.filter((pair) => pair.city === city).map(({ partner }) => names.partner(partner));
  const name = names.city(city);
  if (fitting.length > 0) {
    return `The places of ${list(fitting)}, which would fit ${name}, go to other cities with more in common.`;
  }
  return refused.length > 0
    ? `Beside the declined pairing with ${list(refused)}, no partner that made an offer has anything in common with what ${name} seeks.`
    : `No partner that made an offer has anything in common with what ${name} seeks.`;
}

const supportWords: Record<string, string> = {
  funding: 'funding',
  technical: 'technical support',
  infrastructure: 'infrastructure',
  consultancy: 'consultancy',
  knowledge: 'knowledge',
};

const rankWords = ['first', 'second', 'third'];

const shared = (a: readonly string[], b: readonly string[]): string[] =>
  a.filter((entry) => b.includes(entry));

const by =
  <T>(key: (entry: T) => string) =>
  (a: T, b: T): number =>
    key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;

/** `a`, `a and b`, `a, b and c`. */
const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
