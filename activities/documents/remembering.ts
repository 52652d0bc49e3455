/** A store that remembers the documents read last. */
import type { Address, DocumentStore } from '../../domain/document.js';
import { remembered } from '../../domain/remembered.js';

/** @returns the same store, whose `getJson` gives values that are shared, and frozen all through */
export function remembering(store: DocumentStore): DocumentStore {
  const read = remembered((address) => store.getJson(address));
  return { ...store, getJson: <T>(address: Address) => read(address) as Promise<T> };
}
