import { describe, expect, test } from '@jest/globals';
import { loadNetwork } from '../../activities/network/load.js';
import { citiesOn, holderOn, membersOn, officesOf } from '../../domain/network.js';

const network = await loadNetwork('data', '2018-01-01');

const citiesByMember = (date: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const city of citiesOn(network, date)) counts[city.member] = (counts[city.member] ?? 0) + 1;
  return counts;
};

describe('the network of 2018', () => {
  test('has ten members in their English alphabetical order', () => {
    expect(membersOn(network, '2018-01-01').map((member) => member.code)).toEqual([
      ...['BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'VN'],
    ]);
  });

  test('has no cities before the concept note names them, and 26 from that day', () => {
    expect(citiesOn(network, '2018-04-26')).toEqual([]);
    expect(citiesOn(network, '2018-04-27')).toHaveLength(26);
  });

  test('has up to three cities for each member, and the exceptions of the concept note', () => {
    expect(citiesByMember('2018-12-31')).toEqual({
      ...{ BN: 1, KH: 3, ID: 3, LA: 2, MY: 4, MM: 3, PH: 3, SG: 1, TH: 3, VN: 3 },
    });
  });

  test('has every capital among its cities', () => {
    const cities = new Set(citiesOn(network, '2018-12-31').map((city) => city.id));
    for (const member of membersOn(network, '2018-12-31')) expect(cities).toContain(member.capital.cityId);
  });

  test('keeps local names in their own scripts', () => {
    const localName = (id: string) => network.cities.find((city) => city.id === id)?.localName;
    expect([localName('phnom-penh'), localName('yangon'), localName('da-nang')]).toEqual([
      ...['ភ្នំពេញ', 'ရန်ကုန်', 'Đà Nẵng'],
    ]);
  });

  test('has no vision and no project where no source gives one', () => {
    const hanoi = network.cities.find((city) => city.id === 'hanoi');
    expect(hanoi).toMatchObject({ projects: [], focusAreas: [] });
    expect(hanoi?.vision).toBeUndefined();
  });
});

describe('the network of 2027', () => {
  test('has eleven members with Timor-Leste, which joined on 26 October 2025', () => {
    expect(membersOn(network, '2025-10-25')).toHaveLength(10);
    expect(membersOn(network, '2027-01-01').map((member) => member.code)).toEqual([
      ...['BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'TL', 'VN'],
    ]);
  });

  test('has the 32 cities that sources name, six of which joined later', () => {
    expect(citiesOn(network, '2027-01-01')).toHaveLength(32);
    expect(citiesByMember('2027-01-01')).toMatchObject({ TH: 6, ID: 4, KH: 4, PH: 4 });
  });
});

describe('offices', () => {
  test('nobody is written to at an address that could reach somebody', () => {
    expect(network.offices.filter((office) => !office.address.endsWith('.example'))).toEqual([]);
  });

  test('each member has its secretariat, its representative and both offices of a chair', () => {
    for (const { code } of network.members) {
      const lower = code.toLowerCase();
      expect(
        network.offices.filter((office) => office.member === code && !office.city).map((office) => office.id),
      ).toEqual([`ns-${lower}`, `nr-${lower}`, `secretariat-${lower}`, `secretariat-${lower}-head`]);
    }
  });

  test('each city has its officer and an alternate; those of Viet Nam are written to in Vietnamese', () => {
    for (const city of network.cities) {
      const language = city.member === 'VN' ? 'vi' : 'en';
      expect(officesOf(network, 'chief-smart-city-officer', { city: city.id })).toMatchObject([
        { id: `csco-${city.id}`, language, zone: city.zone },
      ]);
      expect(officesOf(network, 'alternate', { city: city.id })).toMatchObject([
        { id: `alternate-${city.id}`, language },
      ]);
    }
  });

  test('each partner has an office', () => {
    expect(officesOf(network, 'outside-partner').map((office) => office.partner)).toEqual(
      network.partners.map((partner) => partner.id),
    );
  });

  test('the shepherd changes hands, and nobody is recorded where the sources disagree', () => {
    const shepherd = officesOf(network, 'shepherd')[0]!;
    expect(holderOn(shepherd, '2018-07-08')?.rank).toBe('Singapore');
    expect(holderOn(shepherd, '2024-07-31')).toBeUndefined();
    expect(holderOn(shepherd, '2027-01-01')?.rank).toBe('Indonesia');
  });
});

test('Brunei Darussalam rests on Friday and Sunday, the others on Saturday and Sunday', () => {
  for (const member of network.members)
    expect(member.restDays).toEqual(member.code === 'BN' ? [5, 7] : [6, 7]);
});

test('partners that a source ties to the workshop or the concept note of 2018 are there from 2018, later ones later', () => {
  const since = Object.fromEntries(network.partners.map((partner) => [partner.id, partner.since]));
  expect(since).toMatchObject({
    'world-bank': 2018,
    huawei: 2018,
    aiib: 2018,
    yusa: 2018,
    eu: 2021,
    koica: 2025,
  });
  expect(since['wego']).toBeUndefined();
});
