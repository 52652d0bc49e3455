/** The network in the store: what is a person's lies under the person's own key. */
import { beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { diskPlace } from '../../activities/documents/disk-store.js';
import { confirmErasure, prepareErasure } from '../../activities/documents/erase.js';
import { createKeyRing, newRing } from '../../activities/documents/key-ring.js';
import { remembering } from '../../activities/documents/remembering.js';
import { createStore } from '../../activities/documents/store.js';
import { openSubjectKeys } from '../../activities/documents/subject-keys.js';
import { loadNetwork } from '../../activities/network/load.js';
import { nominated } from '../../activities/network/nominated.js';
import { addressesInDocument } from '../../domain/addresses.js';
import { keyIdOf } from '../../domain/encryption.js';
import { putNetwork, readNetwork } from '../../domain/network-document.js';
import type { Network } from '../../domain/network.js';
import { findOffice } from '../../domain/office.js';
import type { Submission } from '../../domain/submission.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-holders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ring = newRing();
const place = diskPlace(folder);
const keys = openSubjectKeys(place, () => Promise.resolve(createKeyRing(() => ring, 'keys.json')));
const store = createStore(place, keys);
/** A process that has read nothing yet. */
const another = () =>
  remembering(
    createStore(
      place,
      openSubjectKeys(place, () => Promise.resolve(createKeyRing(() => ring, 'keys.json'))),
    ),
  );
const erase = async (address: string): Promise<void> => {
  const erasing = { store, subjectKeys: keys, network: 'ascn' };
  const by = (office: string) => ({ office, why: '', at: '2018-03-01T00:00:00Z' }) as never;
  await prepareErasure(erasing, address, { order: 'Order 1', actor: by('secretariat-sg') });
  await confirmErasure(erasing, address, { actor: by('secretariat-sg-head'), twoPersons: true });
};

/** Viet Nam nominates another officer for Da Nang. */
const withNominee = (network: Network, officer: { title: string; email: string }, at: string): Network => {
  const values = {
    'city.1.name': 'Da Nang',
    'city.1.officer.title': officer.title,
    'city.1.officer.email': officer.email,
  };
  const submission = {
    fields: Object.fromEntries(Object.entries(values).map(([field, value]) => [field, { value }])),
  } as unknown as Submission;
  return nominated(
    network,
    network.members.find(({ code }) => code === 'VN')!,
    submission,
    at,
  ).network;
};

let data: Network;
let changed: Network;
beforeAll(async () => {
  data = await loadNetwork('data', '2018-01-01');
  changed = withNominee(
    data,
    { title: 'Director, Smart City', email: 'director@da-nang.vn.example' },
    '2018-02-20',
  );
});

test('is read as it was stored, and has the same address each time', async () => {
  for (const network of [data, changed]) {
    const address = await putNetwork(store, network);
    expect(await readNetwork(another(), address)).toEqual(network);
    expect(await putNetwork(another(), structuredClone(network))).toBe(address);
    expect(await putNetwork(store, await readNetwork(store, address), address)).toBe(address);
  }
});

test('holds no mail address, salutation or nominated title itself: each lies under the key of its person', async () => {
  const address = await putNetwork(store, changed);
  const content = Buffer.from(await store.get(address));
  expect(content.toString()).not.toContain('@');
  for (const { salutation = '' } of changed.offices.flatMap(({ holders }) => holders))
    expect(content.toString()).not.toContain(JSON.stringify(salutation));
  expect(content.toString()).not.toContain('Director, Smart City');
  // what is archived, exported and verified is found by the addresses in it
  const named = addressesInDocument(content);
  expect(named.size).toBeGreaterThan(data.offices.length);
  const subjects = await Promise.all(
    [...named].map(async (person) => keyIdOf(await store.stored(person))?.replace(/\/\d+$/, '')),
  );
  for (const mailbox of ['csco@da-nang.vn.example', 'director@da-nang.vn.example'])
    expect(subjects).toContain(await keys.person(mailbox));
});

test('that was stored with everything in it is still read', async () => {
  const address = await store.putJson(changed);
  expect(await readNetwork(another(), address)).toEqual(changed);
  expect(await putNetwork(store, await readNetwork(store, address), address)).toBe(
    await putNetwork(store, changed),
  );
});

test('is remembered, since every letter asks for it', async () => {
  const address = await putNetwork(store, data);
  const shared = another();
  expect(await readNetwork(shared, address)).toBe(await readNetwork(shared, address));
});

test('a holder who was erased is gone from it; the others, and the office, stay, and a new holder is entered', async () => {
  const address = await putNetwork(store, changed);
  await erase('director@da-nang.vn.example');
  const reader = another();
  const read = await readNetwork(reader, address);
  const office = findOffice(read, 'csco-da-nang');
  expect(office).toMatchObject({ title: 'Chief Smart City Officer of Da Nang', address: '' });
  expect(office.holders).toEqual([findOffice(changed, 'csco-da-nang').holders[0], { from: '2018-02-20' }]);
  const others = ({ offices }: Network) => offices.filter(({ id }) => id !== 'csco-da-nang');
  expect(others(read)).toEqual(others(changed));

  // stored anew, it stays erased, and no key is made for it
  expect(await putNetwork(reader, { ...read, asOf: '2018-03-02' }, address)).not.toBe(address);
  expect(await keys.standing(await keys.person('director@da-nang.vn.example'))).toEqual([]);

  await erase('csco@da-nang.vn.example');
  const successor = { title: 'Head of Digital Services', email: 'head@da-nang.vn.example' };
  const later = another();
  const renewed = await putNetwork(
    later,
    withNominee(await readNetwork(later, address), successor, '2018-03-02'),
    address,
  );
  expect(findOffice(await readNetwork(later, renewed), 'csco-da-nang')).toMatchObject({
    title: 'Head of Digital Services',
    address: 'head@da-nang.vn.example',
    holders: [
      { from: '2018-01-01', until: '2018-02-20' },
      { from: '2018-02-20', until: '2018-03-02' },
      { from: '2018-03-02', salutation: 'Kính gửi Quý Ông/Bà' },
    ],
  });
});
