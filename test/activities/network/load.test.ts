import { describe, expect, test } from '@jest/globals';
import { loadNetwork } from '../../../activities/network/load.js';
import { withChanged } from './data-with.js';

const loaded = (file: string, from: string, to: string) =>
  withChanged(`network/${file}`, { from, to }, (dataDir) => loadNetwork(dataDir, '2018-01-01'));

describe('a fault in the network’s data is told with file, place, value and what was expected', () => {
  test.each([
    [
      'a day that is none',
      ['cities.yaml', 'from: 2018-04-27', 'from: 2018-04-31'],
      'data/network/cities.yaml: entry 1 (bandar-seri-begawan), membership.from is “2018-04-31”; expected a day of the calendar as YYYY-MM-DD.',
    ],
    [
      'a field that is missing',
      ['members.yaml', '  officialName: Kingdom of Cambodia\n', ''],
      'data/network/members.yaml: entry 2 (KH), officialName is missing; expected text.',
    ],
    [
      'a field that is not known',
      ['members.yaml', 'restDays: [5, 7]', 'restdays: [5, 7]'],
      'data/network/members.yaml: entry 1 (BN), restDays is missing; expected a list. data/network/members.yaml: entry 1 (BN) has “restdays”, which is not a field there.',
    ],
    [
      'a weekday that is none',
      ['members.yaml', 'restDays: [5, 7]', 'restDays: [5, 8]'],
      'data/network/members.yaml: entry 1 (BN), restDays, entry 2 is “8”; expected 7 or less.',
    ],
    [
      'a status out of the list',
      ['chairs.yaml', 'status: agreed-in-principle', 'status: perhaps'],
      'data/network/chairs.yaml: entry 12 (2029), status is “perhaps”; expected one of “held”, “agreed”, “agreed-in-principle”, “by-rotation”.',
    ],
    [
      'an address that is none',
      ['offices.yaml', 'ns@bn.example', 'ns at bn.example'],
      'data/network/offices.yaml: entry 1 (ns-bn), address is “ns at bn.example”; expected a mail address such as office@city.example.',
    ],
    [
      'a membership that ends before it begins',
      ['cities.yaml', '{ from: 2018-04-27, source', '{ from: 2018-04-27, until: 2018-01-01, source'],
      'data/network/cities.yaml: entry 1 (bandar-seri-begawan), membership.until is “2018-01-01”; expected a day after “from”.',
    ],
    [
      'a rule in words',
      ['rules.yaml', 'twoPersons: true', 'twoPersons: mostly'],
      'data/network/rules.yaml: twoPersons is “mostly”; expected true or false.',
    ],
    [
      'two cities of one id',
      ['cities.yaml', 'id: chonburi', 'id: bangkok'],
      'data/network/cities.yaml: two cities have the id “bangkok” (entries 24 and 25); expected each id once.',
    ],
    [
      'two offices of one id',
      ['offices.yaml', 'id: nr-kh', 'id: ns-kh'],
      'data/network/offices.yaml: two offices have the id “ns-kh” (entries 3 and 4); expected each id once.',
    ],
    [
      'two offices of one address',
      ['offices.yaml', 'nr@kh.example', 'NS@kh.example'],
      'data/network/offices.yaml: two offices have the address “ns@kh.example” (entries 3 and 4); expected each address once.',
    ],
    [
      'a member that is not there',
      ['cities.yaml', '  member: BN', '  member: XX'],
      'data/network/cities.yaml: bandar-seri-begawan, member, is “XX”; expected a member of data/network/members.yaml.',
    ],
    [
      'a focus area that is not there',
      ['cities.yaml', 'focusArea: civic-and-social', 'focusArea: civics'],
      'data/network/cities.yaml: bandar-seri-begawan, project 1, focusArea, is “civics”; expected a focus area of data/network/focus-areas.yaml.',
    ],
    [
      'a source that is not there',
      ['partners.yaml', 'source: usascp-fs', 'source: hearsay'],
      'data/network/partners.yaml: us-state, source, is “hearsay”; expected a source of data/network/sources.yaml.',
    ],
    [
      'a partner that is not there',
      ['offices.yaml', 'partner: us-state', 'partner: us-stat'],
      'data/network/offices.yaml: partner-us-state, partner, is “us-stat”; expected a partner of data/network/partners.yaml.',
    ],
    [
      'a body’s secretariat that is not there',
      ['bodies.yaml', 'secretariat: jcm-secretariat', 'secretariat: jcm'],
      'data/network/bodies.yaml: JCM, secretariat, is “jcm”; expected an office of data/network/offices.yaml.',
    ],
    [
      'a capital that is no city, without the reason',
      ['members.yaml', 'cityId: hanoi', 'cityId: hue'],
      'data/network/members.yaml: VN, capital.cityId, is “hue”; expected a city of data/network/cities.yaml, or the reason in “notYetACity”.',
    ],
    [
      'a time zone that is none',
      ['cities.yaml', 'zone: Asia/Makassar', 'zone: Asia/Makasar'],
      'data/network/cities.yaml: makassar, zone, is “Asia/Makasar”; expected a time zone such as Asia/Singapore.',
    ],
    [
      'a city without an officer',
      ['offices.yaml', '  city: da-nang', '  city: hanoi'],
      'data/network/offices.yaml: the city da-nang has no office of the kind “chief-smart-city-officer”; expected one.',
    ],
    [
      'a file that is no YAML',
      ['bodies.yaml', '- id: ASCN', '- id: [ASCN'],
      'data/network/bodies.yaml cannot be read from line',
    ],
  ] as const)('%s', async (_fault, [file, from, to], sentence) => {
    await expect(loaded(file, from, to)).rejects.toMatchObject({
      type: 'BadInput',
      message: expect.stringContaining(sentence) as unknown,
    });
  });

  test('a file that is not there', async () => {
    await expect(loadNetwork('data/nowhere', '2018-01-01')).rejects.toThrow(
      'data/network/members.yaml is not there; expected a file of that name.',
    );
  });
});
