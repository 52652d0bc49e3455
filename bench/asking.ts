/** Requests of a network at work, started one by one and told to boards of at most 200, as in a real year. */
import type { Client } from '@temporalio/client';
import { batchId, requestId } from '../domain/ids.js';
import type { RequestRow } from '../domain/request.js';
import { after, toInstant } from '../domain/time.js';
import { boardQuery } from '../workflows/batch-messages.js';
import type { BatchInput } from '../workflows/batch.js';
import type { RequestInput } from '../workflows/request.js';
import { extraCity, year } from './cities.js';
import type { openNetwork } from './network-at-work.js';
import { planOfCity } from './network-at-work.js';

const kind = 'action-plan';
const largestBoard = 200;

export interface AskingOptions {
  client: Client;
  work: Awaited<ReturnType<typeof openNetwork>>;
  network: string;
  /** The numbers of the cities that are asked. */
  cities: readonly number[];
  /** How long a city's answer is waited for before the reminder, in milliseconds. */
  patience: (city: number) => number;
}

/** Opens the boards. */
export async function openAsking({ client, work, network, cities, patience }: AskingOptions) {
  const boardOf = (i: number): string => batchId(network, year, kind, 1 + Math.floor(i / largestBoard));
  const boards = [...new Set(cities.map((_, i) => boardOf(i)))];
  const noRequests: Omit<BatchInput, 'subjects'> = {
    cycle: work.cycle,
    grounds: work.grounds,
    kind,
    parent: 'none',
    due: '2018-05-25',
  };
  for (const workflowId of boards)
    await client.workflow.start('batch', {
      taskQueue: network,
      workflowId,
      args: [{ ...noRequests, subjects: [] }],
    });

  async function ask(number: number, i: number): Promise<void> {
    const city = extraCity(number);
    const input: RequestInput = {
      cycle: work.cycle,
      grounds: { networkDocument: work.grounds.networkDocument, chair: work.calendar.chair },
      ask: work.ask,
      plan: planOfCity(city, after(toInstant(Date.now()), patience(number))),
      board: boardOf(i),
    };
    await client.workflow.start('request', {
      taskQueue: network,
      workflowId: requestId(network, year, kind, city),
      args: [input],
    });
  }

  return {
    async askAll(): Promise<void> {
      let next = 0;
      const lane = async () => {
        for (let i = next++; i < cities.length; i = next++) await ask(cities[i]!, i);
      };
      await Promise.all(Array.from({ length: 50 }, lane));
    },
    /**
     * The boards say that every request is accepted. A receipt may leave a moment before its board has heard.
     *
     * @throws Error when they do not within a minute
     */
    async allAccepted(): Promise<void> {
      const deadline = Date.now() + 60_000;
      for (;;) {
        const rows = await Promise.all(
          boards.map((board) => client.workflow.getHandle(board).query<RequestRow[], []>(boardQuery)),
        );
        const accepted = rows.flat().filter(({ state }) => state === 'accepted').length;
        if (accepted === cities.length) return;
        if (Date.now() > deadline)
          throw new Error(`${accepted} of ${cities.length} requests are accepted; expected all.`);
        await new Promise((later) => setTimeout(later, 100));
      }
    },
  };
}
