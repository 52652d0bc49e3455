/** To whom a letter in a mailbox was sent, since a mailbox keeps no envelope. */
import { isOurs } from './addresses.js';
import { headSize } from './line-ends.js';

/** Where the last server notes the envelope's recipients, and where the writer says whom the letter is for. */
const named = /^(?:delivered-to|x-original-to|envelope-to|to|cc):/i;

/** Bytes of a header and recipients of a letter that are looked at; a letter of ours has one reply address. */
const lookedAt = 256 * 1024;
const most = 20;

/** What looks like an address; bounded, so that a line without an end takes no time. */
const addresses = /[^\s<>,;:"()\\@]{1,255}@[^\s<>,;:"()\\@]{1,253}/g;

/** @returns the mailroom's own addresses in the letter's header, each once */
export function recipientsIn(raw: Buffer, domain: string): string[] {
  const head = raw.toString('latin1', 0, Math.min(headSize(raw), lookedAt));
  const ours = head
    .split(/\r?\n(?![ \t])/)
    .filter((line) => named.test(line))
    .flatMap((line) => line.slice(line.indexOf(':') + 1).match(addresses) ?? [])
    .filter((address) => isOurs(address, domain));
  return [...new Set(ours)].slice(0, most);
}
