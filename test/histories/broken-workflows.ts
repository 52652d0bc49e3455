/** A held letter with a step in the wrong place: it sends before anybody has released it. The gate must notice. */
import { condition, setHandler } from '@temporalio/workflow';
import type { HeldLetterInput, HeldLetterResult } from '../../workflows/held-letter.js';
import { releaseUpdate, withdrawSignal } from '../../workflows/held-letter-messages.js';
import { sendLetter } from '../../workflows/work.js';

export async function heldLetter({ orders }: HeldLetterInput): Promise<Pick<HeldLetterResult, 'outcome'>> {
  let released = false;
  setHandler(releaseUpdate, () => {
    released = true;
    throw new Error('never asked for');
  });
  setHandler(withdrawSignal, () => undefined);
  await Promise.all(orders.map((order) => sendLetter(order)));
  await condition(() => released);
  return { outcome: 'released' };
}
