/**
 * The rehearsal's own mail server: the only place to which a rehearsal delivers. It answers 250 only when the
 * letter is on disk and the engine knows that its reader has it, so that time cannot run ahead.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface MailServerOptions {
  folder: string;
  /** Addresses that are refused for good. */
  refuses: Set<string>;
  /** Called with the letter's number before the server answers 250; not where only copies of it have arrived. */
  delivered: (number: string) => Promise<void>;
}

export interface RehearsalMailServer {
  url: string;
  /** Letters taken so far, and those whose Message-ID had been seen before. */
  counts(): { taken: number; refused: number; duplicates: string[] };
  close(): Promise<void>;
}

export async function startRehearsalMailServer({
  folder,
  refuses,
  delivered,
}: MailServerOptions): Promise<RehearsalMailServer> {
  await mkdir(folder, { recursive: true });
  let taken = 0;
  let refused = 0;
  const seen = new Set<string>();
  const duplicates: string[] = [];

  const take = async (message: Buffer, recipients: readonly string[]): Promise<void> => {
    const { headers, to, messageId = '' } = await PostalMime.parse(message);
    taken += 1;
    await writeFile(join(folder, `${String(taken).padStart(5, '0')}.eml`), message);
    if (seen.has(messageId)) duplicates.push(messageId);
    seen.add(messageId);
    const number = headers.find(({ key }) => key === 'x-ascn-letter')?.value;
    const isReached = recipients.includes(to?.[0]?.address ?? '');
    if (number && isReached) await delivered(number);
  };

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      if (!refuses.has(address)) return done();
      refused += 1;
      return done(Object.assign(new Error('5.1.1 No such mailbox here'), { responseCode: 550 }));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = envelope.rcptTo.map(({ address }) => address);
        take(Buffer.concat(chunks), recipients).then(
          () => done(),
          (error: unknown) => done(Object.assign(new Error(`4.3.0 ${String(error)}`), { responseCode: 451 })),
        );
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    counts: () => ({ taken, refused, duplicates }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
