/** A store that remembers the documents read last: they never change, and every letter asks for the network's. */
import type { Address, DocumentStore } from '../../domain/document.js';

/** How many are remembered. The network's is asked for so often that it stays among them. */
const mostRemembered = 8;

/** @returns the same store, whose `getJson` gives values that are shared, and frozen all through */
export function remembering(store: DocumentStore): DocumentStore {
  const remembered = new Map<Address, Promise<unknown>>();

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
      const value = remembered.get(address) ?? read(address);
      // the one asked for last is forgotten last
      remembered.delete(address);
      remembered.set(address, value);
      const [oldest] = remembered.keys();
      if (remembered.size > mostRemembered) remembered.delete(oldest!);
      return value as Promise<T>;
    },
  };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}
