/** Seals get time-stamps from an authority, and the file of the year proves them without it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { appendToLog } from '../../activities/archive/append.js';
import { exportBundle } from '../../activities/archive/export.js';
import { sealKeyOf } from '../../activities/archive/seal-key.js';
import { keptTimeStamps, timeStampSeals } from '../../activities/archive/time-stamps.js';
import { createDiskStore } from '../../activities/documents/disk-store.js';
import { verify } from '../../client/audit/verify.js';
import { runWithoutInstallation } from '../../client/cli/create-cli.js';
import type { LogEntry, Seal } from '../../domain/archive.js';
import { keyFileBeside, sealPath, timeStampPath } from '../../domain/bundle.js';
import { canonical } from '../../domain/canonical.js';
import type { DocumentStore } from '../../domain/document.js';
import { readTimeStamp, timeStampRequest } from '../../domain/time-stamp.js';
import { auditors } from '../setup/auditors.js';
import type { Authority } from '../setup/time-stamp-authority.js';
import { startAuthority } from '../setup/time-stamp-authority.js';
import { Opened, seeded } from './tampering.js';

// OpenSSL makes keys and answers as processes of their own
jest.setTimeout(60_000);

let authority: Authority;
let stranger: Authority;
beforeAll(async () => {
  [authority, stranger] = await Promise.all([startAuthority(), startAuthority({ rsa: true })]);
}, 30_000);
afterAll(() => Promise.all([authority.close(), stranger.close()]));
afterEach(() => authority.misbehave());

const bytes = 'what a seal says';
const nonce = Buffer.from('00ff00ff00ff00ff', 'hex');
const by = 'O=Trust Services, CN=Time-stamps';

describe('an authority’s answer', () => {
  test('is taken with the authority’s time, from keys of both kinds in use', async () => {
    for (const one of [authority, stranger]) {
      const answer = one.reply(timeStampRequest(bytes, nonce));
      const read = await readTimeStamp(answer, { bytes, nonce, trusted: one.trusted });
      expect(read.by).toBe(by);
      expect(Math.abs(Date.parse(read.at) - Date.now())).toBeLessThan(60_000);
    }
  });

  test('is refused when it is of something else, or answers another request', async () => {
    const other = authority.reply(timeStampRequest('what another seal says', nonce));
    await expect(readTimeStamp(other, { bytes })).rejects.toThrow('is of something else than this seal');
    const late = authority.reply(timeStampRequest(bytes, Buffer.from('01', 'hex')));
    await expect(readTimeStamp(late, { bytes, nonce })).rejects.toThrow('answers another request');
  });

  test('is refused when nobody trusted vouches for it, or did not at its time', async () => {
    const answer = authority.reply(timeStampRequest(bytes, nonce));
    await expect(readTimeStamp(answer, { bytes, trusted: stranger.trusted })).rejects.toThrow(
      'None of the certificates to trust vouches',
    );
    const expired = await startAuthority({ expired: true });
    const old = expired.reply(timeStampRequest(bytes, nonce));
    await expect(readTimeStamp(old, { bytes, trusted: expired.trusted })).rejects.toThrow(
      'None of the certificates to trust vouches',
    );
    await expired.close();
  });

  test('is refused in the authority’s words when that refuses', async () => {
    const choosy = await startAuthority({ digest: 'sha512' });
    const answer = choosy.reply(timeStampRequest(bytes, nonce));
    await expect(readTimeStamp(answer, { bytes })).rejects.toThrow(
      /^The time-stamp authority refused \(status 2: .+\)\.$/,
    );
    await choosy.close();
  });

  test('holds no longer when a byte of what it signs is changed, and is never taken for another', async () => {
    const answer = authority.reply(timeStampRequest(bytes, nonce));
    const { trusted } = authority;
    const read = await readTimeStamp(answer, { bytes, nonce, trusted });
    const pick = seeded(7);
    let refused = 0;
    for (let i = 0; i < 120; i += 1) {
      const changed = Buffer.from(answer);
      const at = pick(changed.length);
      changed[at] = changed[at]! ^ (1 << pick(8));
      const result = await readTimeStamp(changed, { bytes, nonce, trusted }).catch((error: Error) => error);
      if (result instanceof Error) {
        expect(result.name).toBe('BadInput');
        refused += 1;
      } else expect(result).toEqual(read);
    }
    expect(refused).toBeGreaterThan(80);
    for (const end of [0, 1, answer.length >> 1, answer.length - 1])
      await expect(readTimeStamp(answer.subarray(0, end), { bytes })).rejects.toThrow('time-stamp authority');
  });
});

/** The archive of a year in which letters come in, and nothing else. */
function openArchive() {
  const folder = mkdtempSync(join(tmpdir(), 'ascn-time-stamps-'));
  const store = createDiskStore(join(folder, 'store'));
  // as the engine's client says it
  const gone = Object.assign(new Error('gone'), { code: 5, details: '', metadata: {} });
  const client = {
    workflow: { getHandle: () => ({ fetchHistory: () => Promise.reject(gone) }) },
  } as unknown as Client;
  let letters = 0;
  return {
    folder,
    store,
    /** Something happens, and is sealed. */
    async sealed(): Promise<Seal> {
      await store.enter('letters/ascn/2027', String((letters += 1)), { letter: letters });
      return this.sealedAgain();
    },
    sealedAgain: (): Promise<Seal> =>
      appendToLog({
        ...{ client, store, key: sealKeyOf('x'.repeat(32)) },
        ...{ network: 'ascn', cycle: 2027, occasion: 'scheduled', at: '2027-03-01T00:00:00Z' },
      }),
    async exported(): Promise<string> {
      const file = join(folder, 'ascn-2027.zip');
      // nothing is encrypted in this store
      const subjectKeys = {
        get: (id: string) => Promise.reject(new Error(id)),
        erasureOf: () => Promise.resolve(undefined),
      };
      await exportBundle(
        { store, subjectKeys },
        {
          ...{ network: 'ascn', cycle: 2027, into: file, keysInto: keyFileBeside(file), actor: auditors },
        },
      );
      return file;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

let archive: ReturnType<typeof openArchive>;
beforeEach(() => {
  archive = openArchive();
});
afterEach(() => archive.close());

const stamp = (store: DocumentStore, patienceMs = 20_000, url = authority.url) =>
  timeStampSeals(store, { url, trusted: authority.trusted, patienceMs }, 'ascn', 2027);
const stamped = async (store: DocumentStore) => [...(await keptTimeStamps(store, 'ascn', 2027)).keys()];

describe('the seals of a year', () => {
  test('each get a time-stamp, which stands in the log by the next seal', async () => {
    const { store } = archive;
    await archive.sealed();
    await stamp(store);
    const second = await archive.sealed();
    expect(await store.getJson<LogEntry[]>(second.added)).toContainEqual(
      expect.objectContaining({ kind: 'time-stamp', seal: 1 }),
    );
    await stamp(store);
    expect(await stamped(store)).toEqual([1, 2]);
    expect(authority.asked.at(-1)).toBe('POST application/timestamp-query');
  });

  test('are not asked for twice, and a time-stamp alone makes no new seal', async () => {
    const first = await archive.sealed();
    await stamp(archive.store);
    const before = authority.asked.length;
    await stamp(archive.store);
    expect(authority.asked).toHaveLength(before);
    expect(await archive.sealedAgain()).toEqual(first);
  });

  const failures: [string, Parameters<Authority['misbehave']>[0], RegExp][] = [
    ['is slow', () => new Promise(() => undefined), /did not answer within 0.3 seconds/],
    ['answers with an error', () => ({ status: 503, body: Buffer.of() }), /answers with the status 503/],
    ['answers with too much', () => ({ body: Buffer.alloc(200_000) }), /more than 100 kilobytes/],
    ['answers with nonsense', () => ({ body: Buffer.from('<html>Busy</html>') }), /cannot be read/],
    [
      'answers another request',
      () => ({ body: authority.reply(timeStampRequest('another', nonce)) }),
      /something else/,
    ],
    [
      'is not the one that is trusted',
      (query) => ({ body: stranger.reply(query) }),
      /None of the certificates to trust/,
    ],
  ];
  test.each(failures)('stand without one while the authority %s, and get it later', async (_, how, said) => {
    const { store } = archive;
    await archive.sealed();
    authority.misbehave(how);
    await expect(stamp(store, 300)).rejects.toThrow(said);
    await archive.sealed();
    expect(await stamped(store)).toEqual([]);
    authority.misbehave();
    await stamp(store);
    expect(await stamped(store)).toEqual([1, 2]);
  });

  test('stand without one while nobody is there', async () => {
    await archive.sealed();
    await expect(stamp(archive.store, 300, 'http://127.0.0.1:9/')).rejects.toMatchObject({
      type: 'Unavailable',
      message: expect.stringContaining('127.0.0.1:9 cannot be reached') as unknown,
    });
  });
});

describe('the file of a year', () => {
  const findings = async (file: string, authorities?: Authority['trusted']) =>
    (await verify(file, { authorities })).findings
      .map(({ where, what }) => `${where}: ${what}`)
      .filter((line) => line.includes('.tsr'));

  async function ofTwoSeals(): Promise<{ file: string; bundle: Opened }> {
    for (let i = 0; i < 2; i += 1) {
      await archive.sealed();
      await stamp(archive.store);
    }
    const file = await archive.exported();
    return { file, bundle: Opened.read(file) };
  }
  function written(bundle: Opened): string {
    const file = join(archive.folder, 'changed.zip');
    bundle.relist();
    bundle.write(file);
    return file;
  }

  test('proves each time-stamp, and tells the authority’s time', async () => {
    const { file } = await ofTwoSeals();
    expect(await findings(file, authority.trusted)).toEqual([]);
    const { timeStamps } = await verify(file);
    expect(timeStamps).toMatchObject([
      { seal: 1, by },
      { seal: 2, by },
    ]);
    const printed: string[] = [];
    const run = (...words: string[]) =>
      runWithoutInstallation(['audit', 'verify', file, ...words], {
        print: (text) => void printed.push(text),
        complain: (text) => void printed.push(text),
      });
    await run('--tsa-ca', authority.caFile);
    await run();
    const told = printed.filter((text) => text.includes('Time-stamps: 2 of 2 seals; seal 2 was there at'));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain(`says ${by}, for which the given certificates vouch.`);
    expect(told[1]).toContain('nobody has vouched');
  });

  test('is read by OpenSSL too', async () => {
    const { bundle } = await ofTwoSeals();
    const seal = join(archive.folder, 'seal.json');
    writeFileSync(seal, bundle.files.get(sealPath(2))!);
    expect(authority.check(seal, bundle.files.get(timeStampPath(2))!)).toContain('Verification: OK');
    expect(() => authority.check(seal, bundle.files.get(timeStampPath(1))!)).toThrow();
  });

  test('does not hold with the time-stamp of another seal, with none where the log lists one, or with one of an authority that is not trusted', async () => {
    const { file, bundle } = await ofTwoSeals();
    const swapped = bundle.copy();
    swapped.files.set(timeStampPath(2), bundle.files.get(timeStampPath(1))!);
    expect(await findings(written(swapped))).toEqual([
      'seals/000002.tsr: The time-stamp is of something else than this seal.',
    ]);
    const removed = bundle.copy();
    removed.files.delete(timeStampPath(1));
    expect(await findings(written(removed))).toEqual([
      'seals/000001.tsr: It is not the time-stamp that the log lists.',
    ]);
    const forged = bundle.copy();
    const seal = canonical(bundle.json<Seal>(sealPath(2)));
    forged.files.set(timeStampPath(2), stranger.reply(timeStampRequest(seal, nonce)));
    expect(await findings(written(forged), authority.trusted)).toEqual([
      expect.stringContaining('None of the certificates to trust vouches'),
    ]);
    expect(await findings(file, stranger.trusted)).toHaveLength(2);
  });
});
