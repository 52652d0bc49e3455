/**
 * The mailroom of an installation, with the doors that are set: the listener on the port that is set, else the usual
 * one, else a free one; and a mailbox.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import { codeOf, placeOf, typeOf } from '../../workers/log-codes.js';
import type { ImapSettings, Settings } from '../../workers/settings.js';
import type { Watching } from '../../workers/watch.js';
import type { Operations } from '../operations.js';
import { createCheck } from './authentication/check.js';
import { askNameServers } from './authentication/name-servers.js';
import { toldBy } from './authentication/told.js';
import { openCertificate } from './certificate.js';
import { usualLimits } from './limits.js';
import type { Bringer, MailroomOptions, Refusal } from './listener.js';
import { startMailroom } from './listener.js';
import type { MailboxTrouble } from './mailbox.js';
import { openMailbox } from './mailbox.js';
import { clientOf, createRate } from './rate.js';
import { networksOf } from './relays.js';
import type { TakingOptions } from './take.js';

const usualPort = 2525;
/** How long the start waits for what the mailbox says. */
const firstTryMs = 10_000;

const reasons = {
  421: 'too many',
  450: 'too many',
  452: 'too many',
  550: 'no such address',
  552: 'too large',
  554: 'line ends',
} as const satisfies Record<Refusal, string>;

const portFile = (home: string): string => join(home, 'mailroom-port');

type MailroomSettings = Pick<
  Settings,
  | 'home'
  | 'mailDomain'
  | 'mailroomHost'
  | 'mailroomPort'
  | 'mailroomProtocol'
  | 'mailroomTls'
  | 'mailroomRelays'
  | 'imap'
  | 'authservId'
  | 'dnsServers'
>;

export interface Door {
  /** Where it is, for a person. */
  at: string;
  /** What is wrong, in words. */
  trouble: () => string | undefined;
}

export interface Mailroom {
  /** Absent where it is switched off. */
  listener?: Door & { port: number };
  mailbox?: Door;
  close: () => Promise<void>;
}

/**
 * Opens the doors, and notes the listener's port in the home folder for `ascn mailbox answer`.
 *
 * @param watching told of every letter at a door, also of those that could not be taken
 * @throws CycleError `Unavailable` when the port that the settings name is taken; `BadInput` when the certificate
 *   that they name cannot be used
 */
export async function openMailroom(
  settings: MailroomSettings,
  store: DocumentStore,
  operations: Pick<Operations, 'takeLetter'>,
  watching: Pick<Watching, 'log' | 'metrics'>,
): Promise<Mailroom> {
  const taking = {
    store,
    startLetter: ({ digest, document, recipients, authentication }) =>
      operations.takeLetter({ digest, document, recipients, authentication, offsetMs: 0 }),
  } satisfies TakingOptions;
  const { imap, mailroomHost, mailroomProtocol, mailDomain } = settings;
  const listener = mailroomProtocol === 'off' ? undefined : await openListener(settings, taking, watching);
  const mailbox = imap && openBox({ ...settings, imap }, taking, watching);
  // one that does not answer is not waited for
  await Promise.race([mailbox?.tried, pause(firstTryMs, undefined, { ref: false })]);
  return {
    ...(listener && {
      listener: {
        port: listener.port,
        at: `by ${mailroomProtocol === 'lmtp' ? 'LMTP' : 'SMTP'} on ${mailroomHost}:${listener.port}, for reply+…@${mailDomain}`,
        trouble: () => (listener.isOpen() ? undefined : 'The mailroom does not listen.'),
      },
    }),
    ...(mailbox &&
      imap && {
        mailbox: { at: `from ${imap.folder} of ${imap.user} on ${imap.host}`, trouble: mailbox.trouble },
      }),
    close: async () => {
      await Promise.all([listener?.close(), mailbox?.close()]);
    },
  };
}

async function openListener(
  settings: MailroomSettings,
  taking: TakingOptions,
  { log, metrics }: Pick<Watching, 'log' | 'metrics'>,
) {
  const { authservId, mailDomain, mailroomTls, mailroomRelays, home } = settings;
  const check = createCheck(askNameServers(settings.dnsServers));
  // a flood is counted, but does not flood the log
  const worthTelling = createRate(5);
  const options: MailroomOptions = {
    ...taking,
    host: settings.mailroomHost,
    domain: mailDomain,
    limits: usualLimits,
    lmtp: settings.mailroomProtocol === 'lmtp',
    certificate: mailroomTls && (await openCertificate(mailroomTls)),
    ...(mailroomRelays && { relays: networksOf(mailroomRelays) }),
    authenticate: async ({ relay, raw, client, helo, sender }: Bringer) => {
      if (relay) return authservId === undefined ? undefined : toldBy(raw, authservId);
      return check.check({ raw, client, helo, sender, name: mailDomain });
    },
    onArrived: ({ digest }, bytes) => {
      log.info('letter-arrived', { digest, bytes });
      metrics.door.add(1, { code: '250', door: 'smtp' });
    },
    onRefused: (code, client) => {
      if (worthTelling(clientOf(client)))
        log.info('letter-refused', { code: String(code), why: reasons[code] });
      metrics.door.add(1, { code: String(code), door: 'smtp' });
    },
    onTrouble: (error) => {
      log.warn('letter-not-taken', { type: typeOf(error), code: codeOf(error), at: placeOf(error) });
      metrics.door.add(1, { code: '451', door: 'smtp' });
    },
  };
  const listener =
    settings.mailroomPort === undefined
      ? await startMailroom({ ...options, port: usualPort }).catch(() => startMailroom(options))
      : await startMailroom({ ...options, port: settings.mailroomPort });
  await mkdir(home, { recursive: true });
  await writeFile(portFile(home), `${listener.port}\n`);
  return {
    ...listener,
    close: async () => {
      await listener.close();
      await check.close();
    },
  };
}

const mailboxEvents = {
  away: 'mailbox-away',
  refused: 'mailbox-refused',
  'not-taken': 'letter-not-taken',
  'not-marked': 'mailbox-not-marked',
} as const satisfies Record<MailboxTrouble, string>;

function openBox(
  { imap, mailDomain, authservId }: MailroomSettings & { imap: ImapSettings },
  taking: TakingOptions,
  { log, metrics }: Pick<Watching, 'log' | 'metrics'>,
) {
  return openMailbox({
    ...taking,
    mailbox: imap,
    domain: mailDomain,
    largestMessage: usualLimits.largestMessage,
    ...(authservId !== undefined && { authenticate: (raw) => toldBy(raw, authservId) }),
    onOpen: (how) => log.info('mailbox-open', { how }),
    onArrived: ({ digest }, bytes) => {
      log.info('letter-arrived', { digest, bytes });
      metrics.door.add(1, { code: '250', door: 'imap' });
    },
    onLeft: (bytes) => {
      log.warn('letter-too-large', { bytes });
      metrics.door.add(1, { code: '552', door: 'imap' });
    },
    onTrouble: (trouble, error) => {
      log.warn(mailboxEvents[trouble], { type: typeOf(error), code: codeOf(error), at: placeOf(error) });
      if (trouble === 'not-taken') metrics.door.add(1, { code: '451', door: 'imap' });
    },
  });
}

/**
 * The port of the mailroom that was opened last in this home.
 *
 * @throws CycleError `NotFound` when none was
 */
export async function mailroomPort(home: string): Promise<number> {
  const text = await readFile(portFile(home), 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new CycleError('NotFound', 'No mailroom has been opened here. Open it with: npm start');
  return Number(text);
}
