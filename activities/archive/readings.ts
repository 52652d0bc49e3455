/** The record of reading in the store; see `domain/readings.ts`. */
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/actor.js';
import type { DocumentStore } from '../../domain/document.js';
import type { RecordedReading, WhatWasRead } from '../../domain/readings.js';
import { readingsLedger } from '../../domain/readings.js';
import { toInstant } from '../../domain/time.js';

/**
 * Writes down what is about to be read.
 *
 * @throws CycleError `Unavailable` when the store does not take it; then nothing may be handed over
 */
export async function recordReading(
  store: DocumentStore,
  network: string,
  actor: Actor,
  read: WhatWasRead,
): Promise<void> {
  const at = toInstant(Date.now());
  const reading: RecordedReading = { ...read, actor, at };
  await store.enter(readingsLedger(network), `${at}/${randomUUID()}`, reading);
}

/** All that was read, oldest first. */
export async function listReadings(store: DocumentStore, network: string): Promise<RecordedReading[]> {
  const ledger = readingsLedger(network);
  const found: RecordedReading[] = [];
  for (const key of await store.keys(ledger)) {
    const reading = await store.entry<RecordedReading>(ledger, key);
    if (reading) found.push(reading);
  }
  return found;
}
