/** A real mail server for tests: GreenMail, with SMTP and IMAP on free ports. It keeps mail in memory. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import { leash } from '../../workers/engine/leash.js';
import { freePorts } from '../../workers/engine/ports.js';
import type { ImapSettings } from '../../workers/settings.js';
import { findGreenMail } from '../../workers/engine/set-up.js';

export interface GreenMail {
  /** The mailbox of a user, who is there from the first word of his; the password is his name. */
  mailbox: (user: string) => ImapSettings;
  /** Delivers raw messages to a user, by SMTP. */
  deliver: (user: string, ...messages: (string | Buffer)[]) => Promise<void>;
  /** What lies in a folder: the messages, and the flags of each. */
  look: (user: string, folder: string) => Promise<{ uid: number; flags: string[]; source: string }[]>;
  /** How many letters lie in a folder; none where it is not there. */
  count: (user: string, folder: string) => Promise<number>;
  /** Does something as the mailbox's owner. */
  as: <T>(user: string, work: (client: ImapFlow) => Promise<T>) => Promise<T>;
  /** Ends it, and with it all its mail. */
  stop: () => Promise<void>;
  /** Starts it again on the same ports: an empty server, whose mailboxes have another UIDVALIDITY. */
  start: () => Promise<void>;
}

const domain = 'mail.ascn.example';

/** @param users names of mailboxes */
export async function startGreenMail(...users: string[]): Promise<GreenMail> {
  const jar = findGreenMail();
  if (!jar) throw new Error('GreenMail is not set up; run: node setup.mjs greenmail');
  const [smtp, imap, api] = (await freePorts(3)) as [number, number, number];
  let running: ReturnType<typeof run> | undefined;

  function run() {
    const server = spawn(
      'java',
      [
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-Xmx256m',
        `-Dgreenmail.smtp.port=${smtp}`,
        '-Dgreenmail.smtp.hostname=127.0.0.1',
        `-Dgreenmail.imap.port=${imap}`,
        '-Dgreenmail.imap.hostname=127.0.0.1',
        `-Dgreenmail.api.port=${api}`,
        '-Dgreenmail.api.hostname=127.0.0.1',
        `-Dgreenmail.users=${users.map((user) => `${user}:${user}@${domain}`).join(',')}`,
        '-Dgreenmail.users.login=local_part',
        '-jar',
        jar!,
      ],
      { stdio: 'ignore' },
    );
    return { server, release: leash(server.pid!), ended: once(server, 'exit') };
  }

  async function start(): Promise<void> {
    running = run();
    for (;;) {
      if (running.server.exitCode !== null)
        throw new Error(`GreenMail ended with exit code ${running.server.exitCode}.`);
      const ready = await fetch(`http://127.0.0.1:${api}/api/service/readiness`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) return;
      await pause(100);
    }
  }

  const mailbox = (user: string): ImapSettings => ({
    host: '127.0.0.1',
    port: imap,
    secure: false,
    user,
    password: user,
    folder: 'INBOX',
  });

  async function as<T>(user: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
    const { password: pass, ...address } = mailbox(user);
    const client = new ImapFlow({ ...address, auth: { user, pass }, logger: false, disableAutoIdle: true });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  }

  await start();
  return {
    mailbox,
    as,
    start,
    async deliver(user, ...messages) {
      const transport = createTransport({ host: '127.0.0.1', port: smtp, ignoreTLS: true, pool: true });
      for (const raw of messages)
        await transport.sendMail({ envelope: { from: 'office@hue.example', to: `${user}@${domain}` }, raw });
      transport.close();
    },
    count: (user, folder) =>
      as(user, async (client) => {
        const state = await client.status(folder, { messages: true }).catch(() => undefined);
        return (state && state.messages) || 0;
      }),
    look: (user, folder) =>
      as(user, async (client) => {
        const path = (await client.list()).find(({ name }) => name === folder)?.path;
        if (path === undefined) return [];
        const { exists } = await client.mailboxOpen(path, { readOnly: true });
        if (exists === 0) return [];
        const messages = await client.fetchAll('1:*', { uid: true, flags: true, source: true });
        return messages.map(({ uid, flags, source }) => ({
          uid,
          flags: [...(flags ?? [])],
          source: source?.toString() ?? '',
        }));
      }),
    async stop() {
      running?.server.kill('SIGTERM');
      await running?.ended;
      running?.release();
      running = undefined;
    },
  };
}
