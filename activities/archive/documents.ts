/** The documents that a cycle rests on: named by histories and ledgers, and by other documents. */
import { addressesInDocument } from '../../domain/addresses.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';

/** Documents read at a time. */
const atOnce = 8;

/**
 * Follows addresses from document to document.
 *
 * @param named where to begin
 * @param isKnown those that have been followed before
 * @returns every document that is there, in the order in which they were found; and those of `named` that are not there
 *   or were altered. What a document calls an address may be a text that somebody wrote.
 */
export async function reachable(
  store: DocumentStore,
  named: ReadonlySet<Address>,
  isKnown: (address: Address) => boolean,
): Promise<{ found: Address[]; absent: Address[] }> {
  const found: Address[] = [];
  const absent: Address[] = [];
  const waiting = [...named].filter((address) => !isKnown(address));
  const queued = new Set(waiting);
  while (waiting.length > 0) {
    const contents = await Promise.all(
      waiting.splice(0, atOnce).map(async (address) => [address, await contentOf(store, address)] as const),
    );
    for (const [address, content] of contents) {
      if (content) found.push(address);
      else if (named.has(address)) absent.push(address);
      for (const next of content ? addressesInDocument(content) : []) {
        if (queued.has(next) || isKnown(next)) continue;
        queued.add(next);
        waiting.push(next);
      }
    }
  }
  return { found, absent };
}

async function contentOf(store: DocumentStore, address: Address): Promise<Uint8Array | undefined> {
  try {
    return await store.get(address);
  } catch (error) {
    if (error instanceof CycleError && error.type === 'NotFound') return undefined;
    // its bytes are there, and nobody reads what it names
    if (error instanceof CycleError && error.type === 'Erased') return new Uint8Array();
    throw error;
  }
}
