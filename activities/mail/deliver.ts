/** Handing one message to the mail server. */
import { CycleError } from '../../domain/errors.js';
import { replyCode } from '../../domain/reply-code.js';
import type { MailTransport } from './transport.js';

export interface Delivery {
  /** Addresses that the server took the message for. */
  accepted: string[];
  /** Addresses refused for good (5xx), with the server's words. */
  refused: { address: string; reply: string }[];
  /** Addresses that the server may take later (4xx). */
  deferred: { address: string; reply: string }[];
  /** The server's last answer. */
  response: string;
}

/** What nodemailer tells of a failure; see its smtp-connection. */
interface SmtpFailure extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  recipient?: string;
  rejectedErrors?: SmtpFailure[];
}

/**
 * Sends a message.
 *
 * @param envelope `from` may be empty (RFC 3834, for automatic answers)
 * @returns what became of each recipient, also when all were refused
 * @throws CycleError `Unavailable` for anything that may pass: no connection, no answer, 4xx, a sender or a
 *   password that is not accepted
 */
export async function deliver(
  transport: MailTransport,
  envelope: { from: string; to: string[] },
  message: Uint8Array,
): Promise<Delivery> {
  try {
    const info = await transport.sendMail({ envelope, raw: Buffer.from(message) });
    return {
      ...sorted(info.rejectedErrors ?? []),
      accepted: info.accepted.map(String),
      response: info.response,
    };
  } catch (error) {
    const failure = error as SmtpFailure;
    if (failure.rejectedErrors?.length) {
      return { ...sorted(failure.rejectedErrors), accepted: [], response: failure.response ?? '' };
    }
    if (failure.command === 'DATA' && (failure.responseCode ?? 0) >= 500) {
      const reply = failure.response ?? failure.message;
      return {
        accepted: [],
        refused: envelope.to.map((address) => ({ address, reply })),
        deferred: [],
        response: reply,
      };
    }
    throw new CycleError(
      'Unavailable',
      `The mail server did not take the letter: ${failure.response ?? failure.message}`,
      failure.response === undefined ? failure.code : replyCode(failure.response),
    );
  }
}

function sorted(failures: SmtpFailure[]): Pick<Delivery, 'refused' | 'deferred'> {
  const of = (failure: SmtpFailure) => ({
    address: failure.recipient ?? '',
    reply: failure.response ?? failure.message,
  });
  const isPermanent = (failure: SmtpFailure): boolean => (failure.responseCode ?? 0) >= 500;
  return {
    refused: failures.filter(isPermanent).map(of),
    deferred: failures.filter((failure) => !isPermanent(failure)).map(of),
  };
}
