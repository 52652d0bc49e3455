/**
 * Encrypted payloads: what Temporal's server holds of a value. The metadata names the key; the ciphertext holds the
 * payload whole, with its own metadata (docs/decisions/023-encryption.md).
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SubjectKey } from './encryption.js';
import { CycleError } from './errors.js';

/** Of Temporal's payload what is encrypted. */
export interface PlainPayload {
  metadata?: Record<string, Uint8Array> | null;
  data?: Uint8Array | null;
}

const encoding = 'binary/encrypted';
const [nonceSize, tagSize] = [12, 16];

const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

/** The id of the key that a payload is encrypted with; undefined for one that is not encrypted. */
export const payloadKeyOf = ({ metadata }: PlainPayload): string | undefined =>
  textOf(metadata?.encoding) === encoding ? textOf(metadata?.['encryption-key-id']) : undefined;

export function encryptPayload({ id, key }: SubjectKey, { metadata, data }: PlainPayload) {
  const named = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]);
  const head = Buffer.from(JSON.stringify(Object.fromEntries(named)));
  const size = Buffer.alloc(4);
  size.writeUInt32BE(head.length);
  const nonce = randomBytes(nonceSize);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  // protobuf gives an empty list for bytes that are not there, as of a payload that says “nothing”
  const parts = [size, head, data?.length ? data : new Uint8Array()].map((part) => cipher.update(part));
  return {
    metadata: { encoding: Buffer.from(encoding), 'encryption-key-id': Buffer.from(id) },
    data: Buffer.concat([nonce, ...parts, cipher.final(), cipher.getAuthTag()]),
  };
}

/**
 * @param key the one that `payloadKeyOf` names
 * @throws CycleError `NotFound` when it does not open: the key is another one, or bytes were changed
 */
export function decryptPayload(payload: PlainPayload, key: Uint8Array) {
  const id = payloadKeyOf(payload) ?? '';
  const bytes = payload.data ?? new Uint8Array();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceSize))
      .setAAD(Buffer.from(id))
      .setAuthTag(bytes.subarray(-tagSize));
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceSize, -tagSize)), decipher.final()]);
    const headEnd = 4 + plain.readUInt32BE(0);
    const named = JSON.parse(plain.toString('utf8', 4, headEnd)) as Record<string, string>;
    const metadata = Object.entries(named).map(
      ([name, value]) => [name, Buffer.from(value, 'base64')] as const,
    );
    return { metadata: Object.fromEntries(metadata), data: plain.subarray(headEnd) };
  } catch {
    throw new CycleError(
      'NotFound',
      `A payload does not open with the key ${id}: its bytes were changed, or the key is another one of this name.`,
    );
  }
}

/**
 * The same value, an event or a list of them, with every payload in it decrypted. What is not encrypted stays as it is.
 *
 * @param keyOf gives a key by its id
 */
export async function decrypted<T>(value: T, keyOf: (id: string) => Promise<Uint8Array>): Promise<T> {
  const ids = [...payloadKeysIn(value)];
  const keys = await Promise.all(ids.map(async (id) => [id, await keyOf(id)] as const));
  return inPlain(value, new Map(keys));
}

function inPlain<T>(value: T, keys: ReadonlyMap<string, Uint8Array>): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => inPlain(item, keys)) as T;
  if (!isPlain(value)) return value;
  const id = isPayload(value) ? payloadKeyOf(value) : undefined;
  const copy = Object.create(Object.getPrototypeOf(value) as object) as Record<string, unknown>;
  if (id !== undefined) return Object.assign(copy, decryptPayload(value as PlainPayload, keys.get(id)!)) as T;
  for (const [name, field] of Object.entries(value)) copy[name] = inPlain(field as unknown, keys);
  return copy as T;
}

/** The ids of all keys that payloads in a value are encrypted with. */
export function payloadKeysIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return found;
  const id = isPayload(value) ? payloadKeyOf(value) : undefined;
  if (id !== undefined) found.add(id);
  else for (const field of Object.values(value) as unknown[]) payloadKeysIn(field, found);
  return found;
}

/** What has fields of its own, and no inner workings such as a number of 64 bits has. */
const isPlain = (value: object): boolean => !('low' in value && 'high' in value);

const isPayload = (value: object): value is PlainPayload =>
  'metadata' in value && 'data' in value && value.data instanceof Uint8Array;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
