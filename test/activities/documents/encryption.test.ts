/** What lies in a document store is encrypted, each person's under a key of their own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { diskPlace } from '../../../activities/documents/disk-store.js';
import { createKeyRing, newRing, rotatedRing } from '../../../activities/documents/key-ring.js';
import { openBucket } from '../../../activities/documents/s3-store.js';
import type { Place } from '../../../activities/documents/store.js';
import { createStore } from '../../../activities/documents/store.js';
import { openSubjectKeys } from '../../../activities/documents/subject-keys.js';
import { contentKeyOf, decryptWithContentKey, keyIdOf } from '../../../domain/encryption.js';
import type { S3Server } from '../../setup/s3-server.js';
import { startS3Server } from '../../setup/s3-server.js';
import { documentPath } from './contract.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-encryption-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One process of an installation: its own memory of keys, over a place and a ring that others may share. */
function process(place: Place, ring: { text: string }) {
  const keys = openSubjectKeys(place, () => Promise.resolve(createKeyRing(() => ring.text, 'keys.json')));
  return { keys, store: createStore(place, keys) };
}

const officer = { person: 'csco@da-nang.vn.example' };
const plan = 'The plan of Da Nang, by its Chief Smart City Officer';

let places = 0;
const newFolder = (): string => join(folder, String((places += 1)));

describe.each(['on disk', 'in a bucket'])('a store %s', (where) => {
  let server: S3Server | undefined;
  let bucket: ReturnType<typeof openBucket> | undefined;
  const before = { ...globalThis.process.env };
  const newPlace = (): Place => {
    const name = newFolder();
    if (!server) return diskPlace(name);
    Object.assign(globalThis.process.env, server.env);
    bucket = openBucket({ bucket: 'documents', prefix: `place-${places}`, pathStyle: true });
    return bucket.place;
  };
  beforeAll(async () => {
    if (where === 'in a bucket') server = await startS3Server('documents');
  }, 60_000);
  afterAll(async () => {
    await bucket?.close();
    await server?.close();
    globalThis.process.env = before;
  });

  test('gives what was stored, also to another process, and holds nothing of it in plain', async () => {
    const [place, ring] = [newPlace(), { text: newRing() }];
    const { store } = process(place, ring);
    const address = await store.put(plan, officer);
    await store.enter('letters', 'one', { to: officer.person }, officer);
    const other = process(place, ring).store;
    expect(Buffer.from(await other.get(address)).toString()).toBe(plan);
    expect(await other.entry('letters', 'one')).toEqual({ to: officer.person });
    for (const path of await place.list('ledgers'))
      expect(Buffer.from((await place.read(`ledgers/${path}`))!).toString('latin1')).not.toContain('da-nang');
    expect(Buffer.from((await place.read(documentPath(address)))!).toString('latin1')).not.toContain(
      'Da Nang',
    );
    expect((await place.list('keys')).join()).not.toContain('da-nang');
  });

  test('gives the same document of the same person one address, and of another person another', async () => {
    const { store } = process(newPlace(), { text: newRing() });
    const address = await store.put(plan, officer);
    expect(await store.put(plan, { person: ' CSCO@Da-Nang.vn.example ' })).toBe(address);
    expect(await store.put('What was read of it', { as: address })).not.toBe(address);
    expect(await store.put(plan, { person: 'nr@vn.example' })).not.toBe(address);
    expect(await store.put(plan)).not.toBe(address);
  });

  test('has one key a person, though ten processes begin at once', async () => {
    const [place, ring] = [newPlace(), { text: newRing() }];
    const addresses = await Promise.all(
      Array.from({ length: 10 }, () => process(place, ring).store.put(plan, officer)),
    );
    expect(new Set(addresses).size).toBe(1);
    expect(await place.list('keys')).toHaveLength(1);
  });

  test('reads all after its keys were wrapped anew, and encrypts what comes then with new ones', async () => {
    const [place, ring] = [newPlace(), { text: newRing() }];
    const first = process(place, ring);
    const old = await first.store.put(plan, officer);
    await first.store.putJson({ city: 'da-nang' });
    const lost = { ...ring };
    ring.text = rotatedRing(ring.text, 'keys.json');
    expect(await first.keys.rewrap()).toBe(2);
    const wrapped = await first.keys.wrappedBy();
    expect([...wrapped]).toEqual([['k2', 2]]);
    const later = process(place, ring).store;
    const young = await later.put(plan, officer);
    expect([keyIdOf(await later.stored(old)), keyIdOf(await later.stored(young))]).toEqual([
      expect.stringMatching(/^person\/[0-9a-f]{32}\/1$/),
      expect.stringMatching(/^person\/[0-9a-f]{32}\/2$/),
    ]);
    for (const address of [old, young]) expect(Buffer.from(await later.get(address)).toString()).toBe(plan);
    await expect(process(place, lost).store.get(old)).rejects.toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining('The key ring keys.json has no master key k2; it has k1.'),
    });
  });
});

describe('a document', () => {
  const home = newFolder();
  const ring = { text: newRing() };
  const { store, keys } = process(diskPlace(home), ring);

  test('of many megabytes comes back byte for byte', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024 + 17, 'plan');
    expect(Buffer.from(await store.get(await store.put(bytes))).equals(bytes)).toBe(true);
  });

  test('whose bytes were changed does not open, though its address was made anew', async () => {
    const stored = Buffer.from(await store.stored(await store.put(plan)));
    for (const at of [3, 8, 20, 60, 80, stored.length - 20, stored.length - 1]) {
      const changed = Buffer.from(stored);
      changed[at]! ^= 1;
      const address = await createStore(diskPlace(home)).put(changed);
      const read = await store.get(address).then(
        (bytes) => Buffer.from(bytes).toString('latin1'),
        (error: Error) => error.message,
      );
      expect([at, read.includes('Da Nang')]).toEqual([at, false]);
    }
  });

  test('opens with its own key, which opens no other', async () => {
    const [one, other] = await Promise.all(
      ['one', 'other'].map(async (text) => store.stored(await store.put(text, officer))),
    );
    const key = contentKeyOf(one!, await keys.get(keyIdOf(one!)!));
    expect(Buffer.from(await decryptWithContentKey(one!, key)).toString()).toBe('one');
    await expect(decryptWithContentKey(other!, key)).rejects.toMatchObject({ type: 'NotFound' });
  });

  test('that was stored before there were keys is still read, and so is what is open', async () => {
    const before = await createStore(diskPlace(home)).put('from an earlier version');
    expect(Buffer.from(await store.get(before)).toString()).toBe('from an earlier version');
    const open = await store.putJson({ leaf: 1 }, 'open');
    expect(Buffer.from(await createStore(diskPlace(home)).get(open)).toString()).toBe('{"leaf":1}');
  });

  test('is refused in words by the ring of another installation, and without one', async () => {
    const address = await store.put(plan);
    await expect(process(diskPlace(home), { text: newRing() }).store.get(address)).rejects.toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining('the ring is that of another installation'),
    });
    await expect(createStore(diskPlace(home)).get(address)).rejects.toMatchObject({
      type: 'NotFound',
      message: expect.stringContaining('is encrypted, and no keys are at hand'),
    });
  });

  test('whose key was altered is refused in words', async () => {
    const address = await store.put(plan, { person: 'nr@la.example' });
    const file = join(home, 'keys', keyIdOf(await store.stored(address))!);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { wrapped: string };
    writeFileSync(file, JSON.stringify({ ...kept, wrapped: `AAAA${kept.wrapped.slice(4)}` }));
    expect(readdirSync(join(home, 'keys', 'person')).length).toBeGreaterThan(1);
    await expect(process(diskPlace(home), ring).store.get(address)).rejects.toMatchObject({
      type: 'Unavailable',
    });
  });
});
