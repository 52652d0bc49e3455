/** The one pooled connection to the mail server that all letters leave through. */
import type { Transporter } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { SMTPPoolOptions, SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';
import { badInput } from '../../../domain/errors.js';

export type MailTransport = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions> & {
  /** Milliseconds that one letter may take from its place in the queue to the server's answer. */
  readonly letterMs: number;
};

/** How long a mail server is waited for, in milliseconds. */
export interface Patience {
  /** From the look-up of its name to the end of the TLS handshake; also for its greeting alone. */
  connectMs: number;
  /** Without a word from it. */
  silenceMs: number;
  letterMs: number;
}

/**
 * A server that says one word a minute is never silent, so the whole letter has a limit too. It lies below the
 * three minutes after which the engine gives an attempt up (`workflows/work.ts`): two attempts never overlap.
 */
const usualPatience: Patience = { connectMs: 15_000, silenceMs: 60_000, letterMs: 150_000 };

/**
 * Opens the pool; connections are made when the first letter leaves. Close it with `close()`.
 *
 * @param smtpUrl e.g. `smtp://127.0.0.1:2525` or `smtps://user:password@mail.example`
 * @throws CycleError `BadInput` for anything but an smtp or smtps URL; the URL is not repeated, since it may
 *   hold a password
 */
export function createMailTransport(smtpUrl: string, patience: Patience = usualPatience): MailTransport {
  if (!URL.canParse(smtpUrl) || !/^smtps?:$/.test(new URL(smtpUrl).protocol)) {
    throw badInput(
      'The mail server’s URL is not one; expected for example smtp://mail.example:587 or smtps://mail.example.',
    );
  }
  const pool = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    // Whether to try again is the ledger's decision, after a look at what was written down.
    maxRequeues: 0,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    socketTimeout: patience.silenceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return Object.assign(pool, { letterMs: patience.letterMs });
}
