/** A refusal in words: what an update's validator throws comes back at once, with nothing in history. */
import { ApplicationFailure } from '@temporalio/workflow';

/** @throws ApplicationFailure of type `Refused` when there is a sentence */
export function refuse(...sentences: (string | undefined)[]): void {
  const sentence = sentences.find((text) => text !== undefined);
  if (sentence !== undefined) throw ApplicationFailure.nonRetryable(sentence, 'Refused');
}
