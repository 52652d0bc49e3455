/** Messages to a request. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { Address } from '../domain/document.js';
import type { Invitation, LetterSent } from '../domain/letter.js';
import type { NotReached } from '../domain/not-reached.js';
import type { RequestRecord } from '../domain/request.js';
import type { OwnAnswer, SubmitAnswer, SubmitOutcome } from '../domain/submission.js';
import type { Instant, IsoDate } from '../domain/time.js';

/** An answer to the request, or a part of one. The outcome carries the receipt to send. */
export const submitUpdate = defineUpdate<SubmitOutcome, [SubmitAnswer]>('submit');
/** The office answers later, on a date that it names. */
export const acknowledgeUpdate = defineUpdate<
  SubmitOutcome,
  [{ letter: string; promised: string; to: string; messageId?: string }]
>('acknowledge');
/** The office says whether an answer that waits to be confirmed is its own. */
export const ownUpdate = defineUpdate<SubmitOutcome, [OwnAnswer]>('own');
export const extendUpdate = defineUpdate<RequestRecord, [{ due: IsoDate; actor: Actor }]>('extend');
export const returnUpdate = defineUpdate<RequestRecord, [{ due?: IsoDate; actor: Actor }]>('return');
export const acceptUpdate = defineUpdate<RequestRecord, [{ actor: Actor }]>('accept');
export const reassignUpdate = defineUpdate<RequestRecord, [{ office: string; actor: Actor }]>('reassign');
/** An answer that came by another way (telephone, a meeting), prepared by one person of the secretariat … */
export const recordUpdate = defineUpdate<RequestRecord, [{ text: Address; actor: Actor }]>('record');
/** … and confirmed by another; or an unconfirmed answer, confirmed to be the office's own. */
export const confirmUpdate = defineUpdate<RequestRecord, [{ actor: Actor }]>('confirm');
/** Mail to an office came back. */
export const bouncedSignal = defineSignal<[NotReached & { permanent: boolean }]>('bounced');
/** An office that is asked is away until the end of a day, as its letter of some moment says. */
export const awaySignal = defineSignal<[{ office: string; at: Instant; until: Instant }]>('away');
/** What became of a reminder that was handed over, by its number; without `sent` the secretariat was told. */
export const remindedSignal = defineSignal<[{ number: string; sent?: LetterSent }]>('reminded');
/** The calendar moved. */
export const movedSignal = defineSignal<[{ due?: IsoDate; invitation?: Invitation }]>('moved');
/** The cycle ends: nothing more is taken. */
export const closeSignal = defineSignal('close');
export const recordQuery = defineQuery<RequestRecord>('record');
