#!/usr/bin/env node
/** The command `ascn`. */
import { createTransport } from 'nodemailer';
import { CycleError } from '../../domain/errors.js';
import { createReading } from '../../workers/reading.js';
import { readSettings } from '../../workers/settings.js';
import { mailroomPort } from '../mailroom/open.js';
import type { Cli } from './cli.js';
import type { Door } from './connect.js';
import { connect } from './connect.js';
import { runCli, tell } from './create-cli.js';

const complain = (text: string): void => void process.stderr.write(`${text}\n`);

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  const settings = readSettings();
  const reading = createReading({ settings });
  let door: Promise<Door> | undefined;
  const cli: Cli = {
    reading,
    operations: async () => (await (door ??= connect(settings, reading.store))).operations,
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
    print: (text) => void process.stdout.write(`${text}\n`),
    complain,
  };
  process.exitCode = await runCli(process.argv.slice(2), cli);
  await (await door?.catch(() => undefined))?.close();
} catch (error) {
  process.exitCode = tell(error, { complain });
}
