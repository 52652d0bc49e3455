/** A refusal in words: what an update's validator throws comes back at once, with nothing in history. */
import type { UpdateDefinition } from '@temporalio/common';
import { ApplicationFailure, setHandler } from '@temporalio/workflow';
import type { Calendar } from '../domain/calendar.js';
import { resolveCalendar } from '../domain/calendar.js';
import { CycleError } from '../domain/errors.js';

/** @throws ApplicationFailure of type `Refused` when there is a sentence */
export function refuse(...sentences: (string | undefined)[]): void {
  const sentence = sentences.find((text) => text !== undefined);
  if (sentence !== undefined) throw ApplicationFailure.nonRetryable(sentence, 'Refused');
}

/** @returns the sentence that says why these dates make no calendar */
export function refuseCalendar(calendar: Calendar): string | undefined {
  try {
    resolveCalendar(calendar);
    return undefined;
  } catch (error) {
    if (error instanceof CycleError) return error.message;
    throw error;
  }
}

/**
 * Handles an update.
 *
 * @param check throws what refuses it; it runs before anything is recorded, and must not wait
 */
export function onUpdate<Result, Argument>(
  definition: UpdateDefinition<Result, [Argument]>,
  handler: (argument: Argument) => Promise<Result> | Result,
  check: (argument: Argument) => void,
): void {
  setHandler(definition, handler, { validator: check });
}
