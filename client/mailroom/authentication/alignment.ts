/** Which domains belong together (RFC 7489, section 3.1): those of one organisation, by the public suffix list. */
import { domainToASCII } from 'node:url';
import { getDomain } from 'tldts';

/** A domain as it is compared: small letters, ASCII, no final dot; undefined for what is none. */
export function domainOf(text: string | undefined): string | undefined {
  const bare = text?.slice(text.lastIndexOf('@') + 1).replace(/\.$/, '');
  return (bare !== undefined && bare.length <= 253 && domainToASCII(bare)) || undefined;
}

/**
 * True when one domain may vouch for the other.
 *
 * @param strict only the very same (`adkim=s`, `aspf=s`)
 */
export function aligned(from: string, vouching: string, strict = false): boolean {
  if (from === vouching) return true;
  if (strict) return false;
  const organisation = getDomain(from, { allowPrivateDomains: true });
  return organisation !== null && organisation === getDomain(vouching, { allowPrivateDomains: true });
}
