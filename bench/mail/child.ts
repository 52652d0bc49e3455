/** A process of a measurement: it says once what it is, then answers one thing after the other. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

type FromChild = { done: unknown } | { failed: string };

/**
 * Starts a process and waits until it is ready.
 *
 * @param program its file, beside this one
 * @param order what it is given, as one word of JSON
 * @throws Error when it ends, or says that it failed
 */
export async function openChild<Ready, Said>(program: string, order: unknown) {
  const child = fork(join(import.meta.dirname, program), [JSON.stringify(order)]);
  let ended = false;
  const exit = new Promise<void>((done) =>
    child.once('exit', () => {
      ended = true;
      done();
    }),
  );
  const next = <T>(): Promise<T> =>
    new Promise((resolve, reject) => {
      const tooSoon = (): void => reject(new Error(`${program} has ended.`));
      child.once('exit', tooSoon);
      child.once('message', (said: FromChild) => {
        child.off('exit', tooSoon);
        if ('failed' in said) reject(new Error(`${program}: ${said.failed}`));
        else resolve(said.done as T);
      });
    });
  const kill = (): void => void (ended || child.kill('SIGKILL'));
  const ready = await next<Ready>().catch((error: unknown) => {
    kill();
    throw error;
  });
  return {
    ready,
    ask<T = undefined>(said: Said): Promise<T> {
      child.send(said as object);
      return next<T>();
    },
    async close(): Promise<void> {
      kill();
      await exit;
    },
  };
}

/** The other side: what a process is given, and how it answers. */
export const orderOf = <Order>(): Order => JSON.parse(process.argv[2] ?? '') as Order;

export function answerParent<Said>(ready: unknown, perform: (said: Said) => Promise<unknown>): void {
  const tell = (said: FromChild): void => void process.send!(said);
  // it does not outlive the process that measures
  process.on('disconnect', () => process.exit(1));
  process.on('message', (said: Said) => {
    perform(said).then(
      (done) => tell({ done }),
      (error: unknown) =>
        tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  tell({ done: ready });
}
