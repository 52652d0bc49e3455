/**
 * What a document store is, wherever it keeps its bytes: `documents/` by the SHA-256 of the stored bytes,
 * `ledgers/` written once. A folder and a bucket hold the same under the same names, so that one can be copied
 * to the other.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Address, DocumentStore } from '../../domain/document.js';
import { isAddress } from '../../domain/document.js';
import { badInput, CycleError } from '../../domain/errors.js';
import { fileOf, folderOf, keyOf } from './file-name.js';

/** Where bytes lie under names such as `documents/ab/cd…`. Its errors are `CycleError` `Unavailable`. */
export interface Place {
  /** As errors name it. */
  name: string;
  /** @returns undefined when nothing lies there */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Puts bytes there, in one step, in place of what may lie there. */
  write(path: string, content: Uint8Array): Promise<void>;
  /** @returns false when something lies there already; nothing is changed then */
  create(path: string, content: Uint8Array): Promise<boolean>;
  /** Everything that lies below a folder, as paths relative to it, in any order. */
  list(folder: string): Promise<string[]>;
}

/**
 * The document store of a place.
 *
 * A ledger's name and a key are one path: the entry `b/c` of ledger `a` is the entry `c` of ledger `a/b`.
 */
export function createStore(place: Place): DocumentStore {
  const store: DocumentStore = {
    async put(bytes) {
      const content = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
      const address = await addressOf(content);
      const path = documentPath(address);
      const there = await place.read(path);
      if (there && (await addressOf(there)) === address) return address;
      await place.write(path, content);
      return address;
    },

    async get(address) {
      const content = await place.read(documentPath(address));
      if (!content) {
        throw new CycleError(
          'NotFound',
          `The document ${address} is not in the document store ${place.name}.`,
        );
      }
      const found = await addressOf(content);
      if (found !== address) {
        throw new CycleError(
          'NotFound',
          `The document ${address} was altered in the document store ${place.name}: what lies there is ${found}. Restore it from a copy.`,
        );
      }
      return content;
    },

    putJson: (value) => store.put(canonicalize(value) ?? 'null'),

    async getJson<T>(address: Address) {
      return parse<T>(await store.get(address), `The document ${address}`);
    },

    enter: (ledger, key, value) =>
      place.create(entryPath(ledger, key), Buffer.from(canonicalize(value) ?? 'null', 'utf8')),

    async entry<T>(ledger: string, key: string) {
      const content = await place.read(entryPath(ledger, key));
      return content && parse<T>(content, `The entry “${key}” of the ledger “${ledger}”`);
    },

    async keys(ledger, prefix = '') {
      const within = prefix.includes('/') ? [folderOf(prefix.slice(0, prefix.lastIndexOf('/')))] : [];
      const files = await place.list(['ledgers', folderOf(ledger), ...within].join('/'));
      return files
        .map((file) => keyOf([...within, file].join('/')))
        .filter((key): key is string => key !== undefined && key.startsWith(prefix))
        .sort();
    },
  };
  return store;
}

function documentPath(address: Address): string {
  if (!isAddress(address)) throw badInput(notAnAddress(address));
  const digest = address.slice('sha256:'.length);
  return `documents/${digest.slice(0, 2)}/${digest.slice(2)}`;
}

const notAnAddress = (text: string): string =>
  `“${text}” is not a document's address; expected sha256: and 64 hex digits.`;

const entryPath = (ledger: string, key: string): string => `ledgers/${fileOf(ledger, key)}`;

/** Bytes that are hashed before others have a turn: it takes a few milliseconds. */
const pieceSize = 1024 * 1024;

async function addressOf(bytes: Uint8Array): Promise<Address> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += pieceSize) {
    if (at > 0) await new Promise((turn) => setImmediate(turn));
    hash.update(bytes.subarray(at, at + pieceSize));
  }
  return `sha256:${hash.digest('hex')}`;
}

function parse<T>(content: Uint8Array, what: string): T {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8')) as T;
  } catch {
    throw new CycleError('NotFound', `${what} cannot be read as JSON.`);
  }
}
