/** The scenario written plainly on Temporal. */
import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

const { sendLetter } = proxyActivities({ startToCloseTimeout: '1 minute' });

export const answerSignal = defineSignal('answer');

export async function ask(city, waitMs, patienceMs) {
  let answer;
  setHandler(answerSignal, (text) => void (answer ??= text));
  await sendLetter(city, '1');
  if (!(await condition(() => answer !== undefined, waitMs))) {
    await sendLetter(city, '2');
    await condition(() => answer !== undefined, patienceMs);
  }
  await sendLetter(city, 'R1', answer);
}
