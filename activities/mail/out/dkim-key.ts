/** The key with which letters are signed (DKIM, RFC 6376), checked before the first one leaves. */
import { createPrivateKey } from 'node:crypto';
import { badInput } from '../../../domain/errors.js';

export interface DkimKey {
  /** The domain that signs: that of the reply addresses, which `From` has. */
  domain: string;
  selector: string;
  /** RSA, as PEM. */
  privateKey: string;
}

/** RFC 8301: verifiers take no shorter keys, and need not take longer ones than 4096 bits. */
const bits = { least: 1024, most: 4096 };

/**
 * Checks a key before the first letter leaves: a letter whose key does not work would leave unsigned.
 *
 * @param pem the key file's content
 * @param setting the setting that names the file, and the file, for the sentence
 * @throws CycleError `BadInput` for anything but an RSA private key without a passphrase
 */
export function readDkimKey(pem: string, setting: string): string {
  const expected = 'expected an RSA private key as PEM, without a passphrase, such as: openssl genrsa 2048';
  let key;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw badInput(`${setting}, which holds no private key that can be read; ${expected}.`);
  }
  const size = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa')
    throw badInput(`${setting}, which holds a key of another kind (${key.asymmetricKeyType}); ${expected}.`);
  if (size < bits.least || size > bits.most)
    throw badInput(
      `${setting}, which holds a key of ${size} bits; expected one of ${bits.least} to ${bits.most} (RFC 8301).`,
    );
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
