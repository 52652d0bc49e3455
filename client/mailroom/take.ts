/** The one way to take a letter in, whichever door it came through. */
import type { ArrivedEntry } from '../../domain/arrival.js';
import { arrivedLedger, lettersOf } from '../../domain/arrival.js';
import type { Authentication } from '../../domain/authenticity.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import type { Instant } from '../../domain/time.js';
import { toInstant } from '../../domain/time.js';
import type { TokenEntry } from '../../domain/token.js';
import { tokenIn } from '../../domain/token.js';
import { digestOf } from './digest.js';
import { writerOf } from './writer.js';

/** A letter that stands in the store. */
export interface ArrivedLetter {
  /** Digest of the message without trace headers. */
  digest: string;
  /** The raw message, with the envelope's sender as `Return-Path`. */
  document: Address;
  /** By the machine's clock. */
  receivedAt: Instant;
  /** Envelope recipients. */
  recipients: string[];
  /** The document with the sender's `Authentication`, where it was checked. */
  authentication?: Address;
}

/** What a door hands over. */
export interface LetterAtDoor {
  raw: Uint8Array;
  recipients: string[];
  authentication: Authentication | undefined;
}

export interface TakingOptions {
  store: DocumentStore;
  /** Starts the letter's workflow; one that was started before is no error. */
  startLetter: (letter: ArrivedLetter) => Promise<void>;
  /** Told of each letter that was taken. */
  onArrived?: ((letter: ArrivedLetter, bytes: number) => void) | undefined;
}

/**
 * Stores a letter, notes it for its requests, and starts its workflow. Only when this is done does the door say that
 * it has the letter. Done twice with one letter, it is one workflow.
 */
export async function takeLetter(
  { raw, recipients, authentication }: LetterAtDoor,
  { store, startLetter, onArrived }: TakingOptions,
): Promise<void> {
  const digest = await digestOf(raw);
  const receivedAt = toInstant(Date.now());
  const document = await store.put(raw, writerOf(raw));
  const checked = authentication && { authentication: await store.putJson(authentication, { as: document }) };
  for (const request of await requestsOf(recipients, store)) {
    const arrived: ArrivedEntry = { receivedAt, document, recipients, ...checked };
    await store.enter(arrivedLedger(request), digest, arrived);
  }
  const letter: ArrivedLetter = { digest, document, receivedAt, recipients, ...checked };
  await startLetter(letter);
  onArrived?.(letter, raw.length);
}

/** The requests that a letter to these addresses may answer, and its offices. From now on no chaser for them leaves. */
async function requestsOf(recipients: readonly string[], store: DocumentStore): Promise<Set<string>> {
  const tokens = new Set(recipients.flatMap((address) => tokenIn(address) ?? []));
  const entries = await Promise.all([...tokens].map((token) => store.entry<TokenEntry>('tokens', token)));
  return new Set(
    entries.flatMap((entry) =>
      entry ? [...entry.answers.map(({ request }) => request), lettersOf(entry.network, entry.office)] : [],
    ),
  );
}
