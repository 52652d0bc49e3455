/**
 * What the organisation's own mail server says of a letter's sender: its `Authentication-Results` (RFC 8601), believed
 * under its configured name only, and only the topmost. It is for that server to take away those that came from
 * outside under its name (section 5); whatever stands below its own is not looked at.
 */
import type { MethodResult } from '../../../domain/authentication-results.js';
import { authenticationResults, withoutComments } from '../../../domain/authentication-results.js';
import type { Authentication } from '../../../domain/authenticity.js';
import { headSize } from '../line-ends.js';
import { domainOf } from './alignment.js';
import { verdictOn } from './verdict.js';

/** Characters: headers beyond, and longer ones, are not looked at. */
const lookedAt = 256 * 1024;
const longest = 8 * 1024;

/**
 * @param raw a message that came from the organisation's own mail server, or lies in its mailbox
 * @param server its authserv-id
 * @returns `none` where it says nothing
 */
export function toldBy(raw: Buffer, server: string): Authentication {
  const headers = headersOf(raw);
  const valuesOf = (name: string): string[] =>
    headers.flatMap(([key, value]) => (key === name ? [value] : []));
  const results = valuesOf('authentication-results')
    .map(authenticationResults)
    .find((each) => each.server === server.toLowerCase());
  const from = writerOf(valuesOf('from'));
  if (!results) return { result: 'none', checked: 'by-server', ...(from !== undefined && { from }) };
  const of = (method: string): MethodResult[] => results.results.filter((each) => each.method === method);
  const dmarc = of('dmarc').find(({ properties }) => {
    const checked = domainOf(properties['header.from']);
    return checked === undefined || from === undefined || checked === from || from.endsWith(`.${checked}`);
  });
  if (dmarc?.result === 'pass' && from !== undefined)
    return { result: 'pass', by: 'dmarc', domain: from, from, checked: 'by-server', ...listed(headers) };
  const found = (['dkim', 'spf'] as const).flatMap((by) =>
    of(by)
      .filter(({ result }) => ['pass', 'fail', 'softfail', 'permerror'].includes(result))
      .flatMap(({ result, properties }) => {
        const said =
          by === 'dkim'
            ? (properties['header.d'] ?? properties['header.i'])
            : (properties['smtp.mailfrom'] ?? properties['smtp.helo']);
        const domain = domainOf(said);
        return domain === undefined ? [] : [{ by, domain, passed: result === 'pass' }];
      }),
  );
  const refused = dmarc?.result === 'fail';
  return verdictOn({
    from,
    found: refused ? [] : found,
    policy: refused ? { strictDkim: false, strictSpf: false } : undefined,
    forwarded:
      listed(headers).forwarded ?? (of('arc').some(({ result }) => result === 'pass') ? 'arc' : undefined),
    checked: 'by-server',
  });
}

const listed = (headers: readonly [string, string][]): { forwarded?: 'list' } =>
  headers.some(([name]) => name === 'list-id') ? { forwarded: 'list' } : {};

/** Names in small letters, values unfolded; from the top. */
function headersOf(raw: Buffer): [string, string][] {
  const head = raw.toString('latin1', 0, Math.min(headSize(raw), lookedAt));
  return head.split(/\r?\n(?![ \t])/).map((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trimEnd().toLowerCase();
    return [name, line.slice(colon + 1, colon + 1 + longest).replace(/\r?\n/g, '')];
  });
}

/** The domain of the one address of the one `From`; undefined for none, or more. */
export function writerOf(values: readonly string[]): string | undefined {
  const [value, ...more] = values;
  if (value === undefined || more.length > 0) return undefined;
  const plain = withoutComments(value, true);
  const addresses = plain.match(/[^\s<>,;:"()\\@]{1,255}@[^\s<>,;:"()\\@]{1,253}/g) ?? [];
  return addresses.length === 1 ? domainOf(addresses[0]) : undefined;
}
