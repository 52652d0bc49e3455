/** What every document store does, wherever it keeps its bytes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Address, DocumentStore } from '../../../domain/document.js';

export interface OpenStore {
  store: DocumentStore;
  /** Changes a document behind the store's back. */
  alter(address: Address, text: string): Promise<void>;
  close(): Promise<unknown>;
}

/** The path of a document below its store. */
export const documentPath = (address: Address): string =>
  `documents/${address.slice(7, 9)}/${address.slice(9)}`;

/** @param open is called once, before the first test */
export function describeStore(what: string, open: () => Promise<OpenStore>): void {
  describe(what, () => {
    let opened: OpenStore;
    let store: DocumentStore;
    let ledgers = 0;
    /** A ledger that no other run of a property has written to. */
    const newLedger = (): string => `ledger-${(ledgers += 1)}`;
    const alter = (address: Address, text: string) => opened.alter(address, text);

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    }, 120_000);
    afterAll(() => opened.close());

    describe('documents', () => {
      test('are addressed by the SHA-256 of their bytes', async () => {
        expect(await store.put('abc')).toBe(
          'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        );
      });

      test('come back byte for byte, whatever they are', async () => {
        await fc.assert(
          fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
            expect(Buffer.from(await store.get(await store.put(bytes)))).toEqual(Buffer.from(bytes));
          }),
          { numRuns: 25 },
        );
      });

      test('with equal values have one address, in whichever order the fields were written', async () => {
        const one = await store.putJson({ city: 'da-nang', member: 'VN', fields: { b: 2, a: 1 } });
        expect(await store.putJson({ member: 'VN', fields: { a: 1, b: 2 }, city: 'da-nang' })).toBe(one);
        expect(await store.getJson(one)).toEqual({ city: 'da-nang', member: 'VN', fields: { a: 1, b: 2 } });
      });

      test('that are not there are reported with their address', async () => {
        const address = `sha256:${'0'.repeat(64)}`;
        await expect(store.get(address)).rejects.toMatchObject({
          type: 'NotFound',
          message: expect.stringContaining(address),
        });
      });

      test('that were altered are refused, and restored when they are stored again', async () => {
        const address = await store.put('the plan of Da Nang');
        await alter(address, 'another plan');
        await expect(store.get(address)).rejects.toMatchObject({
          type: 'NotFound',
          message: expect.stringContaining('altered'),
        });
        await store.put('the plan of Da Nang');
        expect(Buffer.from(await store.get(address)).toString()).toBe('the plan of Da Nang');
      });

      test('with an address that is none are refused in words', async () => {
        await expect(store.get('../etc/passwd')).rejects.toMatchObject({ type: 'BadInput' });
      });

      test('stored by forty writers at once stand there once', async () => {
        const addresses = await Promise.all(Array.from({ length: 40 }, () => store.put('one and the same')));
        expect(new Set(addresses).size).toBe(1);
        expect(Buffer.from(await store.get(addresses[0]!)).toString()).toBe('one and the same');
      });
    });

    describe('ledgers', () => {
      test('are written once: the second entry is refused and changes nothing', async () => {
        const ledger = newLedger();
        expect(await store.enter(ledger, 'ASCN/2018/nomination/vn/1', { to: 'ns-vn' })).toBe(true);
        expect(await store.enter(ledger, 'ASCN/2018/nomination/vn/1', { to: 'ns-la' })).toBe(false);
        expect(await store.entry(ledger, 'ASCN/2018/nomination/vn/1')).toEqual({ to: 'ns-vn' });
      });

      test('take one of forty writers that come at once, and hold that one whole', async () => {
        const ledger = newLedger();
        const outcomes = await Promise.all(
          Array.from({ length: 40 }, (_, writer) =>
            store.enter(ledger, 'one', { writer, text: 'x'.repeat(10_000) }),
          ),
        );
        expect(outcomes.filter(Boolean)).toHaveLength(1);
        expect(await store.entry(ledger, 'one')).toMatchObject({ writer: outcomes.indexOf(true) });
        expect(await store.keys(ledger)).toEqual(['one']);
      });

      test('list their keys as they were given, sorted, whatever characters these hold', async () => {
        const key = fc.oneof(
          fc
            .array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 4 })
            .map((parts) => parts.join('/'))
            // A byte may become three, and S3 takes keys of at most 1,024 bytes.
            .filter((key) => Buffer.byteLength(key) <= 300),
          fc.constantFrom(
            '..',
            '.',
            '/',
            'a/../b',
            'a.json',
            'a.json/b',
            'a',
            'a/b',
            '%',
            '~',
            'a~/b',
            'Đà Nẵng',
            'x'.repeat(700),
          ),
        );
        await fc.assert(
          fc.asyncProperty(fc.uniqueArray(key, { maxLength: 8 }), async (keys) => {
            const ledger = newLedger();
            for (const one of keys) expect(await store.enter(ledger, one, { one })).toBe(true);
            expect(await store.keys(ledger)).toEqual([...keys].sort());
            for (const one of keys) expect(await store.entry(ledger, one)).toEqual({ one });
          }),
          { numRuns: 40 },
        );
      });

      test('list the keys below a prefix, also one that ends within a word', async () => {
        const ledger = newLedger();
        for (const key of ['ASCN/2018/a/1', 'ASCN/2018/b/1', 'ASCN/2019/a/1'])
          await store.enter(ledger, key, {});
        expect(await store.keys(ledger, 'ASCN/2018/')).toEqual(['ASCN/2018/a/1', 'ASCN/2018/b/1']);
        expect(await store.keys(ledger, 'ASCN/201')).toHaveLength(3);
        expect(await store.keys(ledger, 'ASCN/2020/')).toEqual([]);
      });

      test('and keys are one path', async () => {
        const ledger = newLedger();
        await store.enter(`${ledger}/ascn/cycle/2018/progress/hue`, 'digest', {});
        expect(await store.keys(ledger, 'ascn/cycle/2018/')).toEqual(['ascn/cycle/2018/progress/hue/digest']);
      });

      test('have no entry where none was made', async () => {
        expect(await store.entry('none', 'nothing')).toBeUndefined();
        expect(await store.keys('none')).toEqual([]);
      });
    });
  });
}
