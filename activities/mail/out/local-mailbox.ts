/** The embedded default: a mail server on the loopback interface that keeps every letter as a file. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { CycleError } from '../../../domain/errors.js';
import type { Instant } from '../../../domain/time.js';
import { toInstant } from '../../../domain/time.js';

export interface MailboxLetter {
  to: string[];
  /** The envelope's sender; empty for automatic answers. */
  from: string;
  subject: string;
  /** When it came in, by the machine's clock. */
  at: Instant;
  /** The file's name within the mailbox's folder. */
  file: string;
}

/** Bytes; larger letters are refused with 552. */
const largestLetter = 30 * 1024 * 1024;

/**
 * Starts the local mailbox. A letter is on disk before it is answered with 250.
 *
 * @param folder where the letters are kept, as `.eml` with a `.json` beside each; made when it is not there
 * @param port a free one is taken when none is given
 */
export async function startLocalMailbox(
  folder: string,
  { port = 0 }: { port?: number } = {},
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const nameOf = await namesInOrder(folder);
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    size: largestLetter,
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(
            Object.assign(new Error('The letter is larger than this mailbox takes.'), { responseCode: 552 }),
          );
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        keep(folder, nameOf, Buffer.concat(chunks), to, mailFrom ? mailFrom.address : '').then(
          () => done(null, 'The letter is in the local mailbox'),
          (error: unknown) =>
            done(Object.assign(new Error(`Not kept: ${String(error)}`), { responseCode: 451 })),
        );
      });
    },
  });
  await new Promise<void>((listening, failed) => {
    server.on('error', failed);
    server.listen(port, '127.0.0.1', listening);
  }).catch((error: unknown) => {
    throw new CycleError('Unavailable', `The local mailbox cannot listen on port ${port}: ${String(error)}`);
  });
  const taken = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${taken}`,
    port: taken,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

/**
 * Letters are numbered by the order of their names, so that a clock that is set back must not put a letter before
 * those that are there.
 *
 * @returns gives the name of a letter that comes in now, without its ending
 */
async function namesInOrder(folder: string): Promise<(now: Date) => string> {
  const [newest = ''] = (await readdir(folder)).sort().reverse();
  const [, y, mo, d, h, mi, s, ms] = /^(....)(..)(..)T(..)(..)(..)(...)Z-/.exec(newest) ?? [];
  let last = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}.${ms}Z`) || 0;
  return (now) => {
    last = Math.max(last + 1, now.getTime());
    return `${new Date(last).toISOString().replace(/[-:.]/g, '')}-${randomUUID().slice(0, 8)}`;
  };
}

async function keep(
  folder: string,
  nameOf: (now: Date) => string,
  message: Buffer,
  to: string[],
  from: string,
): Promise<void> {
  const now = new Date();
  const name = nameOf(now);
  const { subject = '' } = await PostalMime.parse(message);
  const letter: MailboxLetter = { to, from, subject, at: toInstant(now.getTime()), file: `${name}.eml` };
  const file = join(folder, letter.file);
  await writeFlushed(file, message);
  try {
    await writeFlushed(join(folder, `${name}.json`), JSON.stringify(letter));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

async function writeFlushed(file: string, content: Buffer | string): Promise<void> {
  const unfinished = `${file}.unfinished`;
  try {
    const handle = await open(unfinished, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Lists the letters of a local mailbox, oldest first; none where there is no mailbox yet. */
export async function listMailbox(folder: string): Promise<MailboxLetter[]> {
  const names = await readdir(folder).catch(() => []);
  const letters = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    letters.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as MailboxLetter),
  );
}
