/** How a request sends its letters: by itself, or a reminder that meets others of its office together with these. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { condition, ParentClosePolicy, setHandler, startChild } from '@temporalio/workflow';
import { remindersId } from '../domain/ids.js';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import type { DueReminder } from '../domain/reminders.js';
import type { Cycle } from './cycle.js';
import { remindSignal, takeBackSignal } from './reminders-messages.js';
import type { reminders } from './reminders.js';
import { remindedSignal } from './request-messages.js';
import { searchable } from './search-attributes.js';
import { sendOrTell } from './secretariat.js';
import { whatIs } from './story.js';
import { tell } from './tell.js';

/** How long a request waits before it looks whether its morning's workflow is still there: somebody may have ended it. */
const lookAgain = '1 hour';

/** The letters of one request on their way. Made before its first await, since it sets a handler. */
export class Reminding {
  readonly #cycle: Cycle;
  readonly #closed: () => boolean;
  readonly #told = new Map<string, LetterSent | undefined>();

  constructor(cycle: Cycle, closed: () => boolean) {
    this.#cycle = cycle;
    this.#closed = closed;
    setHandler(remindedSignal, ({ number, sent }) => void this.#told.set(number, sent));
  }

  /**
   * @param due when the request's answer is due
   * @returns what became of the letter, or of the one that it is a part of; undefined when it could not be sent, and
   *   the secretariat was told
   */
  async send(order: LetterOrder, due: string): Promise<LetterSent | undefined> {
    const sent = await sendOrTell(this.#cycle, order);
    return sent?.planned ? this.#together(order, due, sent.planned) : sent;
  }

  async #together(
    { morning = '', ...order }: LetterOrder,
    due: string,
    planned: string[],
  ): Promise<LetterSent | undefined> {
    const { network, year } = this.#cycle;
    const { number } = order;
    const [office = ''] = order.to;
    const id = remindersId(network, year, office, morning);
    const reminder: DueReminder = { order, due };
    const handOver = async (): Promise<boolean> =>
      (await this.#start(id, reminder, planned)) || tell(id, remindSignal, reminder);
    // it may end between the two; then the next one is started
    if (!(await handOver()) && !(await handOver())) return sendOrTell(this.#cycle, order);
    const isTold = () => this.#told.has(number);
    while (!(await condition(() => isTold() || this.#closed(), lookAgain))) {
      if (!(await tell(id, remindSignal, reminder))) return sendOrTell(this.#cycle, order);
    }
    if (isTold()) return this.#told.get(number);
    await tell(id, takeBackSignal, { number });
    return { number, outcome: 'withheld', messageId: '', refused: [] };
  }

  /** @returns false when the morning's workflow is there already */
  async #start(workflowId: string, first: DueReminder, planned: string[]): Promise<boolean> {
    try {
      await startChild<typeof reminders>('reminders', {
        workflowId,
        // of a morning on which a reminder was withheld there is another, ten minutes later
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        // the others' reminders are in it too
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `Reminders to ${first.order.to.join(', ')}`,
        staticDetails: whatIs.reminders,
        typedSearchAttributes: searchable(this.#cycle),
        args: [{ cycle: this.#cycle, first, planned }],
      });
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }
}
