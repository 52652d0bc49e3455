import { describe, expect, test } from '@jest/globals';
import { loadNetwork } from '../../activities/network/load.js';
import { cityByName, cityIdFrom, exceptionsOf } from '../../domain/nomination.js';

const { rules, cities } = await loadNetwork('data', '2018-01-01');

describe('the rule of three cities with the capital', () => {
  test('is followed by three cities with the capital among them, however it is written', () => {
    expect(exceptionsOf('VN', ['Đà Nẵng', 'Ha Noi', 'Ho Chi Minh'], rules, 'Hanoi')).toEqual([]);
    expect(exceptionsOf('SG', ['Singapore'], rules, 'Singapore')).toEqual([]);
    expect(exceptionsOf('TH', ['กรุงเทพมหานคร'], rules, ['Bangkok', 'กรุงเทพมหานคร'])).toEqual([]);
  });

  test('puts a fourth city to the secretariat, with the rule and the recorded exception', () => {
    expect(exceptionsOf('th', ['Bangkok', 'Chonburi', 'Phuket', 'Rayong'], rules, 'Bangkok')).toEqual([
      'The nomination of TH names four cities (Bangkok, Chonburi, Phuket, Rayong); the rule is up to three for each member. ' +
        'Recorded exceptions: Malaysia had four in 2018.',
    ]);
  });

  test('puts four cities of Malaysia to the secretariat too, and says that they are within its exception', () => {
    const four = ['Johor Bahru', 'Kota Kinabalu', 'Kuala Lumpur', 'Kuching'];
    expect(exceptionsOf('MY', four, rules, 'Kuala Lumpur')).toEqual([
      expect.stringMatching(
        /Malaysia had four in 2018\. This list is within the exception recorded for this member\.$/,
      ),
    ]);
    expect(exceptionsOf('MY', [...four, 'Ipoh'], rules, 'Kuala Lumpur')[0]).not.toContain('within');
  });

  test('puts a list without the capital to the secretariat', () => {
    expect(exceptionsOf('PH', ['Cebu City', 'Davao City'], rules, 'Manila')).toEqual([
      'The nomination of PH does not name the capital, Manila; the rule is that the capital is among the cities, ' +
        'and no exception to it is recorded.',
    ]);
  });
});

describe('a city', () => {
  test.each([
    ['DA NANG', 'da-nang'],
    ['Đà Nẵng', 'da-nang'],
    ['Cebu', 'cebu-city'],
    ['Thành phố Hồ Chí Minh', 'ho-chi-minh-city'],
    ['ភ្នំពេញ', 'phnom-penh'],
    ['Naypyitaw', 'nay-pyi-taw'],
  ])('is known as %s', (name, id) => {
    expect(cityByName(name, cities)?.id).toBe(id);
  });

  test('that nobody knows is not taken for another', () => {
    expect(cityByName('Ayutthaya', cities)).toBeUndefined();
    expect(cityByName('City', cities)).toBeUndefined();
  });

  test('that is new gets an id from its name', () => {
    expect(cityIdFrom('San José del Monte')).toBe('san-jose-del-monte');
    expect(cityIdFrom('ភ្នំពេញ')).toBe('');
  });
});
