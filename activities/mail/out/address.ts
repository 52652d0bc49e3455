/** Where an answer goes and how a letter is called: the token of the reply address, and the Message-ID. */
import { createHmac } from 'node:crypto';
import { badInput } from '../../../domain/errors.js';

/** What the sending side needs to know of the installation. */
export interface MailSettings {
  /** The domain of Message-IDs, e.g. `ascn.example`. */
  mailDomain: string;
  /** Answers go to this mailbox, with a token: `reply@ascn.example`. */
  replyAddress: string;
  /** The key of the tokens; who knows it can answer for anyone. */
  secret: string;
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** 100 bits, in 20 letters and digits that survive being retyped and lower-cased. */
const tokenLetters = 20;

/**
 * The token of a letter's reply address. It is bound to the letter and the office written to first, cannot be
 * guessed without the key, and is the same for every attempt to send.
 */
export function tokenOf(
  settings: MailSettings,
  letter: { network: string; number: string; office: string },
): string {
  const digest = createHmac('sha256', settings.secret)
    .update(JSON.stringify([letter.network, letter.number, letter.office]))
    .digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from(
    { length: tokenLetters },
    (_, i) => base32[parseInt(bits.slice(i * 5, i * 5 + 5), 2)],
  ).join('');
}

/**
 * @returns e.g. `reply+k3j4h5…@ascn.example`
 * @throws CycleError `BadInput` for a reply address that is none
 */
export function replyAddressOf({ replyAddress }: MailSettings, token: string): string {
  const [mailbox, domain, ...more] = replyAddress.split('@');
  if (!mailbox || !domain || more.length > 0) {
    throw badInput(
      `The reply address is “${replyAddress}”; expected a mail address such as reply@ascn.example.`,
    );
  }
  return `${mailbox}+${token}@${domain}`;
}

/**
 * A link that opens a prepared reply in the reader's mail program (RFC 6068).
 *
 * @param replyAddress with the letter's token
 */
export const replyLink = (replyAddress: string, reply: { subject: string; body: string }): string =>
  `mailto:${replyAddress.split('@').map(encodeURIComponent).join('@')}?subject=${encodeURIComponent(reply.subject)}&body=${encodeURIComponent(reply.body)}`;

/** Slashes become full stops; what a Message-ID cannot hold, and the full stop itself, `=` and two hex digits. */
const inMessageId = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(
      /[^A-Za-z0-9_/-]/g,
      (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .replaceAll('/', '.');

/** Derived from the network and the letter's number, so that a second attempt repeats it. */
export const messageIdOf = (
  { mailDomain }: MailSettings,
  letter: { network: string; number: string },
): string => `<${inMessageId(letter.number)}+${inMessageId(letter.network)}@${mailDomain}>`;
