/**
 * Why a letter did not reach an office, by a code and a kind: what histories, lists and notices may say of it. The
 * mail server's own words, which may quote an address, stay in the ledger of letters.
 */
import { replyCode } from './reply-code.js';
import type { BounceWords, Why } from './verdict/phrases.js';
import { aboutAddress, failureOf } from './verdict/status.js';

/** Why a mail server, a report, or we ourselves say that a letter did not reach an office. */
export type WhyNotReached =
  | Why
  /** An earlier letter showed that the address does not work: no mail server was asked. */
  | 'suppressed'
  /** The office has no usable address: no mail server was asked. */
  | 'no-address';

export interface NotReached {
  office: string;
  /** The server's reply code, with the enhanced one where it gave it: `550 5.1.1`. */
  code?: string;
  why: WhyNotReached;
}

/** The same with the mail server's words; for the ledger only. */
export interface NotReachedInWords extends NotReached {
  reply: string;
}

/** True when the address itself does not work, and will not by trying again. */
export const isAboutAddress = (why: WhyNotReached): boolean => aboutAddress.includes(why);

/**
 * Tells code and kind of a mail server's refusal at RCPT or later. A bare 550 or 553 there is about the mailbox
 * (RFC 5321, 4.2.3).
 *
 * @param reply with its words, e.g. `550 5.1.1 <…>: no such user`
 * @returns `unknown` where neither code nor words say anything
 */
export function refusalIn(
  reply: string,
  wordings: BounceWords['wordings'],
): { code?: string; why: WhyNotReached } {
  const code = replyCode(reply);
  if (code?.startsWith('4')) return { code, why: 'transient' };
  const { why } = failureOf({ text: reply }, wordings);
  const told = why === 'unknown' && (code === '550' || code === '553') ? 'address' : why;
  return code === undefined ? { why: told } : { code, why: told };
}
