/** The officers of a measurement, and the mail server that their letters go to; see `officers-process.ts`. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { FromOfficers, Letters, ToOfficers } from './officers-process.js';

export type Officers = Awaited<ReturnType<typeof openOfficers>>;

export async function openOfficers() {
  const child = fork(join(import.meta.dirname, 'officers-process.js'));
  const next = <T>(pick: (said: FromOfficers) => T | undefined): Promise<T> =>
    new Promise((found, failed) => {
      const hear = (said: FromOfficers) => {
        const picked = pick(said);
        if (picked === undefined && !('failed' in said)) return;
        child.off('message', hear);
        if (picked !== undefined) found(picked);
        else if ('failed' in said) failed(new Error(`An officer could not answer: ${said.failed}`));
      };
      child.on('message', hear);
      child.once('exit', () => failed(new Error('The officers’ process has ended.')));
    });
  const tell = (said: ToOfficers): void => void child.send(said);
  const port = await next((said) => ('port' in said ? said.port : undefined));
  const letters = (said: FromOfficers): Letters | undefined => ('letters' in said ? said.letters : undefined);
  return {
    /** Where letters go. */
    smtpUrl: `smtp://127.0.0.1:${port}`,
    /** Officers answer from now on. @returns when so many receipts have come, the letters until then */
    answer(door: { bySmtp: number } | { byHttp: string }, receipts: number): Promise<Letters> {
      tell({ answer: door, receipts });
      return next(letters);
    },
    /** @returns when so many letters have come */
    count(number: number): Promise<Letters> {
      tell({ count: number });
      return next(letters);
    },
    async close(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((done) => child.once('exit', done));
      child.send('end');
      await ended;
    },
  };
}
