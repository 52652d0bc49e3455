/** Messages to a letter that is held for a person. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import type { LetterOrder } from '../domain/letter.js';

/** A held letter, or a mailing of several, as it stands. */
export interface Draft {
  id: string;
  name: string;
  title: string;
  state: 'held' | 'release-prepared' | 'released' | 'dropped' | 'withdrawn';
  orders: LetterOrder[];
  preparedBy?: Actor;
  /** Who released or dropped it. */
  endedBy?: Actor;
}

/** Another subject or text for one letter of the draft. */
export const editUpdate = defineUpdate<
  Draft,
  [{ number: string; subject: string; text: string; actor: Actor }]
>('edit');
/** The first person's release prepares it, another person's sends it. */
export const releaseUpdate = defineUpdate<Draft, [{ actor: Actor }]>('release');
/** Drops the whole draft, or the letters with these numbers. */
export const dropUpdate = defineUpdate<Draft, [{ numbers?: string[]; actor: Actor }]>('drop');
/** The reason for it is gone: an answer came. */
export const withdrawSignal = defineSignal('withdraw');
export const draftQuery = defineQuery<Draft>('draft');
