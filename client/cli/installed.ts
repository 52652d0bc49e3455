/** The command line over an installation: its settings, its store, its engine once a command needs it. */
import { createTransport } from 'nodemailer';
import { CycleError } from '../../domain/errors.js';
import { createReading } from '../../workers/reading.js';
import { readSettings, secretOf } from '../../workers/settings.js';
import { createInvitations } from '../codec/invitation.js';
import { mailroomPort } from '../mailroom/open.js';
import type { Cli } from './cli.js';
import type { Door } from './connect.js';
import { connect } from './connect.js';
import { runCli } from './create-cli.js';

/** @returns the exit code */
export async function runInstalled(
  words: readonly string[],
  { print, complain }: Pick<Cli, 'print' | 'complain'>,
): Promise<number> {
  const settings = readSettings();
  const reading = createReading({ settings });
  let door: Promise<Door> | undefined;
  const code = await runCli(words, {
    reading,
    operations: async () => (await (door ??= connect(settings, reading))).operations,
    post: async (mail) => {
      const mailroom = createTransport({
        host: '127.0.0.1',
        port: await mailroomPort(settings.home),
        ignoreTLS: true,
        lmtp: settings.mailroomProtocol === 'lmtp',
      });
      await mailroom.sendMail(mail).catch((error: Error) => {
        throw new CycleError('Unavailable', `The mailroom did not take the answer: ${error.message}`);
      });
    },
    secret: () => secretOf(settings),
    invitations: () => createInvitations(secretOf(settings), settings.network),
    print,
    complain,
  });
  await (await door?.catch(() => undefined))?.close();
  return code;
}
