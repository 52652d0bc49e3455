/** Messages to the reminders of one morning. */
import { defineSignal } from '@temporalio/workflow';
import type { DueReminder } from '../domain/reminders.js';

/** A request hands its reminder over; the same again changes nothing. */
export const remindSignal = defineSignal<[DueReminder]>('remind');
/** … and takes it back, if it has not been sent. */
export const takeBackSignal = defineSignal<[{ number: string }]>('take-back');
