/** The one pooled connection to the mail server that all letters leave through. */
import type { Transporter } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { SMTPPoolOptions, SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';
import { badInput } from '../../domain/errors.js';

export type MailTransport = Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;

/**
 * Opens the pool; connections are made when the first letter leaves. Close it with `close()`.
 *
 * @param smtpUrl e.g. `smtp://127.0.0.1:2525` or `smtps://user:password@mail.example`
 * @throws CycleError `BadInput` for anything but an smtp or smtps URL; the URL is not repeated, since it may
 *   hold a password
 */
export function createMailTransport(smtpUrl: string): MailTransport {
  if (!URL.canParse(smtpUrl) || !/^smtps?:$/.test(new URL(smtpUrl).protocol)) {
    throw badInput(
      'The mail server’s URL is not one; expected for example smtp://mail.example:587 or smtps://mail.example.',
    );
  }
  return createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    // Whether to try again is the ledger's decision, after a look at what was written down.
    maxRequeues: 0,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
