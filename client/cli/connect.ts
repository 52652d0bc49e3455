/** Finds the engine that runs, and opens the operations on it. */
import type { Connection } from '@temporalio/client';
import { Client, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { CycleError } from '../../domain/errors.js';
import { connectToEngine } from '../../workers/connection.js';
import { runningEngine } from '../../workers/engine/lock.js';
import type { Reading } from '../../workers/reading.js';
import type { Settings } from '../../workers/settings.js';
import type { Operations } from '../operations.js';
import { createOperations } from '../operations.js';

/** How long a person waits for one answer. */
const patienceMs = 60_000;

export interface Door {
  operations: Operations;
  close(): Promise<void>;
}

/**
 * Connects to the engine that the environment names, else to the embedded one.
 *
 * @throws CycleError `NotFound` when nothing runs, `Unavailable` when the engine does not answer
 */
export async function connect(
  settings: Settings,
  { store, dataConverter }: Pick<Reading, 'store' | 'dataConverter'>,
): Promise<Door> {
  const address = settings.temporal?.connectionOptions.address ?? runningEngine(settings.engineFile)?.address;
  if (address === undefined)
    throw new CycleError('NotFound', 'Nothing is running here. Start it with: npm start');
  const connection = await connectToEngine({ ...settings.temporal?.connectionOptions, address });
  const client = new Client({ connection, namespace: settings.temporal?.namespace, dataConverter });
  const { network } = settings;
  const operations = createOperations({ client, store, network, taskQueue: network });
  return { operations: withPatience(operations, connection), close: () => connection.close() };
}

/** An update waits for a worker, for ever if need be; a person at a terminal is told after a minute. */
function withPatience(operations: Operations, connection: Connection): Operations {
  type Operation = (...args: unknown[]) => Promise<unknown>;
  const patient =
    (operation: Operation): Operation =>
    (...args) =>
      connection
        .withDeadline(Date.now() + patienceMs, () => operation(...args))
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
          throw new CycleError(
            'Unavailable',
            `The engine runs, but nothing answered within ${patienceMs / 1000} seconds. What was asked may still be done later: ` +
              `look at it again before you repeat it.`,
          );
        });
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, patient(operation as Operation)]),
  ) as Operations;
}
