/** Handing one message to the mail server. */
import { CycleError } from '../../../domain/errors.js';
import { replyCode } from '../../../domain/reply-code.js';
import type { MailTransport } from './transport.js';

export interface Delivery {
  /** Addresses that the server took the message for. */
  accepted: string[];
  /** Addresses refused for good (5xx), with the server's words. */
  refused: { address: string; reply: string }[];
  /** Addresses that the server may take later (4xx). */
  deferred: { address: string; reply: string }[];
  /** The message itself was refused, whoever it is for. */
  asAWhole?: boolean;
  /** The server's last answer. */
  response: string;
}

/** What keeps letters from leaving. */
export type Trouble = keyof typeof troubles;

/** Said wherever the server's own words may not stand, since these may quote an address. */
const troubles = {
  away: 'it cannot be reached, or broke off',
  silent: 'it does not answer in time',
  unsafe: 'no safe connection to it can be made',
  password: 'it does not let us sign in',
  sender: 'it refuses our sender’s address',
  busy: 'it does not take letters now',
  recipient: 'it puts some recipients off',
  rate: 'its turn has not come, since its domain is sent only so many letters a minute',
} as const;

/** A letter was put off: it may leave when it is tried again. The message is made without the server's words. */
export class PutOff extends CycleError {
  constructor(
    readonly trouble: Trouble,
    /** What the server said or did, in a sentence without its full stop; for the ledger only. */
    readonly reply: string,
    { code, retryInMs }: { code?: string | undefined; retryInMs?: number | undefined } = {},
  ) {
    const why = trouble === 'rate' ? 'The letter waits' : 'The mail server did not take the letter';
    super('Unavailable', `${why}: ${troubles[trouble]}${code ? ` (${code})` : ''}.`, code, retryInMs);
  }
}

/** What nodemailer tells of a failure; see its smtp-connection. */
interface SmtpFailure extends Error {
  code?: string;
  /** The system's code, such as `ECONNREFUSED` or that of a certificate. */
  originalCode?: string;
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
 * @throws PutOff for anything that may pass: no connection, no answer in time, 4xx, and what is amiss on our side
 *   rather than the recipient's: a sender, a password or a connection that is not accepted
 */
export async function deliver(
  transport: MailTransport,
  envelope: { from: string; to: string[] },
  message: Uint8Array,
): Promise<Delivery> {
  try {
    const info = await transport.sendMail({
      // with its size a server that takes no letter so large says so before the first word (RFC 1870)
      envelope: { ...envelope, size: message.length },
      raw: Buffer.from(message),
      signal: AbortSignal.timeout(transport.letterMs),
    });
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
    if (isRefusedAsAWhole(failure)) {
      const reply = failure.response ?? failure.message;
      return {
        accepted: [],
        refused: envelope.to.map((address) => ({ address, reply })),
        deferred: [],
        asAWhole: true,
        response: reply,
      };
    }
    throw putOff(failure, transport.letterMs);
  }
}

/** The message itself is refused for good: after its words, or for its size before them (RFC 1870). */
const isRefusedAsAWhole = ({ code, command, responseCode = 0 }: SmtpFailure): boolean =>
  (command === 'DATA' && responseCode >= 500 && responseCode !== signInFirst) ||
  (command === 'MAIL FROM' && (responseCode === 552 || (code === 'EMESSAGE' && responseCode === 0)));

/** `530 Authentication required` (RFC 4954) says nothing about the recipient. */
const signInFirst = 530;

function putOff(failure: SmtpFailure, letterMs: number): PutOff {
  const [trouble, reply] = troubleOf(failure, letterMs);
  const code = failure.response === undefined ? failure.code : replyCode(failure.response);
  return new PutOff(trouble, reply, { code });
}

function troubleOf(failure: SmtpFailure, letterMs: number): [Trouble, string] {
  const { code, command, responseCode = 0 } = failure;
  const said = failure.response ?? failure.message;
  if (code === 'EABORT') return ['silent', `it did not finish within ${letterMs / 1000} seconds`];
  if (code === 'ETIMEDOUT') return ['silent', `it does not answer (${said})`];
  if (code === 'EAUTH' || code === 'ENOAUTH' || responseCode === signInFirst)
    return ['password', `it does not let us sign in (${said})`];
  if (code === 'ETLS' || isAboutCertificate(failure))
    return ['unsafe', `no safe connection to it can be made (${said})`];
  if (command === 'MAIL FROM' && responseCode >= 500)
    return ['sender', `it refuses our sender's address (${said})`];
  return [responseCode > 0 ? 'busy' : 'away', said];
}

/** Node's codes of TLS and of certificates, which nodemailer passes on as those of a socket. */
const isAboutCertificate = ({ originalCode = '' }: SmtpFailure): boolean =>
  /^(?:ERR_(?:TLS|SSL)_|EPROTO$|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(
    originalCode,
  );

function sorted(failures: SmtpFailure[]): Pick<Delivery, 'refused' | 'deferred'> {
  const of = (failure: SmtpFailure) => ({
    address: failure.recipient ?? '',
    reply: failure.response ?? failure.message,
  });
  const isPermanent = ({ responseCode = 0 }: SmtpFailure): boolean =>
    responseCode >= 500 && responseCode !== signInFirst;
  return {
    refused: failures.filter(isPermanent).map(of),
    deferred: failures.filter((failure) => !isPermanent(failure)).map(of),
  };
}
