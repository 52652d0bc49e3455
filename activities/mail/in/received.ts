/** The ledger of letters that came in: what each was, and what became of it. */
import type { ArrivedEntry } from '../../../domain/arrival.js';
import { arrivedLedger } from '../../../domain/arrival.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';

/** Every letter that came in, by the time of its arrival. */
export async function listReceived(store: DocumentStore, network: string): Promise<ReceivedLetter[]> {
  const keys = await store.keys(receivedLedger(network));
  const letters = await Promise.all(
    keys.map((key) => store.entry<ReceivedLetter>(receivedLedger(network), key)),
  );
  return letters
    .filter((letter) => letter !== undefined)
    .sort((a, b) =>
      a.receivedAt === b.receivedAt ? (a.digest < b.digest ? -1 : 1) : a.receivedAt < b.receivedAt ? -1 : 1,
    );
}

/** Every letter that arrived for a request of the network, whatever became of it, by the time of its arrival. */
export async function listArrived(
  store: DocumentStore,
  network: string,
): Promise<(ArrivedEntry & { digest: string })[]> {
  const ledger = arrivedLedger(network);
  const byDigest = new Map(
    (await store.keys(ledger)).map((key) => [key.slice(key.lastIndexOf('/') + 1), key]),
  );
  const letters = await Promise.all(
    [...byDigest].map(async ([digest, key]) => {
      const entry = await store.entry<ArrivedEntry>(ledger, key);
      return entry && { ...entry, digest };
    }),
  );
  return letters
    .filter((letter) => letter !== undefined)
    .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}
