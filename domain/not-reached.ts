/**
 * Why a letter did not reach an office, by a code and a kind: what histories, lists and notices may say of it. The
 * mail server's own words, which may quote an address, stay in the ledger of letters.
 */
import { replyCode } from './reply-code.js';

export type WhyNotReached =
  /** There is no such mailbox. */
  | 'address'
  /** There is no such mail domain, or it takes no mail. */
  | 'host'
  | 'moved'
  /** The mailbox was closed. */
  | 'disabled'
  | 'mailbox-full'
  | 'too-large'
  /** The receiver's rules: whose mail it takes, from where. */
  | 'policy'
  | 'content'
  /** A fault of a mail server on the way. */
  | 'system'
  /** The moment: trying again may help. */
  | 'transient'
  | 'unknown'
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

/** How mail servers word refusals whose code says little; data, `data/mail/refusals.yaml`. In small letters. */
export type RefusalWords = readonly { why: WhyNotReached; words: readonly string[] }[];

/** Kinds that are about the address itself: no letter will reach it until somebody has seen to it. */
const forGood: readonly WhyNotReached[] = ['address', 'host', 'moved', 'disabled'];

/** True when the address itself does not work, and will not by trying again. */
export const isAboutAddress = (why: WhyNotReached): boolean => forGood.includes(why);

/** Enhanced status codes without their class (RFC 3463; the registry of RFC 5248; 1.10 is RFC 7505). */
const ofStatus: Readonly<Record<string, WhyNotReached>> = {
  '1.1': 'address',
  '1.2': 'host',
  '1.3': 'address',
  '1.6': 'moved',
  '1.10': 'host',
  '2.1': 'disabled',
  '2.2': 'mailbox-full',
  '2.3': 'too-large',
  '3.4': 'too-large',
};

/** The subject of the enhanced code, where its detail says no more. */
const ofSubject: Readonly<Record<string, WhyNotReached>> = {
  '3': 'system',
  '4': 'system',
  '6': 'content',
  '7': 'policy',
};

/** Reply codes without an enhanced one that says something (RFC 5321; 521 and 556 are RFC 7504). */
const ofReply: Readonly<Record<string, WhyNotReached>> = {
  '521': 'host',
  '550': 'address',
  '551': 'moved',
  '552': 'mailbox-full',
  '553': 'address',
  '556': 'host',
};

/** The first of a server's words say what it means; what follows explains at length, in any words. */
const nearby = 400;

/**
 * Tells code and kind of a mail server's refusal at RCPT or later, or of the status in a delivery report.
 *
 * @param reply with its words, e.g. `550 5.1.1 <…>: no such user`; or a bare status, `5.1.1`
 * @returns `unknown` where neither code nor words say anything
 */
export function refusalIn(reply: string, words: RefusalWords): { code?: string; why: WhyNotReached } {
  const code = replyCode(reply) ?? /^[245]\.\d{1,3}\.\d{1,3}$/.exec(reply.trim())?.[0];
  const status = /(?:^| )[245]\.(\d+\.\d+)$/.exec(code ?? '')?.[1] ?? '';
  if (code?.startsWith('4')) return { code, why: 'transient' };
  const said = reply.slice(0, nearby).toLowerCase();
  const why =
    ofStatus[status] ??
    ofSubject[status.split('.')[0] ?? ''] ??
    words.find((kind) => kind.words.some((word) => said.includes(word)))?.why ??
    ofReply[code?.slice(0, 3) ?? ''] ??
    'unknown';
  return code === undefined ? { why } : { code, why };
}
