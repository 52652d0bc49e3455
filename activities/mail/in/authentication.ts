/** What the mail servers on a message's way say of its origin (RFC 8601): as it stands there, not verified. */

import { authenticationResults } from '../../../domain/authentication-results.js';

export interface Authentication {
  /** Anyone can write such a header; nobody has checked it. */
  verified: false;
  /** The servers that say so, the nearest first. */
  by: string[];
  /** The result of each method (pass, fail, none …) as the nearest server gives it. */
  spf: string | null;
  dkim: string | null;
  dmarc: string | null;
  arc: string | null;
}

const mostHeaders = 20;

/** @returns null where no server says anything */
export function authenticationOf(headers: readonly { name: string; value: string }[]): Authentication | null {
  const values = headers
    .filter(({ name }) => name === 'authentication-results')
    .slice(0, mostHeaders)
    .map(({ value }) => value.slice(0, 10_000));
  if (values.length === 0) return null;
  const said = values.map(authenticationResults);
  // of several signatures one that holds is enough
  const resultOf = (method: string): string | null => {
    const found = said
      .map(({ results }) => results.filter((each) => each.method === method))
      .find((results) => results.length > 0);
    return (found?.find(({ result }) => result === 'pass') ?? found?.[0])?.result ?? null;
  };
  return {
    verified: false,
    by: [...new Set(said.map(({ server }) => server).filter((server) => server !== ''))],
    spf: resultOf('spf'),
    dkim: resultOf('dkim'),
    dmarc: resultOf('dmarc'),
    arc: resultOf('arc'),
  };
}
