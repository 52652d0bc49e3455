/** The officers' mail server: the test's own, which is never killed. It notes every copy of every letter. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Copy } from './invariants.js';

/**
 * Starts it.
 *
 * @param arrived told of each copy, with what it says
 * @param seen called when a whole letter has come in and nothing is answered yet, and when 250 has been written
 */
export async function startMailServer(
  arrived: (copy: Copy, letter: Email) => void,
  seen: { taken: () => void; answered: () => void },
) {
  const copies: Copy[] = [];
  const begun = new WeakMap<object, number>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onMailFrom(_address, session, done) {
      begun.set(session, Date.now());
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const message = Buffer.concat(chunks);
        void PostalMime.parse(message).then((letter) => {
          const { headers, messageId = '' } = letter;
          const copy: Copy = {
            messageId,
            number: headers.find(({ key }) => key === 'x-ascn-letter')?.value ?? '',
            recipients: session.envelope.rcptTo.map(({ address }) => address),
            begunAt: begun.get(session) ?? Date.now(),
            at: Date.now(),
            digest: createHash('sha256').update(message).digest('hex'),
          };
          copies.push(copy);
          seen.taken();
          done();
          seen.answered();
          arrived(copy, letter);
        });
      });
    },
  });
  // a killed worker breaks its connections off
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    copies,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
