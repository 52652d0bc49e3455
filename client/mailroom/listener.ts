/**
 * The door for mail servers: an SMTP or LMTP listener that answers 250 only when the letter is stored and the engine
 * has it. Whatever fails before that is answered with 451, and the sender's server tries again.
 */
import type { AddressInfo, BlockList } from 'node:net';
import { isIPv6 } from 'node:net';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import type { Authentication } from '../../domain/authenticity.js';
import { CycleError } from '../../domain/errors.js';
import { isOurs } from './addresses.js';
import type { OpenCertificate } from './certificate.js';
import { Gathering } from './gathering.js';
import type { MailroomLimits } from './limits.js';
import { strayLineEnds } from './line-ends.js';
import { clientOf, createRate } from './rate.js';
import { thisMachine } from './relays.js';
import type { TakingOptions } from './take.js';
import { takeLetter } from './take.js';

/** Codes of refusal; those of 400 and more but below 500 are to be tried again. */
export type Refusal = 421 | 450 | 452 | 550 | 552 | 554;

/** What is known of whoever brought a letter. */
export interface Bringer {
  raw: Buffer;
  /** The client's address. */
  client: string;
  /** True for a mail server of our own. */
  relay: boolean;
  helo: string;
  /** Envelope sender, empty for reports. */
  sender: string;
}

export interface MailroomOptions extends TakingOptions {
  /** A free one is taken when none is given. */
  port?: number;
  host: string;
  /** Mail is taken for `reply@`, `reply+…@` and `postmaster@` this domain. */
  domain: string;
  limits: MailroomLimits;
  /** Speaks LMTP (RFC 2033) instead of SMTP: an answer for each recipient. */
  lmtp?: boolean;
  /** Without it STARTTLS is not offered. */
  certificate?: OpenCertificate | undefined;
  /** Mail servers of our own: no rate is set on them. This machine, unless given. */
  relays?: BlockList;
  /** What vouches for the sender; undefined where nothing is known. It answers in time, and never throws. */
  authenticate?: ((bringer: Bringer) => Promise<Authentication | undefined>) | undefined;
  /** Told why a letter could not be taken; the sender's server is told only that it may try again. */
  onTrouble?: (error: unknown) => void;
  /** Told of each refusal, and of the client that was refused. */
  onRefused?: (code: Refusal, client: string) => void;
}

/** Commands of the library that belong to no mail server, and those that have to be allowed first. */
const noCommands = ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'];

/**
 * Opens the door.
 *
 * @returns the port, and how to close: letters under way are finished first
 * @throws CycleError `Unavailable` when the port is taken
 */
export async function startMailroom(
  options: MailroomOptions,
): Promise<{ port: number; isOpen: () => boolean; close: () => Promise<void> }> {
  const { host, port = 0, domain, limits, lmtp = false, certificate, relays = thisMachine } = options;
  const isRelay = (address: string): boolean => relays.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  const connections = new Map<string, number>();
  const admitted = new WeakMap<SMTPServerSession, { client: string; unknown: number }>();
  const clientRate = createRate(limits.client.messagesAMinute);
  const senderRate = createRate(limits.sender.messagesAMinute);
  const memory = { left: limits.inHand };
  const refuse = (code: Refusal, session: SMTPServerSession, sentence: string): Answer => {
    options.onRefused?.(code, session.remoteAddress);
    return answer(code, sentence);
  };

  const server = new SMTPServer({
    name: domain,
    banner: 'the mailroom of the network',
    lmtp,
    disabledCommands: [...noCommands, ...(certificate ? [] : ['STARTTLS'])],
    ...certificate?.current,
    logger: false,
    authOptional: true,
    disableReverseLookup: true,
    size: limits.largestMessage,
    maxRecipients: limits.recipients,
    maxClients: limits.connections,
    socketTimeout: limits.silenceMs,
    onConnect(session, done) {
      const client = clientOf(session.remoteAddress);
      const open = connections.get(client) ?? 0;
      if (!isRelay(session.remoteAddress) && open >= limits.client.connections) {
        return done(
          refuse(421, session, `${domain} You have ${open} connections open; please close one first.`),
        );
      }
      connections.set(client, open + 1);
      admitted.set(session, { client, unknown: 0 });
      if (!certificate) return done();
      void certificate.renewed().then((renewed) => {
        if (renewed) server.updateSecureContext({ ...renewed });
        done();
      });
    },
    onClose(session) {
      const client = admitted.get(session)?.client;
      if (client === undefined) return;
      const open = connections.get(client) ?? 0;
      if (open > 1) connections.set(client, open - 1);
      else connections.delete(client);
    },
    onMailFrom({ address }, session, done) {
      const { remoteAddress } = session;
      if (isRelay(remoteAddress)) return done();
      if (!clientRate(clientOf(remoteAddress)))
        return done(
          refuse(450, session, 'Too many letters from your server at once. Please deliver it again later.'),
        );
      // reports of every mail server have the empty sender
      if (address !== '' && !senderRate(address.toLowerCase()))
        return done(
          refuse(450, session, 'Too many letters from this sender at once. Please deliver it again later.'),
        );
      done();
    },
    onRcptTo({ address }, session, done) {
      if (isOurs(address, domain)) return done(null);
      const visit = admitted.get(session);
      if (visit && ++visit.unknown > limits.unknownRecipients)
        return done(refuse(421, session, `${domain} Too many unknown recipients`));
      done(
        refuse(
          550,
          session,
          `No one here has the address ${address}. Answers go to the address that the letter came from.`,
        ),
      );
    },
    onData(stream, session, done) {
      readAndTake(stream, session).then(
        () => done(null, 'The letter has arrived'),
        (error: unknown) => {
          if (!isAnswer(error) && !brokeOff(error)) options.onTrouble?.(error);
          done(asAnswer(error));
        },
      );
    },
  });

  async function readAndTake(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const held = { bytes: 0 };
    try {
      const { mailFrom, rcptTo } = session.envelope;
      const sender = mailFrom ? mailFrom.address : '';
      const returnPath = Buffer.from(`Return-Path: <${sender}>\r\n`);
      const stored = await read(stream, session, held, returnPath);
      const { remoteAddress: client, hostNameAppearsAs } = session;
      const authentication = await options.authenticate?.({
        raw: stored.subarray(returnPath.length),
        client,
        relay: isRelay(client),
        helo: hostNameAppearsAs || '',
        sender,
      });
      const recipients = rcptTo.map(({ address }) => address);
      await takeLetter({ raw: stored, recipients, authentication }, options);
    } finally {
      memory.left += held.bytes;
    }
  }

  /** Reads the message to its end, and keeps no more than the limits; `before` goes before it. */
  async function read(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    held: { bytes: number },
    before: Buffer,
  ): Promise<Buffer> {
    const message = new Gathering();
    message.add(before);
    const isStray = strayLineEnds();
    let [stray, full] = [false, false];
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      stray ||= isStray(chunk);
      full ||= chunk.length > memory.left;
      if (stray || full || stream.sizeExceeded) {
        message.drop();
        continue;
      }
      message.add(chunk);
      held.bytes += chunk.length;
      memory.left -= chunk.length;
    }
    if (stream.sizeExceeded) {
      const megabytes = Math.max(1, Math.floor(limits.largestMessage / 1024 / 1024));
      throw refuse(
        552,
        session,
        `The letter is larger than the ${megabytes} megabytes that are taken here. Please send large documents separately.`,
      );
    }
    if (stray)
      throw refuse(
        554,
        session,
        'The letter has line ends other than CRLF, so where it ends is not sure (RFC 5321, 2.3.8).',
      );
    if (full)
      throw refuse(452, session, 'There is no room for the letter just now. Please deliver it again later.');
    const { buffer } = await message.whole();
    return Buffer.from(buffer);
  }

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

interface Answer extends Error {
  responseCode: number;
}

const answer = (responseCode: number, sentence: string): Answer =>
  Object.assign(new Error(sentence), { responseCode });
const isAnswer = (error: unknown): error is Answer => error instanceof Error && 'responseCode' in error;

/** The client left in the middle of its letter: there is nothing to take, and nobody to answer. */
const brokeOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ECONNECTION';

const asAnswer = (error: unknown): Answer =>
  isAnswer(error)
    ? error
    : answer(451, 'The letter could not be taken just now and was not lost. Please deliver it again later.');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
