/** What a receipt says of an answer beside its fields: which letter asked, by when, and what happens next. */
import type { RequestRecord } from './request.js';
import { isUnconfirmed, latest, waitsForNr, waitsForSecretariat } from './request.js';

/** What happens with an answer that has come in; the words of each are in `data/letters/<language>/words.yaml`. */
export const whatMayBeNext = [
  'accepted',
  'incomplete',
  // incomplete, and what was accepted before counts until it is complete
  'incomplete-after-accepted',
  'national-clearance',
  // it departs from a rule, and the secretariat decides
  'decision',
  'confirmation',
  'to-be-read',
  // what the National Representative said of an answer
  'cleared',
  'returned',
  'noted',
] as const;

export type WhatNext = (typeof whatMayBeNext)[number];

/** One answer in a receipt. */
export interface AnswerReceived {
  /** The number of our letter that asked. */
  asked: string;
  /** As `RequestPlan.dueDate`; absent where the letter that asked named no day. */
  dueDate?: string;
  next: WhatNext;
}

/** @param unread the answer is in the office's own words, so that a person reads it */
export function whatIsNext(record: RequestRecord, unread: boolean): WhatNext {
  if (unread) return 'to-be-read';
  if (isUnconfirmed(record)) return 'confirmation';
  if (waitsForNr(record)) return 'national-clearance';
  if (waitsForSecretariat(record)) return 'decision';
  if (record.accepted === latest(record)?.version) return 'accepted';
  return record.accepted === undefined ? 'incomplete' : 'incomplete-after-accepted';
}

/**
 * The offices that have answered the request beside the writer and speak for the same office: the one asked and its
 * alternates. What the secretariat entered for an office is no letter of that office.
 */
export const othersWhoAnswered = ({ plan, versions }: RequestRecord, writer: string): string[] => [
  ...new Set(
    versions
      .filter(({ confirmed, letter }) => confirmed && !letter.startsWith('record/'))
      .map(({ from }) => from)
      .filter(
        (from) => from !== writer && plan.addressees.includes(from) && plan.addressees.includes(writer),
      ),
  ),
];

/** A receipt by its template: the one that asks most of the reader comes first. */
const receiptsByWeight = [
  'receipt-incomplete',
  'receipt-unconfirmed',
  'receipt-to-be-read',
  'receipt-acknowledged',
  'receipt',
] as const;

/** The template of the receipt for an answer. */
export function receiptTemplate(next: WhatNext): (typeof receiptsByWeight)[number] {
  if (next === 'incomplete' || next === 'incomplete-after-accepted') return 'receipt-incomplete';
  if (next === 'confirmation') return 'receipt-unconfirmed';
  return next === 'to-be-read' ? 'receipt-to-be-read' : 'receipt';
}

/** Of several receipts for one letter the one whose words the letter has. */
export const weightiest = <T extends { template: string }>(receipts: readonly T[]): T | undefined =>
  receiptsByWeight.flatMap((name) => receipts.filter(({ template }) => template === name))[0] ?? receipts[0];
