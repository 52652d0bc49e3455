/** Messages to the desk of the chair's secretariat: what waits for a person, and the drafts. */
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Address } from '../domain/document.js';
import type { WhyNotReached } from '../domain/not-reached.js';
import type { Instant } from '../domain/time.js';
import type { Draft } from './held-letter-messages.js';

/** One thing that waits for the secretariat. */
export interface Waiting {
  /** What it is about, and which step: `nomination/my/exception/1`. */
  id: string;
  what: string;
  /** The command with which the secretariat acts. */
  command: string;
  /** Why mail does not reach an office, where that is the matter; the notice says it in words. */
  notReached?: WhyNotReached;
  since: Instant;
}

/** One line of the list of drafts. */
export interface DraftRow {
  id: string;
  name: string;
  title: string;
  state: Draft['state'];
  letters: number;
}

export const waitingSignal = defineSignal<[Waiting]>('waiting');
export const noLongerWaitingSignal = defineSignal<[{ about: string }]>('noLongerWaiting');
export const draftSignal = defineSignal<[DraftRow]>('draft');
/** The nominations changed the network's data: notices go to the offices as they are now. */
export const networkChanged = defineSignal<[{ networkDocument: Address }]>('networkChanged');
/** The cycle ends: drafts that nobody released are withdrawn. */
export const closeDesk = defineSignal('closeDesk');

export interface DeskState {
  waiting: Waiting[];
  drafts: DraftRow[];
}

export const deskQuery = defineQuery<DeskState>('desk');
