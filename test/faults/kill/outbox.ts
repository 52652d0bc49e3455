/** The mail server of those who write to the mailroom. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';

import { mailroomPort } from '../../../client/mailroom/open.js';

export interface OutboxOptions {
  home: string;
  /** A mail is about to be handed in, and was taken. */
  posting: () => void;
  posted: () => void;
}

export type Outbox = ReturnType<typeof openOutbox>;

/** How long a mail server waits before it tries again. */
const againMs = 250;

export function openOutbox({ home, posting, posted }: OutboxOptions) {
  let closed = false;
  return {
    /**
     * Hands a mail in as a mail server does: whatever breaks off or is put off is tried again, with the same bytes,
     * until the mailroom has said 250.
     *
     * @returns when that was, in milliseconds since 1970, and how often it was tried
     * @throws Error when the mailroom refuses it for good, or the outbox was closed before
     */
    async post(mail: SendMailOptions): Promise<{ at: number; tries: number }> {
      for (let tries = 1; ; tries += 1) {
        if (closed) throw new Error('The end came before the mailroom had taken a mail.');
        try {
          const port = await mailroomPort(home);
          const transport = createTransport({
            host: '127.0.0.1',
            port,
            ignoreTLS: true,
            connectionTimeout: 2000,
          });
          posting();
          await transport.sendMail(mail);
          const at = Date.now();
          posted();
          return { at, tries };
        } catch (error) {
          if (isForGood(error)) throw error;
          await pause(againMs);
        }
      }
    },
    /** Whatever is still tried fails. */
    close: () => void (closed = true),
  };
}

const isForGood = (error: unknown): boolean =>
  error instanceof Error && 'responseCode' in error && Number(error.responseCode) >= 500;
