/** A store that remembers the documents read last: they never change, and every letter asks for the network's. */
import type { Address, DocumentStore } from '../../domain/document.js';

/** How many are remembered. The network's is asked for so often that it stays among them. */
const mostRemembered = 8;

/** For how long: what is erased meanwhile is not read for longer than its key is kept in memory. */
const rememberedMs = 60_000;

/** @returns the same store, whose `getJson` gives values that are shared, and frozen all through */
export function remembering(store: DocumentStore): DocumentStore {
  const remembered = new Map<Address, { value: Promise<unknown>; until: number }>();

  /** What could not be read is read again. */
  const read = async (address: Address): Promise<unknown> => {
    try {
      const value = await store.getJson(address);
      freeze(value);
      return value;
    } catch (error) {
      remembered.delete(address);
      throw error;
    }
  };

  return {
    ...store,
    getJson<T>(address: Address) {
      const now = performance.now();
      const held = remembered.get(address);
      const entry = held && held.until > now ? held : { value: read(address), until: now + rememberedMs };
      // the one asked for last is forgotten last
      remembered.delete(address);
      remembered.set(address, entry);
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered) remembered.delete(oldest!);
      return entry.value as Promise<T>;
    },
  };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}
