/**
 * Who may be believed. Two things speak for a letter: the token of the reply address that it came to, and whether
 * the domain of its `From` vouches for it. How far they carry is the network's own policy, in
 * `data/mail/authenticity.yaml`.
 */
import { domainOf } from './mail-domain.js';

/** What is known of a letter's sender, from its own server or ours. A letter that nobody checked has none. */
export interface Authentication {
  /** `pass`: the domain of `From` vouches for the letter; `fail`: it does not, though it could; `none`: it can't. */
  result: 'pass' | 'fail' | 'none';
  /** What passed. */
  by?: 'dkim' | 'spf' | 'dmarc';
  /** The domain that signed, or whose servers may send; it is that of `From`, or belongs to it. */
  domain?: string;
  /** The domain of `From` that was checked. */
  from?: string;
  /** Another server handed the letter on: it sealed it (ARC, RFC 8617), or is a mailing list (RFC 2919). */
  forwarded?: 'arc' | 'list';
  /** Checked at our own door, or told by the organisation's mail server (RFC 8601). */
  checked: 'here' | 'by-server';
}

/** The token of the reply address: of a letter of ours, revoked, another office's, or none. */
export type TokenState = 'right' | 'stale' | 'foreign' | 'none';

export type Vouched = Authentication['result'] | 'not-checked';

/** What becomes of an answer: it counts; it stops the reminders and waits to be confirmed; a person looks at it. */
export type Standing = 'accepted' | 'unconfirmed' | 'aside';

export interface AuthenticityFacts {
  token: TokenState;
  /** True when the writer's address is one of an office that may answer. */
  senderKnown: boolean;
  vouched: Vouched;
  forwarded: boolean;
}

/** A row of the policy. It applies when every condition that it has does. */
export interface AuthenticityRule {
  token?: readonly TokenState[] | undefined;
  sender?: 'known' | 'unknown' | undefined;
  authentication?: readonly Vouched[] | undefined;
  forwarded?: boolean | undefined;
  standing: Standing;
  /** A sentence for the secretariat. */
  because: string;
}

/** Rows in order; the last has no condition. */
export type AuthenticityPolicy = readonly AuthenticityRule[];

/**
 * What becomes of an answer, by the first row of the policy that applies.
 *
 * @throws Error when no row applies; the loader refuses such a policy
 */
export function standingOf(
  facts: AuthenticityFacts,
  policy: AuthenticityPolicy,
): { standing: Standing; because: string } {
  const rule = policy.find((each) => applies(each, facts));
  if (!rule) throw new Error('The last row of the policy always applies.');
  return { standing: rule.standing, because: rule.because };
}

const applies = (
  { token, sender, authentication, forwarded }: AuthenticityRule,
  facts: AuthenticityFacts,
): boolean =>
  (token?.includes(facts.token) ?? true) &&
  (sender === undefined || (sender === 'known') === facts.senderKnown) &&
  (authentication?.includes(facts.vouched) ?? true) &&
  (forwarded === undefined || forwarded === facts.forwarded);

/**
 * Whether a letter's domain vouches for the writer as the letter was read. What was checked is the address in
 * `From` as the checker read it; where reading finds another domain, one of the two was led astray.
 *
 * @param writer the writer's mail address as the letter was read
 */
export function vouchedFor(
  authentication: Authentication | undefined,
  writer: string | undefined,
): Pick<AuthenticityFacts, 'vouched' | 'forwarded'> {
  if (!authentication) return { vouched: 'not-checked', forwarded: false };
  const { result, from, forwarded } = authentication;
  const read = writer === undefined ? undefined : domainOf(writer);
  return {
    vouched: result === 'pass' && (from === undefined || from !== read) ? 'fail' : result,
    forwarded: forwarded !== undefined,
  };
}
