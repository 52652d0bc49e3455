/**
 * The archive of a cycle: an append-only log of what happened, was sent and received, and of the code that ran it.
 * Each time something is added to it, a seal says what it holds so far (docs/decisions/021-the-archive.md).
 */
import type { Address } from './document.js';
import type { Instant } from './time.js';

/** One leaf of the log. Its bytes are its canonical JSON (RFC 8785). */
export type LogEntry = Segment | KeptDocument | KeptLedgerEntry | KeptCode | TimeStamped;

/** A part of one run's history: its events from `first` to `last`. */
export interface Segment {
  kind: 'segment';
  /** The workflow's id. */
  workflow: string;
  run: string;
  first: number;
  last: number;
  /** The run has ended with these events. */
  closed: boolean;
  /** The document that holds the events, as Temporal's JSON. */
  events: Address;
  /** SHA-256, in hex, of the events as the server holds them: a protobuf `History`, in one order (`in-order.ts`). */
  sha256: string;
}

/** A document that a history, a ledger entry or another document names. */
export interface KeptDocument {
  /** `absent` for one that a history names, and that the document store did not hold when it was to be archived. */
  kind: 'document' | 'absent';
  address: Address;
}

/** An entry of a ledger: a letter that left, one that came in. */
export interface KeptLedgerEntry {
  kind: 'ledger';
  ledger: string;
  key: string;
  /** The document that holds the entry. */
  entry: Address;
}

/** A version of the workflow code that ran some of the cycle. */
export interface KeptCode {
  kind: 'code';
  /** SHA-256 of the workflow bundle, in hex; its first 16 digits are the worker's build id. */
  build: string;
  /** The document that holds the bundle, with its source map. */
  bundle: Address;
  /** The document that says where each file of the data in force lies, by its path in the data folder. */
  data: Address;
  sdk: string;
  /** The commit from which it was built; absent where it was built from no checkout. */
  commit?: string;
}

/** An authority's answer to an earlier seal, which lies beside that in the file for auditors. */
export interface TimeStamped {
  kind: 'time-stamp';
  /** The number of the seal. */
  seal: number;
  /** SHA-256 of the answer, in hex. */
  sha256: string;
}

/** What one seal says; its bytes are its canonical JSON. */
export interface Sealing {
  network: string;
  cycle: number;
  /** Counted from 1. */
  number: number;
  /** Why it was made: the end of a phase, the close of the cycle, a day. */
  occasion: string;
  /** By the calendar. */
  at: Instant;
  /** How many leaves the log has. */
  size: number;
  /** The Merkle root of these leaves, in hex. */
  root: string;
  /** The document that lists the leaves since the seal before, `LogEntry[]`. */
  added: Address;
  /** SHA-256 of the seal before, in hex; absent in the first. */
  previous?: string;
  /** The public key, raw, in hex. */
  key: string;
}

export interface Seal extends Sealing {
  /** Ed25519 over the canonical JSON of the rest, in base64. */
  signature: string;
}

/** Ledger of the workflow code that ran; the key of each version is its `build`. What it keeps is `KeptCode`. */
export const codeLedger = (network: string): string => `code/${network}`;

/** Ledger of a cycle's seals; the key of each is its number, in six digits. */
export const sealsLedger = (network: string, cycle: number): string => `seals/${network}/${cycle}`;
export const sealKey = (number: number): string => String(number).padStart(6, '0');

/** Ledger of the answers to a cycle's seals; the key of each is that of its seal. What it keeps is `KeptTimeStamp`. */
export const timeStampsLedger = (network: string, cycle: number): string => `time-stamps/${network}/${cycle}`;

/** The answer of an authority to one seal, as it came: a `TimeStampResp`, in base64. */
export interface KeptTimeStamp {
  answer: string;
}

/** The parts of a seal that are signed. */
export function sealingOf({ signature: _, ...sealing }: Seal): Sealing {
  return sealing;
}
