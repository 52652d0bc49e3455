/**
 * How documents are encrypted: compressed, then AES-256-GCM, with a key of its own for each, made from the key of its subject (whose
 * document it is) and its content. The same document under the same key gives the same bytes, so that a retry finds
 * it at the same address (docs/decisions/023-encryption.md).
 *
 * Stored are: a mark, the length and the text of the key's id, the digest of the content under the subject's key, the
 * commitment to the document's own key, the ciphertext, and GCM's tag. All before the ciphertext is authenticated.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from 'node:zlib';
import { CycleError } from './errors.js';

const [deflate, inflate] = [promisify(deflateRaw), promisify(inflateRaw)];

/** A key of a subject: `network/1`, `person/<32 hex digits>/2`, `payloads/1`. The last part is its generation. */
export interface SubjectKey {
  id: string;
  /** 32 bytes. */
  key: Uint8Array;
}

/** The subject of a key. */
export const subjectOf = (keyId: string): string => keyId.slice(0, keyId.lastIndexOf('/'));

export const generationOf = (keyId: string): number => Number(keyId.slice(keyId.lastIndexOf('/') + 1));

const mark = Buffer.from('ASCN\x01', 'latin1');
const [digestSize, commitmentSize, tagSize] = [32, 32, 16];

/** Bytes that are worked on before others have a turn: it takes a few milliseconds. */
const pieceSize = 1024 * 1024;

/** Below it, to hand bytes to another thread takes longer than to compress them here. */
const smallSize = 32 * 1024;

/** Reads the head of a stored document. */
interface Head {
  keyId: string;
  digest: Buffer;
  commitment: Buffer;
  /** All before the ciphertext. */
  length: number;
}

function headOf(stored: Uint8Array): Head | undefined {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  if (!bytes.subarray(0, mark.length).equals(mark)) return undefined;
  const idEnd = mark.length + 1 + (bytes[mark.length] ?? 0);
  const length = idEnd + digestSize + commitmentSize;
  if (bytes.length < length + tagSize) return undefined;
  return {
    keyId: bytes.toString('latin1', mark.length + 1, idEnd),
    digest: bytes.subarray(idEnd, idEnd + digestSize),
    commitment: bytes.subarray(idEnd + digestSize, length),
    length,
  };
}

/** The id of the key that a stored document is encrypted with; undefined for one that is not encrypted. */
export const keyIdOf = (stored: Uint8Array): string | undefined => headOf(stored)?.keyId;

/** Encrypts a document. */
export async function encryptDocument(
  { id, key }: SubjectKey,
  document: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = await packed(document);
  const hmac = createHmac('sha256', key).update('document');
  for await (const piece of pieces(content)) hmac.update(piece);
  const digest = hmac.digest();
  const own = partsOf(contentKeyFrom(key, digest));
  const head = Buffer.concat([
    mark,
    Buffer.from([id.length]),
    Buffer.from(id, 'latin1'),
    digest,
    own.commitment,
  ]);
  const cipher = createCipheriv('aes-256-gcm', own.key, own.nonce).setAAD(head);
  const parts: Uint8Array[] = [head];
  for await (const piece of pieces(content)) parts.push(cipher.update(piece));
  parts.push(cipher.final(), cipher.getAuthTag());
  return Buffer.concat(parts);
}

/**
 * Decrypts a stored document with its subject's key.
 *
 * @param stored one that `keyIdOf` gives an id for
 * @throws CycleError `NotFound` when it does not open: the key is another one, or bytes were changed
 */
export const decryptDocument = (stored: Uint8Array, key: Uint8Array): Promise<Uint8Array> =>
  decryptWithContentKey(stored, contentKeyOf(stored, key));

/**
 * The key of one document, 32 bytes: whoever has it reads this document, and no other of its subject. The stored bytes
 * commit to it, so that no other key opens them to other words.
 */
export const contentKeyOf = (stored: Uint8Array, key: Uint8Array): Uint8Array =>
  contentKeyFrom(key, headOf(stored)?.digest ?? Buffer.alloc(digestSize));

/** @throws CycleError `NotFound` when it does not open */
export async function decryptWithContentKey(stored: Uint8Array, contentKey: Uint8Array): Promise<Uint8Array> {
  const head = headOf(stored);
  const own = partsOf(contentKey);
  if (!head || !timingSafeEqual(own.commitment, head.commitment)) throw doesNotOpen(head?.keyId);
  const decipher = createDecipheriv('aes-256-gcm', own.key, own.nonce)
    .setAAD(stored.subarray(0, head.length))
    .setAuthTag(stored.subarray(-tagSize));
  const parts: Uint8Array[] = [];
  try {
    for await (const piece of pieces(stored.subarray(head.length, -tagSize)))
      parts.push(decipher.update(piece));
    parts.push(decipher.final());
  } catch {
    throw doesNotOpen(head.keyId);
  }
  return unpacked(Buffer.concat(parts));
}

/**
 * Compressed where that makes it shorter: ciphertext cannot be compressed any more. The first byte tells. It is done
 * before the digest is made, so that no two contents are ever encrypted with one key.
 */
async function packed(document: Uint8Array): Promise<Uint8Array> {
  const compressed = document.length < smallSize ? deflateRawSync(document) : await deflate(document);
  return compressed.length < document.length
    ? Buffer.concat([Buffer.from([1]), compressed])
    : Buffer.concat([Buffer.from([0]), document]);
}

async function unpacked(content: Uint8Array): Promise<Uint8Array> {
  const [isCompressed, rest] = [content[0] === 1, content.subarray(1)];
  if (!isCompressed) return rest;
  return content.length < smallSize ? inflateRawSync(rest) : inflate(rest);
}

const doesNotOpen = (keyId = 'no key'): CycleError =>
  new CycleError(
    'NotFound',
    `It does not open with the key ${keyId}: its bytes were changed, or the key is another one of this name.`,
  );

const contentKeyFrom = (key: Uint8Array, digest: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, digest, 'ascn-cycle document', 32));

/** What a document's own key is used for. */
function partsOf(contentKey: Uint8Array): { key: Buffer; nonce: Buffer; commitment: Buffer } {
  const bytes = Buffer.from(
    hkdfSync('sha256', contentKey, '', 'ascn-cycle content', 32 + 12 + commitmentSize),
  );
  return { key: bytes.subarray(0, 32), nonce: bytes.subarray(32, 44), commitment: bytes.subarray(44) };
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) {
    if (at > 0) await new Promise((turn) => setImmediate(turn));
    yield bytes.subarray(at, at + pieceSize);
  }
}
