/** Signing letters with DKIM (RFC 6376), where the installation has a key. */
import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';
import type { DkimKey } from './dkim-key.js';

/**
 * Signs a message. RSA signs the same words in the same way, so that the same message has the same signature.
 *
 * @returns the whole message, its signature first
 * @throws Error when it could not be signed
 */
export async function signed(message: Buffer, { domain, selector, privateKey }: DkimKey): Promise<Buffer> {
  const signer = new DKIM({ domainName: domain, keySelector: selector, privateKey });
  const whole = await buffer(signer.sign(message));
  // the library passes a message on as it is when the key does not work
  if (!whole.subarray(0, 15).toString('latin1').startsWith('DKIM-Signature:'))
    throw new Error('The letter could not be signed with the key of ASCN_DKIM_KEY.');
  return whole;
}
