/** The mailroom of an installation: on the port that is set, else the usual one, else a free one. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import { codeOf, placeOf, typeOf } from '../../workers/log-codes.js';
import type { Settings } from '../../workers/settings.js';
import type { Watching } from '../../workers/watch.js';
import type { Operations } from '../operations.js';
import { usualLimits } from './limits.js';
import type { MailroomOptions } from './listener.js';
import { startMailroom } from './listener.js';

const usualPort = 2525;

const refusals = { 421: 'too many', 450: 'too many', 452: 'too many', 550: 'no such address', 552: 'too large', 554: 'broken' } as const;

const portFile = (home: string): string => join(home, 'mailroom-port');

/**
 * Opens the door, and notes its port in the home folder for `ascn mailbox answer`.
 *
 * @param watching told of every letter at the door, also of those that could not be taken
 * @throws CycleError `Unavailable` when the port that the settings name is taken
 */
export async function openMailroom(
  settings: Pick<Settings, 'home' | 'mailDomain' | 'mailroomHost' | 'mailroomPort'>,
  store: DocumentStore,
  operations: Pick<Operations, 'takeLetter'>,
  { log, metrics }: Pick<Watching, 'log' | 'metrics'>,
): Promise<Awaited<ReturnType<typeof startMailroom>>> {
  const options: MailroomOptions = {
    host: settings.mailroomHost,
    domain: settings.mailDomain,
    store,
    limits: usualLimits,
    startLetter: ({ digest, document, recipients }) =>
      operations.takeLetter({ digest, document, recipients, offsetMs: 0 }),
    onArrived: ({ digest }, bytes) => {
      log.info('letter-arrived', { digest, bytes });
      metrics.door.add(1, { code: '250' });
    },
    onRefused: (code) => {
      log.info('letter-refused', { code: String(code), why: refusals[code] });
      metrics.door.add(1, { code: String(code) });
    },
    onTrouble: (error) => {
      log.warn('letter-not-taken', { type: typeOf(error), code: codeOf(error), at: placeOf(error) });
      metrics.door.add(1, { code: '451' });
    },
  };
  const mailroom =
    settings.mailroomPort === undefined
      ? await startMailroom({ ...options, port: usualPort }).catch(() => startMailroom(options))
      : await startMailroom({ ...options, port: settings.mailroomPort });
  await mkdir(settings.home, { recursive: true });
  await writeFile(portFile(settings.home), `${mailroom.port}\n`);
  return mailroom;
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
