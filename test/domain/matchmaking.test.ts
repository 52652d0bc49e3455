import { describe, expect, test } from '@jest/globals';
import { candidatesOf, optionsOf, reasonForNone, scoreOf } from '../../domain/matchmaking.js';
import type { CityWish, PartnerOffer } from '../../domain/twinning.js';

const names = {
  city: (id: string) => ({ 'da-nang': 'Da Nang', phuket: 'Phuket' })[id] ?? id,
  partner: (id: string) => ({ yokohama: 'Yokohama', jica: 'JICA' })[id] ?? id,
  focusArea: (id: string) => id.replaceAll('-', ' '),
};

const wish = (more: Partial<CityWish> = {}): CityWish => ({
  city: 'da-nang',
  focusAreas: ['quality-environment', 'built-infrastructure'],
  support: ['technical', 'funding'],
  prefers: ['jica', 'yokohama'],
  ...more,
});
const offer = (more: Partial<PartnerOffer> = {}): PartnerOffer => ({
  partner: 'yokohama',
  focusAreas: ['built-infrastructure', 'quality-environment'],
  support: ['technical', 'knowledge'],
  places: 1,
  prefers: ['da-nang'],
  ...more,
});
const nothing = { focusAreas: [], support: [], prefers: [] };

describe('points for a pair', () => {
  test('add up what is shared, what is offered and sought, and whom each prefers', () => {
    expect(scoreOf(wish(), offer())).toBe(2 * 10 + 6 + 12 + 12);
  });

  test('are none where nothing is in common', () => {
    expect(scoreOf(wish(nothing), offer(nothing))).toBe(0);
  });

  test('count no fourth preference', () => {
    expect(scoreOf(wish({ ...nothing, prefers: ['a', 'b', 'c', 'yokohama'] }), offer(nothing))).toBe(0);
  });
});

describe('the pairs that may be proposed', () => {
  test('give their reason in one sentence', () => {
    expect(candidatesOf([offer()], [wish()], [], names)).toEqual([
      {
        city: 'da-nang',
        partner: 'yokohama',
        score: 50,
        reason:
          'Both work on quality environment and built infrastructure; the partner offers the technical support that ' +
          'the city seeks; the partner is the city’s second choice; the city is the partner’s first choice.',
      },
    ]);
  });

  test('leave out what a side has declined, partners without a place, and pairs with nothing in common', () => {
    const declined = [{ city: 'da-nang', partner: 'yokohama' }];
    expect(candidatesOf([offer()], [wish()], declined, names)).toEqual([]);
    expect(candidatesOf([offer({ places: 0 })], [wish()], [], names)).toEqual([]);
    expect(candidatesOf([offer(nothing)], [wish(nothing)], [], names)).toEqual([]);
  });
});

describe('the options of a city', () => {
  test('are the proposed partner and the two next best', () => {
    const offers = ['a', 'b', 'c', 'd'].map((partner, n) =>
      offer({
        ...nothing,
        partner,
        focusAreas: wish().focusAreas.slice(0, 1),
        support: n > 1 ? ['funding'] : [],
      }),
    );
    const candidates = candidatesOf(offers, [wish({ prefers: [] })], [], names);
    const options = optionsOf(candidates, candidates.slice(0, 1));
    expect(options.map(({ partner, proposed }) => [partner, proposed])).toEqual([
      ['a', true],
      ['c', false],
      ['d', false],
    ]);
  });
});

describe('a city without a partner is told why', () => {
  test('nothing in common', () => {
    expect(reasonForNone('phuket', [], [], names)).toBe(
      'No partner that made an offer has anything in common with what Phuket seeks.',
    );
  });
  test('all places given to others', () => {
    const candidates = candidatesOf([offer()], [wish({ city: 'phuket' })], [], names);
    expect(reasonForNone('phuket', candidates, [], names)).toBe(
      'The places of Yokohama, which would fit Phuket, go to other cities with more in common.',
    );
  });
  test('the one that fits was declined', () => {
    expect(reasonForNone('phuket', [], [{ city: 'phuket', partner: 'jica' }], names)).toMatch(
      /^Beside the declined pairing with JICA, no partner/,
    );
  });
});
