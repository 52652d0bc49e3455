/**
 * Death at an exact point: the test names it, and the process kills itself there, with the same signal that the test
 * would send from outside and come too late with.
 */
import type { DocumentStore } from '../../../domain/document.js';

/** Around what, on which side of it, and at which occurrence from now on (1 is the next). */
export interface Point {
  around: 'ledger entry' | 'document' | 'activity';
  side: 'before' | 'after';
  nth: number;
}

let armed: Point | undefined;

/** Listens for the point that the test names. */
export const listenForPoints = (): void =>
  void process.on('message', (point: Point) => (armed = { ...point }));

function pass(around: Point['around'], side: Point['side']): void {
  if (armed?.around !== around || armed.side !== side) return;
  armed.nth -= 1;
  if (armed.nth <= 0) process.kill(process.pid, 'SIGKILL');
}

async function through<T>(around: Point['around'], work: () => Promise<T>): Promise<T> {
  pass(around, 'before');
  const result = await work();
  pass(around, 'after');
  return result;
}

/** The same store; each write is a point. */
export const mortalStore = (store: DocumentStore): DocumentStore => ({
  ...store,
  put: (bytes, of) => through('document', () => store.put(bytes, of)),
  enter: (ledger, key, value, of) => through('ledger entry', () => store.enter(ledger, key, value, of)),
});

/** The same activities; each begin and each end is a point, and after the end nobody was told of it yet. */
export const mortalActivities = <Activities extends object>(activities: Activities): Activities =>
  Object.fromEntries(
    Object.entries(activities).map(([name, activity]: [string, (input: unknown) => Promise<unknown>]) => [
      name,
      (input: unknown) => through('activity', () => activity(input)),
    ]),
  ) as Activities;
