/** The ledger of addresses that do not work; see `domain/suppression.ts`. */
import { createHash } from 'node:crypto';
import type { Actor } from '../../../domain/actor.js';
import { unlessErased } from '../../../domain/erasure.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { NotReached } from '../../../domain/not-reached.js';
import type { LiftedEntry, Suppressed, SuppressedEntry } from '../../../domain/suppression.js';
import { suppressedLedger } from '../../../domain/suppression.js';
import { toInstant } from '../../../domain/time.js';
import { letterLedger } from './ledger.js';

/** Mail systems tell no case apart, though RFC 5321 lets the mailbox's own server do so. */
const hashOf = (address: string): string =>
  createHash('sha256').update(address.trim().toLowerCase()).digest('hex');

/** Every suppression of an address so far, in order, each with whether it was lifted. */
async function suppressionsOf(store: DocumentStore, network: string, address: string) {
  const ledger = suppressedLedger(network);
  const found: (Suppressed & { lifted: boolean })[] = [];
  for (;;) {
    const key = `${hashOf(address)}/${found.length + 1}`;
    const entry = await store.entry<SuppressedEntry>(ledger, `${key}/suppressed`);
    if (!entry) return found;
    const lifted = (await store.entry<LiftedEntry>(ledger, `${key}/lifted`)) !== undefined;
    found.push({ ...entry, key, lifted });
  }
}

/** @returns what is known of an address to which no letter goes; undefined for one that may be written to */
export async function suppressionOf(
  store: DocumentStore,
  network: string,
  address: string,
): Promise<Suppressed | undefined> {
  const last = (await suppressionsOf(store, network, address)).at(-1);
  return last && !last.lifted ? last : undefined;
}

/**
 * Notes that an address does not work. An address that is suppressed stays as it is, and what was noted of a letter
 * once is not noted again after the secretariat has lifted it.
 */
export async function suppress(
  store: DocumentStore,
  network: string,
  address: string,
  found: Omit<SuppressedEntry, 'at'>,
): Promise<void> {
  const before = await suppressionsOf(store, network, address);
  if (before.some(({ letter, lifted }) => !lifted || letter === found.letter)) return;
  const entry: SuppressedEntry = { ...found, at: toInstant(Date.now()) };
  // where another worker was first, its word stands
  await store.enter(suppressedLedger(network), `${hashOf(address)}/${before.length + 1}/suppressed`, entry);
}

/** A permanent bounce of a letter of ours: the address that it was sent to is suppressed, whatever the report names. */
export async function suppressBounced(
  store: DocumentStore,
  letter: { network: string; cycle: number; number: string },
  bounced: NotReached,
): Promise<void> {
  const before = await unlessErased(letterLedger(store, letter).before());
  const { office, why, code } = bounced;
  for (const { address } of before?.recipients.filter((each) => each.office === office) ?? [])
    await suppress(store, letter.network, address, {
      ...{ office, why, letter: letter.number, by: 'bounce' },
      ...(code !== undefined && { code }),
    });
}

/** Every address to which no letter goes, by when it was found not to work. */
export async function listSuppressed(store: DocumentStore, network: string): Promise<Suppressed[]> {
  const ledger = suppressedLedger(network);
  const keys = await store.keys(ledger);
  const all = new Set(keys);
  const standing = keys
    .filter((key) => key.endsWith('/suppressed'))
    .map((key) => key.slice(0, -'/suppressed'.length))
    .filter((key) => !all.has(`${key}/lifted`));
  const entries = await Promise.all(
    standing.map(async (key) => {
      const entry = await store.entry<SuppressedEntry>(ledger, `${key}/suppressed`);
      return entry && { ...entry, key };
    }),
  );
  return entries
    .filter((entry) => entry !== undefined)
    .sort((a, b) => (a.at === b.at ? (a.key < b.key ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/** Lets letters go to an office again, at every address of it that was found not to work. @returns which */
export async function liftSuppression(
  store: DocumentStore,
  network: string,
  office: string,
  actor: Actor,
): Promise<Suppressed[]> {
  const standing = (await listSuppressed(store, network)).filter((each) => each.office === office);
  const entry: LiftedEntry = { actor, at: toInstant(Date.now()) };
  for (const { key } of standing) await store.enter(suppressedLedger(network), `${key}/lifted`, entry);
  return standing;
}
