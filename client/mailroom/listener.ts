/**
 * The mailroom's door: an SMTP listener that answers 250 only when the letter is stored and the engine has it.
 * Whatever fails before that is answered with 451, and the sender's server tries again.
 */
import type { AddressInfo } from 'node:net';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import type { ArrivedEntry } from '../../domain/arrival.js';
import { arrivedLedger, lettersOf } from '../../domain/arrival.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import type { Instant } from '../../domain/time.js';
import { toInstant } from '../../domain/time.js';
import type { TokenEntry } from '../../domain/token.js';
import { tokenIn } from '../../domain/token.js';
import { digestOf } from './digest.js';
import type { MailroomLimits } from './limits.js';

/** A letter that stands in the store. */
export interface ArrivedLetter {
  /** Digest of the message without trace headers. */
  digest: string;
  /** The raw message, with the envelope's sender as `Return-Path`. */
  document: Address;
  /** By the machine's clock. */
  receivedAt: Instant;
  /** Envelope recipients. */
  recipients: string[];
}

export interface MailroomOptions {
  /** A free one is taken when none is given. */
  port?: number;
  host: string;
  /** Mail is taken for `reply@`, `reply+…@` and `postmaster@` this domain. */
  domain: string;
  store: DocumentStore;
  /** Starts the letter's workflow; one that was started before is no error. */
  startLetter: (letter: ArrivedLetter) => Promise<void>;
  limits: MailroomLimits;
  /** Told why a letter could not be taken; the sender's server is told only that it may try again. */
  onTrouble?: (error: unknown) => void;
  /** Told of each letter that was taken. */
  onArrived?: (letter: ArrivedLetter, bytes: number) => void;
  /** Told of each refusal for good. */
  onRefused?: (code: 550 | 552) => void;
}

/**
 * Opens the door.
 *
 * @returns the port, and how to close: letters under way are finished first
 * @throws CycleError `Unavailable` when the port is taken
 */
export async function startMailroom(
  options: MailroomOptions,
): Promise<{ port: number; isOpen: () => boolean; close: () => Promise<void> }> {
  const { host, port = 0, domain, limits } = options;
  const server = new SMTPServer({
    name: domain,
    banner: 'the mailroom of the network',
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    size: limits.largestMessage,
    maxRecipients: limits.recipients,
    maxClients: limits.connections,
    socketTimeout: limits.silenceMs,
    onRcptTo({ address }, _session, done) {
      if (isOurs(address, domain)) return done(null);
      options.onRefused?.(550);
      done(
        answer(
          550,
          `No one here has the address ${address}. Answers go to the address that the letter came from.`,
        ),
      );
    },
    onData(stream, session, done) {
      read(stream, limits.largestMessage)
        .then((raw) => take(raw, session, options))
        .then(
          () => done(null, 'The letter has arrived'),
          (error: unknown) => {
            if (isAnswer(error)) options.onRefused?.(552);
            else options.onTrouble?.(error);
            done(asAnswer(error));
          },
        );
    },
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      // A connection that breaks off is the sender's to make again.
      server.on('error', () => undefined);
      listening();
    });
  }).catch((error: unknown) => {
    throw new CycleError('Unavailable', `The mailroom cannot listen on ${host}:${port}: ${messageOf(error)}`);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    isOpen: () => server.server.listening,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

/** Stores the letter, notes it for its requests, and starts its workflow. */
async function take(
  raw: Buffer,
  session: SMTPServerSession,
  { store, startLetter, onArrived }: MailroomOptions,
): Promise<void> {
  const { mailFrom, rcptTo } = session.envelope;
  const recipients = rcptTo.map(({ address }) => address);
  const sender = mailFrom ? mailFrom.address : '';
  const digest = digestOf(raw);
  const receivedAt = toInstant(Date.now());
  const document = await store.put(Buffer.concat([Buffer.from(`Return-Path: <${sender}>\r\n`), raw]));
  for (const request of await requestsOf(recipients, store)) {
    const arrived: ArrivedEntry = { receivedAt, document, recipients };
    await store.enter(arrivedLedger(request), digest, arrived);
  }
  const letter = { digest, document, receivedAt, recipients };
  await startLetter(letter);
  onArrived?.(letter, raw.length);
}

/** The requests that a letter to these addresses may answer, and its offices. From now on no chaser for them leaves. */
async function requestsOf(recipients: readonly string[], store: DocumentStore): Promise<Set<string>> {
  const tokens = new Set(recipients.flatMap((address) => tokenIn(address) ?? []));
  const entries = await Promise.all([...tokens].map((token) => store.entry<TokenEntry>('tokens', token)));
  return new Set(
    entries.flatMap((entry) =>
      entry ? [...entry.answers.map(({ request }) => request), lettersOf(entry.network, entry.office)] : [],
    ),
  );
}

function isOurs(address: string, domain: string): boolean {
  const [mailbox = '', at, ...more] = address.toLowerCase().split('@');
  return (
    more.length === 0 && at === domain.toLowerCase() && /^(?:reply(?:\+[^@]*)?|postmaster)$/.test(mailbox)
  );
}

/** Reads the message to its end, and keeps no more than the limit. */
async function read(stream: SMTPServerDataStream, largest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) {
    const megabytes = Math.max(1, Math.floor(largest / 1024 / 1024));
    throw answer(
      552,
      `The letter is larger than the ${megabytes} megabytes that are taken here. Please send large documents separately.`,
    );
  }
  return Buffer.concat(chunks);
}

interface Answer extends Error {
  responseCode: number;
}

const answer = (responseCode: number, sentence: string): Answer =>
  Object.assign(new Error(sentence), { responseCode });
const isAnswer = (error: unknown): error is Answer => error instanceof Error && 'responseCode' in error;

const asAnswer = (error: unknown): Answer =>
  isAnswer(error)
    ? error
    : answer(451, 'The letter could not be taken just now and was not lost. Please deliver it again later.');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
