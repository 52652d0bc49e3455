/** The key that signs seals: Ed25519, made from the installation's secret, so that there is one thing to back up. */
import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import { canonical } from '../../domain/canonical.js';

/** What stands before the 32 bytes of a private key (RFC 8410, 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface SealKey {
  /** The public key, raw, in hex: what auditors are told. */
  public: string;
  /** @returns what was said, with Ed25519 over its canonical JSON, in base64 */
  sign<T extends object>(said: T): T & { signature: string };
}

/** @param secret the installation's, of at least 32 characters */
export function sealKeyOf(secret: string): SealKey {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'ascn-cycle seal', 32));
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  return {
    public: rawOf(createPublicKey(key)),
    sign: (said) => ({
      ...said,
      signature: sign(null, Buffer.from(canonical(said)), key).toString('base64'),
    }),
  };
}

const rawOf = (key: KeyObject): string =>
  Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
