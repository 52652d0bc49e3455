/** A document store in memory. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';

export function memoryStore(): DocumentStore {
  const documents = new Map<string, Uint8Array>();
  const ledgers = new Map<string, unknown>();
  const put = (bytes: Uint8Array | string): string => {
    const stored = Buffer.from(bytes);
    const address = `sha256:${createHash('sha256').update(stored).digest('hex')}`;
    documents.set(address, stored);
    return address;
  };
  const get = (address: string): Uint8Array => {
    const stored = documents.get(address);
    if (!stored) throw new CycleError('NotFound', `No document has the address ${address}.`);
    return stored;
  };
  return {
    put: (bytes) => Promise.resolve(put(bytes)),
    get: (address) => Promise.resolve(get(address)),
    stored: (address) => Promise.resolve(get(address)),
    putJson: (value) => Promise.resolve(put(canonicalize(value) ?? 'null')),
    getJson: <T>(address: string) =>
      Promise.resolve(JSON.parse(Buffer.from(get(address)).toString('utf8')) as T),
    enter: (ledger, key, value) => {
      const at = `${ledger}/${key}`;
      if (ledgers.has(at)) return Promise.resolve(false);
      ledgers.set(at, value);
      return Promise.resolve(true);
    },
    entry: <T>(ledger: string, key: string) =>
      Promise.resolve(ledgers.get(`${ledger}/${key}`) as T | undefined),
    keepEntry: (ledger, key) => {
      const entry = ledgers.get(`${ledger}/${key}`);
      return Promise.resolve(entry === undefined ? undefined : put(canonicalize(entry) ?? 'null'));
    },
    keys: (ledger, prefix = '') =>
      Promise.resolve(
        [...ledgers.keys()]
          .filter((at) => at.startsWith(`${ledger}/${prefix}`))
          .map((at) => at.slice(ledger.length + 1))
          .sort(),
      ),
  };
}
