/** From what was found of a letter's sender to whether its domain vouches for it. */
import type { Authentication } from '../../../domain/authenticity.js';
import { aligned } from './alignment.js';

/** One signature, or the client's right to send. */
export interface Finding {
  by: 'dkim' | 'spf';
  domain: string;
  passed: boolean;
}

export interface Findings {
  /** The domain of `From`; undefined unless there is exactly one address. */
  from: string | undefined;
  found: readonly Finding[];
  /** What the domain itself publishes (DMARC); absent when it publishes nothing. */
  policy?: { strictDkim: boolean; strictSpf: boolean } | undefined;
  forwarded: Authentication['forwarded'];
  checked: Authentication['checked'];
}

/**
 * A domain vouches when a signature or a right to send that passed is its own or its organisation's. Where none did,
 * it is a failure if there was one that should have, or the domain says by DMARC that there should be.
 */
export function verdictOn({ from, found, policy, forwarded, checked }: Findings): Authentication {
  if (from === undefined) return { result: 'fail', checked, ...(forwarded && { forwarded }) };
  const own = found.filter(({ by, domain }) =>
    aligned(from, domain, by === 'dkim' ? policy?.strictDkim : policy?.strictSpf),
  );
  const passed = own.find((each) => each.passed);
  if (passed) {
    // an intact signature of the writer's own domain outlives forwarding; servers seal what they send themselves, too
    const list = forwarded === 'list' ? { forwarded } : {};
    return { result: 'pass', by: passed.by, domain: passed.domain, from, checked, ...list };
  }
  const result = own.length > 0 || policy ? 'fail' : 'none';
  return { result, from, checked, ...(forwarded && { forwarded }) };
}
