/** The mailroom's own addresses. */
import { domainToASCII } from 'node:url';

/** `reply@`, `reply+…@` and `postmaster@` the domain; and `postmaster` alone, which every server has (RFC 5321, 4.5.1). */
export function isOurs(address: string, domain: string): boolean {
  const [mailbox = '', at, ...more] = address.toLowerCase().split('@');
  if (mailbox === 'postmaster' && at === undefined) return true;
  return (
    more.length === 0 &&
    at !== undefined &&
    domainToASCII(at) === domain.toLowerCase() &&
    /^(?:reply(?:\+[^@]*)?|postmaster)$/.test(mailbox)
  );
}
