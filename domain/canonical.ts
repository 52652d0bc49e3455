/** Values as bytes that are the same wherever they are written: canonical JSON (RFC 8785), and its SHA-256. */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

export const canonical = (value: object): string => canonicalize(value) ?? '';

/** @returns the digest in hex */
export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
