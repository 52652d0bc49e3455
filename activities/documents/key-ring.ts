/** The key ring of an installation: the master keys, which wrap every other key. It lies apart from the data. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { badInput, CycleError } from '../../domain/errors.js';

/** What the file of a ring holds; keys are 32 bytes, in base64. */
interface RingFile {
  /** Which master key wraps now. */
  current: string;
  /** `k1`, `k2` …, in their order. */
  masters: Record<string, string>;
  /** By which a mail address becomes the name of a subject. It never changes. */
  index: string;
}

/** A key as it lies in the store. */
export interface Wrapped {
  /** The id of the master key. */
  master: string;
  /** Nonce, ciphertext and tag, in base64. */
  wrapped: string;
}

export interface KeyRing {
  /** The id of the master key that wraps now. */
  current(): string;
  /** All ids, in their order. */
  masters(): string[];
  /** @param name bound to the key: under another it does not open */
  wrap(key: Uint8Array, name: string): Wrapped;
  /** @throws CycleError `Unavailable` when the ring lacks the master key, or the key does not open with it */
  unwrap(wrapped: Wrapped, name: string): Buffer;
  /** The first 32 hex digits of the HMAC-SHA256 of a mail address in small letters. */
  index(address: string): string;
}

const newKey = (): string => randomBytes(32).toString('base64');

/** The text of a new ring. */
export const newRing = (): string => written({ current: 'k1', masters: { k1: newKey() }, index: newKey() });

/** The text of a ring with one more master key, which is current. @throws CycleError as `ringOf` does */
export function rotatedRing(text: string, file: string): string {
  const ring = parsed(text, file);
  const id = `k${Object.keys(ring.masters).length + 1}`;
  return written({ ...ring, current: id, masters: { ...ring.masters, [id]: newKey() } });
}

const written = (ring: RingFile): string => `${JSON.stringify(ring, null, 2)}\n`;

/**
 * A ring by its text, which is read anew whenever a key is wrapped or unwrapped: it may have been rotated meanwhile.
 *
 * @param read gives the text of the file
 * @param file as errors name it
 */
export function createKeyRing(read: () => string, file: string): KeyRing {
  const ring = (): RingFile => parsed(read(), file);
  const masterOf = ({ masters }: RingFile, id: string): Buffer => {
    const master = masters[id];
    if (master === undefined)
      throw new CycleError(
        'Unavailable',
        `The key ring ${file} has no master key ${id}; it has ${Object.keys(masters).join(', ')}. Copy the ring here from where it was rotated, or restore it from its backup.`,
      );
    return Buffer.from(master, 'base64');
  };
  let index: Buffer | undefined;
  return {
    current: () => ring().current,
    masters: () => Object.keys(ring().masters),
    wrap(key, name) {
      const file = ring();
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', masterOf(file, file.current), nonce).setAAD(
        Buffer.from(name),
      );
      const bytes = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
      return { master: file.current, wrapped: bytes.toString('base64') };
    },
    unwrap({ master, wrapped }, name) {
      const bytes = Buffer.from(wrapped, 'base64');
      const key = masterOf(ring(), master);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
          .setAAD(Buffer.from(name))
          .setAuthTag(bytes.subarray(-16));
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
      } catch {
        throw new CycleError(
          'Unavailable',
          `The key ${name} in the document store does not open with ${master} of the key ring ${file}: the ring is that of another installation, or the key was altered.`,
        );
      }
    },
    index(address) {
      index ??= Buffer.from(ring().index, 'base64');
      return createHmac('sha256', index).update(address.trim().toLowerCase()).digest('hex').slice(0, 32);
    },
  };
}

/** @throws CycleError `BadInput` for what is no ring */
function parsed(text: string, file: string): RingFile {
  let ring: Partial<RingFile> | undefined;
  try {
    ring = JSON.parse(text) as Partial<RingFile>;
  } catch {
    // told below
  }
  const keys = [...Object.values(ring?.masters ?? {}), ring?.index ?? ''];
  const fits = keys.every((key) => Buffer.from(key, 'base64').length === 32);
  if (!ring?.masters || !fits || ring.current === undefined || !(ring.current in ring.masters))
    throw badInput(
      `${file} is no key ring; expected the JSON that was made at the first start, with masters, current and index. Restore it from its backup.`,
    );
  return ring as RingFile;
}
