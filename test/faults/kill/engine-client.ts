/** The test's own way to the engine, which it finds again after each death. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Operations } from '../../../client/operations.js';
import { createOperations } from '../../../client/operations.js';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import { runningEngine } from '../../../workers/engine/lock.js';
import { engineFile, network } from './run.js';

export type Reach = ReturnType<typeof reachEngine>;

interface Door {
  address: string;
  connection: Connection;
  client: Client;
  operations: Operations;
}

/** How long one call waits for an answer: whoever has it may have been killed. */
const patienceMs = 10_000;

export function reachEngine(home: string, store: DocumentStore) {
  let door: Door | undefined;
  /**
   * Kept until the end: a call that is tried again by itself after its connection was closed would end this process.
   */
  const connections: Connection[] = [];
  const underWay = new Set<Promise<unknown>>();
  let closed = false;

  const open = async (): Promise<Door> => {
    const address = runningEngine(engineFile(home))?.address;
    if (address === undefined) throw new CycleError('Unavailable', 'The engine is down.');
    if (door?.address === address) return door;
    const connection = await Connection.connect({ address, connectTimeout: 2000 });
    connections.push(connection);
    const client = new Client({ connection });
    door = {
      address,
      connection,
      client,
      operations: createOperations({ client, store, network, taskQueue: network }),
    };
    return door;
  };

  return {
    /** Does one thing, once: what goes wrong is thrown. */
    async once<T>(act: (operations: Operations, client: Client) => Promise<T>): Promise<T> {
      const { operations, client, connection } = await open();
      const work = connection.withDeadline(Date.now() + patienceMs, () => act(operations, client));
      underWay.add(work);
      return work.finally(() => underWay.delete(work));
    },
    /** Does one thing, again and again until it was done or refused in words. For what may be done twice. */
    async insist<T>(act: (operations: Operations, client: Client) => Promise<T>): Promise<T> {
      for (;;) {
        try {
          return await this.once(act);
        } catch (error) {
          if (closed || (error instanceof CycleError && error.type !== 'Unavailable')) throw error;
          await pause(200);
        }
      }
    },
    /** Whatever is still insisted on fails. */
    async close(): Promise<void> {
      closed = true;
      await Promise.allSettled(underWay);
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}
