/** What the mail servers on a message's way say of its origin (RFC 8601): as it stands there, not verified. */

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
  const results = values.map((value) => {
    const [server = '', ...parts] = value.replace(/\([^()]{0,1000}\)/g, ' ').split(';');
    const methods = new Map<string, string>();
    for (const part of parts) {
      const [, method = '', result = ''] = /^\s*([a-z0-9-]{1,30})\s*=\s*([a-z]{1,20})/i.exec(part) ?? [];
      // Of several signatures one that holds is enough.
      if (method && (!methods.has(method) || result === 'pass'))
        methods.set(method.toLowerCase(), result.toLowerCase());
    }
    return { server: server.trim().split(/\s/)[0] ?? '', methods };
  });
  const resultOf = (method: string): string | null =>
    results.find(({ methods }) => methods.has(method))?.methods.get(method) ?? null;
  return {
    verified: false,
    by: [...new Set(results.map(({ server }) => server).filter((server) => server !== ''))],
    spf: resultOf('spf'),
    dkim: resultOf('dkim'),
    dmarc: resultOf('dmarc'),
    arc: resultOf('arc'),
  };
}
