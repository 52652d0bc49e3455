/** A network started as a secretariat starts it, with its letters in the local mailbox, and officers who answer them. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import type { MailboxLetter } from '../../activities/mail/out/local-mailbox.js';
import { listMailbox } from '../../activities/mail/out/local-mailbox.js';
import type { RequestRecord } from '../../domain/request.js';
import { toInstant } from '../../domain/time.js';
import { lastOpening } from '../setup/opening.js';
import { until } from './network.js';

const run = promisify(execFile);

export const today = (): string => toInstant(Date.now()).slice(0, 10);

export type RunningNetwork = Awaited<ReturnType<typeof startNetwork>>;

/** @param preload a module that is run before the network, as a URL */
export async function startNetwork(home: string, preload?: string) {
  const env = {
    ...process.env,
    ASCN_HOME: home,
    ...{ TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '', TEMPORAL_CONFIG_FILE: '', ASCN_SMTP_URL: '' },
  };
  const child = spawn(process.execPath, [...(preload ? ['--import', preload] : []), 'dist/client/start.js'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('Ready.') && ready());
    child.once('exit', () => failed(new Error('It ended before it was ready.')));
  });
  const mailbox = join(home, 'mailbox');
  const ascn = (...words: string[]) => run(process.execPath, ['dist/client/cli/main.js', ...words], { env });

  const network = {
    pid: child.pid!,
    /** The lines of its log so far. */
    log: () => log.split('\n'),
    ascn,
    letters: (): Promise<MailboxLetter[]> => listMailbox(mailbox),
    letter: (fits: (letter: MailboxLetter) => boolean) =>
      until(async () => (await network.letters()).find(fits)),
    /** Starts the year 2027 with nominations that have just opened, and waits for the letters that ask for them. */
    async startYear(): Promise<void> {
      const plan = ['2027', '--summit', '2027-11-10', '--set', `nominations.opens=${lastOpening()}`];
      await ascn('cycle', 'start', ...plan, '--as', 'secretariat-sg');
      await until(async () => (await network.letters()).length >= 11 || undefined);
    },
    /** A National Secretariat answers the letter that asked it, by SMTP; the same words are the same letter. */
    async answer(member: string): Promise<void> {
      const from = `ns@${member}.example`;
      const { file } = await network.letter(({ to }) => to[0] === from);
      const { replyTo } = await PostalMime.parse(readFileSync(join(mailbox, file)));
      const port = Number(readFileSync(join(home, 'mailroom-port'), 'utf8'));
      await createTransport({ host: '127.0.0.1', port, ignoreTLS: true }).sendMail({
        messageId: `<answer@${member}.example>`,
        date: new Date('2026-01-01T00:00:00Z'),
        from,
        to: replyTo?.[0]?.address,
        subject: 'Nominations',
        text: [
          'National Representative: Director-General, Ministry of Construction',
          `E-mail of the National Representative: nr@${member}.example`,
          'City 1 name: Hà Nội',
          'City 1 Chief Smart City Officer: Director, Department of Planning',
          `City 1 officer e-mail: csco@hanoi.${member}.example`,
        ].join('\n'),
      });
    },
    /** Waits until the answer of a member counts. */
    accepted: (member: string) =>
      until(async () => {
        const { stdout } = await ascn('request', 'show', `2027/nomination/${member}`, '--json');
        return (JSON.parse(stdout) as { record: RequestRecord }).record.state === 'accepted' || undefined;
      }),
    extend: (member: string, day: string) =>
      ascn(
        ...['request', 'extend', `2027/nomination/${member}`, '--until', day],
        ...['--as', 'secretariat-sg', '--why', 'They asked for it'],
      ),
    async stop(): Promise<number | null> {
      const ended = new Promise<number | null>((done) => child.once('exit', done));
      child.kill('SIGINT');
      return ended;
    },
  };
  return network;
}
