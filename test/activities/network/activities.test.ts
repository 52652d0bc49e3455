import { describe, expect, test } from '@jest/globals';
import { createNetworkActivities } from '../../../activities/network/activities.js';
import { readNetwork } from '../../../domain/network-document.js';
import { citiesOn } from '../../../domain/network.js';
import { findOffice } from '../../../domain/office.js';
import type { Submission } from '../../../domain/submission.js';
import { memoryStore } from './memory-store.js';

const store = memoryStore();
const { snapshotNetwork, applyNominations } = createNetworkActivities({ store, dataDir: 'data' });

const submitted = (fields: Record<string, string>, at = '2018-02-20T03:00:00Z') => {
  const submission: Submission = {
    request: 'ascn/cycle/2018/nomination/xx',
    form: 'nomination',
    version: 1,
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        { value, letter: 'a-letter', from: 'ns-xx', at },
      ]),
    ),
    missing: [],
    problems: [],
    parts: [],
  };
  return store.putJson(submission);
};

const viet = {
  'representative.title': 'Director General, Urban Development Agency',
  'representative.email': 'representative@moc.vn.example',
  'city.1.name': 'Hà Nội',
  'city.1.officer.title': 'Director, Department of Planning and Architecture',
  'city.1.officer.email': 'planning@hanoi.vn.example',
  'city.2.name': 'da nang',
};

describe('a snapshot of the network', () => {
  test('of 2018 is chaired by Singapore, then Thailand; the cities are still to be nominated', async () => {
    const snapshot = await snapshotNetwork({ asOf: '2018-01-01' });
    expect(snapshot).toMatchObject({ chair: 'SG', nextChair: 'TH', cities: [] });
    expect(snapshot.members).toHaveLength(10);
    expect(snapshot.rules).toMatchObject({ twoPersons: true, silenceIsAgreement: true, citiesPerMember: 3 });
  });

  test('of 2027 is chaired by Singapore, then Thailand, with 11 members and 32 cities', async () => {
    const snapshot = await snapshotNetwork({ asOf: '2027-01-01' });
    expect(snapshot).toMatchObject({ chair: 'SG', nextChair: 'TH' });
    expect([snapshot.members.length, snapshot.cities.length]).toEqual([11, 32]);
  });

  test('has one address, however often it is taken', async () => {
    const [one, two] = [
      await snapshotNetwork({ asOf: '2018-01-01' }),
      await snapshotNetwork({ asOf: '2018-01-01' }),
    ];
    expect(one.networkDocument).toBe(two.networkDocument);
  });

  test('is refused for a year whose chair is not known, and for a day that is none', async () => {
    await expect(snapshotNetwork({ asOf: '2017-01-01' })).rejects.toThrow(
      /^No chair is known for 2017; expected a year from 2018 on/,
    );
    await expect(snapshotNetwork({ asOf: '2018-02-30' })).rejects.toThrow('“2018-02-30”');
  });
});

describe('nominations', () => {
  const apply = async (
    nominations: { member: string; fields: Record<string, string>; at?: string }[],
    year = 2018,
  ) => {
    const { networkDocument } = await snapshotNetwork({ asOf: `${year}-01-01` });
    const filed = await Promise.all(
      nominations.map(async ({ member, fields, at }) => ({
        member,
        submission: await submitted(fields, at),
      })),
    );
    const applied = await applyNominations({ networkDocument, year, nominations: filed });
    return { ...applied, network: await readNetwork(store, applied.networkDocument) };
  };

  test('name the cities in the order of members, then of each submission', async () => {
    const { cities, unknown } = await apply([
      { member: 'vn', fields: viet },
      { member: 'SG', fields: { 'city.1.name': 'Singapore' } },
    ]);
    expect(cities).toEqual(['singapore', 'hanoi', 'da-nang']);
    expect(unknown).toEqual([]);
  });

  test('give offices their titles and addresses; the new holder counts from the nomination', async () => {
    const { network } = await apply([{ member: 'vn', fields: viet }]);
    expect(findOffice(network, 'nr-vn')).toMatchObject({
      title: 'Director General, Urban Development Agency',
      address: 'representative@moc.vn.example',
    });
    expect(findOffice(network, 'csco-hanoi')).toMatchObject({
      title: 'Director, Department of Planning and Architecture',
      address: 'planning@hanoi.vn.example',
      language: 'vi',
      holders: [
        { from: '2018-01-01', until: '2018-02-20' },
        { from: '2018-02-20', salutation: 'Kính gửi Quý Ông/Bà' },
      ],
    });
  });

  test('leave what they do not mention', async () => {
    const { network } = await apply([{ member: 'vn', fields: viet }]);
    expect(findOffice(network, 'csco-da-nang')).toMatchObject({ address: 'csco@da-nang.vn.example' });
    expect(findOffice(network, 'nr-kh').address).toBe('nr@kh.example');
    expect(citiesOn(network, '2018-04-27')).toHaveLength(26);
  });

  test('add a city that the network did not know, with its officer', async () => {
    const fields = {
      'city.1.name': 'Dili',
      'city.1.officer.title': 'President, Municipal Authority',
      'city.1.officer.email': 'authority@dili.tl.example',
      'city.2.name': 'San Fernando',
    };
    const { cities, unknown, network } = await apply(
      [{ member: 'tl', fields, at: '2027-02-10T00:00:00Z' }],
      2027,
    );
    expect(unknown).toEqual(['Dili', 'San Fernando']);
    // the cities of members that did not answer stay as they are
    expect(cities).toHaveLength(34);
    expect(cities).toEqual(expect.arrayContaining(['dili', 'san-fernando', 'singapore', 'sumedang']));
    expect(network.cities.find((city) => city.id === 'dili')).toMatchObject({
      member: 'TL',
      zone: 'Asia/Dili',
      membership: { from: '2027-02-10', source: 'nomination' },
    });
    expect(findOffice(network, 'csco-dili')).toMatchObject({
      address: 'authority@dili.tl.example',
      holders: [{ from: '2027-02-10' }],
    });
    expect(findOffice(network, 'csco-san-fernando').address).toBe(findOffice(network, 'ns-tl').address);
  });

  test('do not take another member’s city: one of the same name becomes a city of its own', async () => {
    const { cities, network } = await apply([{ member: 'id', fields: { 'city.1.name': 'Manila' } }]);
    expect(cities).toEqual(['manila-id']);
    expect(network.cities.find((city) => city.id === 'manila')?.member).toBe('PH');
  });

  test('do not change the network that they were applied to', async () => {
    const { networkDocument } = await snapshotNetwork({ asOf: '2018-01-01' });
    const before = await readNetwork(store, networkDocument);
    await apply([{ member: 'vn', fields: viet }]);
    expect(await readNetwork(store, networkDocument)).toEqual(before);
  });

  test('are refused from a state that is no member in that year', async () => {
    await expect(apply([{ member: 'tl', fields: { 'city.1.name': 'Dili' } }])).rejects.toThrow(
      'A nomination came for “TL”; expected one of the members of 2018: BN, KH, ID,',
    );
  });
});
