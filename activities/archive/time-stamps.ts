/** Gets a time-stamp for each seal, from the authority of the installation. */
import { randomBytes } from 'node:crypto';
import type { Certificate } from 'pkijs';
import type { KeptTimeStamp, Seal } from '../../domain/archive.js';
import { sealsLedger, timeStampsLedger } from '../../domain/archive.js';
import { canonical } from '../../domain/canonical.js';
import type { DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';

export interface TimeStampAuthority {
  url: string;
  /** Certificates of which one must vouch for the authority's; without them its own signature is checked alone. */
  trusted?: Certificate[] | undefined;
  /** How long it has for one answer, in milliseconds. */
  patienceMs: number;
}

/** An answer has some kilobytes of certificates. */
const largest = 100_000;

/**
 * Gets what the seals of a cycle lack, the newest first: it covers those before it, since each seal stands on them.
 *
 * @throws CycleError `Unavailable` where no answer came, `BadInput` for one that does not hold; what was got before stays
 */
export async function timeStampSeals(
  store: DocumentStore,
  authority: TimeStampAuthority,
  network: string,
  cycle: number,
): Promise<void> {
  const ledger = timeStampsLedger(network, cycle);
  const stamped = new Set(await store.keys(ledger));
  const lacking = (await store.keys(sealsLedger(network, cycle))).filter((key) => !stamped.has(key));
  for (const key of lacking.toReversed()) {
    const seal = await store.entry<Seal>(sealsLedger(network, cycle), key);
    if (!seal) continue;
    const answer = Buffer.from(await ask(authority, canonical(seal)));
    await store.enter(ledger, key, { answer: answer.toString('base64') } satisfies KeptTimeStamp, 'open');
  }
}

/** The answers that have come, by the number of the seal. */
export async function keptTimeStamps(
  store: DocumentStore,
  network: string,
  cycle: number,
): Promise<Map<number, Buffer>> {
  const kept = new Map<number, Buffer>();
  const ledger = timeStampsLedger(network, cycle);
  for (const key of await store.keys(ledger)) {
    const entry = await store.entry<KeptTimeStamp>(ledger, key);
    if (entry) kept.set(Number(key), Buffer.from(entry.answer, 'base64'));
  }
  return kept;
}

/**
 * @returns the answer, which holds
 * @throws CycleError `Unavailable` where none came, `BadInput` for one that does not hold
 */
async function ask({ url, trusted, patienceMs }: TimeStampAuthority, bytes: string): Promise<Uint8Array> {
  const { readTimeStamp, timeStampRequest } = await import('../../domain/time-stamp.js');
  const nonce = randomBytes(8);
  const answer = await post(url, timeStampRequest(bytes, nonce), patienceMs);
  await readTimeStamp(answer, { bytes, nonce, trusted });
  return answer;
}

async function post(url: string, body: Uint8Array, patienceMs: number): Promise<Uint8Array> {
  const away = (why: string, code?: string) =>
    new CycleError('Unavailable', `The time-stamp authority ${new URL(url).host} ${why}.`, code);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!response.ok) throw away(`answers with the status ${response.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      parts.push(part);
      length += part.length;
      if (length > largest) throw away(`answers with more than ${largest / 1000} kilobytes`);
    }
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof CycleError) throw error;
    const { name, cause } = error as Error & { cause?: { code?: string } };
    throw away(
      name === 'TimeoutError'
        ? `did not answer within ${patienceMs / 1000} seconds`
        : `cannot be reached (${cause?.code ?? name})`,
      cause?.code ?? name,
    );
  }
}
