import { describe, expect, test } from '@jest/globals';
import { remembering } from '../../../activities/documents/remembering.js';
import type { Address } from '../../../domain/document.js';
import { memoryStore } from '../network/memory-store.js';

function counted() {
  const store = memoryStore();
  const read: Address[] = [];
  return {
    read,
    store: remembering({
      ...store,
      getJson: <T>(address: Address) => {
        read.push(address);
        return store.getJson<T>(address);
      },
    }),
  };
}

describe('a store that remembers', () => {
  test('reads a document once, and nobody can change what it gives', async () => {
    const { store, read } = counted();
    const address = await store.putJson({ offices: [{ id: 'nr-vn' }] });
    const first = await store.getJson<{ offices: { id: string }[] }>(address);
    expect(await store.getJson(address)).toBe(first);
    expect(read).toEqual([address]);
    expect(() => {
      first.offices[0]!.id = 'nr-th';
    }).toThrow(TypeError);
  });

  test('forgets what was asked for longest ago', async () => {
    const { store, read } = counted();
    const often = await store.putJson('often');
    const once = await store.putJson('once');
    await store.getJson(once);
    for (let i = 0; i < 20; i += 1) {
      await store.getJson(often);
      await store.getJson(await store.putJson(i));
    }
    await store.getJson(once);
    expect(read.filter((address) => address === often)).toHaveLength(1);
    expect(read.filter((address) => address === once)).toHaveLength(2);
  });
});
