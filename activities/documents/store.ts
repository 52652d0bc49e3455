/**
 * What a document store is, wherever it keeps its bytes: `documents/` by the SHA-256 of the stored bytes,
 * `ledgers/` written once, both encrypted, and `keys/` with the wrapped keys of whose they are. A folder and a bucket hold the same under the same names, so that one can be copied
 * to the other.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Address, DocumentStore, Owner } from '../../domain/document.js';
import { isAddress } from '../../domain/document.js';
import { decryptDocument, encryptDocument, keyIdOf, subjectOf } from '../../domain/encryption.js';
import { badInput, CycleError } from '../../domain/errors.js';
import { fileOf, folderOf, keyOf } from './file-name.js';
import type { SubjectKeys } from './subject-keys.js';

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
 *
 * @param keys with which what is stored is encrypted; without them nothing is, and what is encrypted cannot be read
 */
export function createStore(place: Place, keys?: SubjectKeys): DocumentStore {
  const putStored = async (content: Uint8Array): Promise<Address> => {
    const address = await addressOf(content);
    const path = documentPath(address);
    const there = await place.read(path);
    if (there && (await addressOf(there)) === address) return address;
    await place.write(path, content);
    return address;
  };

  const stored = async (address: Address): Promise<Uint8Array> => {
    const content = await place.read(documentPath(address));
    if (!content) {
      throw new CycleError('NotFound', `The document ${address} is not in the document store ${place.name}.`);
    }
    const found = await addressOf(content);
    if (found !== address) {
      throw new CycleError(
        'NotFound',
        `The document ${address} was altered in the document store ${place.name}: what lies there is ${found}. Restore it from a copy.`,
      );
    }
    return content;
  };

  const encrypted = async (content: Uint8Array, of: Owner): Promise<Uint8Array> => {
    if (!keys || of === 'open') return content;
    return encryptDocument(await keys.current(await subjectFor(of, keys)), content);
  };

  const subjectFor = async (of: Exclude<Owner, 'open'>, subjects: SubjectKeys): Promise<string> => {
    if (of === 'network') return of;
    if ('person' in of) return subjects.person(of.person);
    const keyId = keyIdOf(await stored(of.as));
    return keyId === undefined ? 'network' : subjectOf(keyId);
  };

  const decrypted = async (content: Uint8Array, what: string): Promise<Uint8Array> => {
    const keyId = keyIdOf(content);
    if (keyId === undefined) return content;
    if (!keys) throw new CycleError('NotFound', `${what} is encrypted, and no keys are at hand.`);
    try {
      return await decryptDocument(content, await keys.get(keyId));
    } catch (error) {
      throw error instanceof CycleError
        ? new CycleError(error.type, `${what} cannot be read. ${error.message}`)
        : error;
    }
  };

  const entryNamed = (ledger: string, key: string): string => `The entry “${key}” of the ledger “${ledger}”`;

  const store: DocumentStore = {
    stored,
    put: async (bytes, of = 'network') => putStored(await encrypted(bytesOf(bytes), of)),
    get: async (address) => decrypted(await stored(address), `The document ${address}`),
    putJson: (value, of) => store.put(canonicalize(value) ?? 'null', of),

    async getJson<T>(address: Address) {
      return parse<T>(await store.get(address), `The document ${address}`);
    },

    enter: async (ledger, key, value, of = 'network') =>
      place.create(entryPath(ledger, key), await encrypted(bytesOf(canonicalize(value) ?? 'null'), of)),

    async entry<T>(ledger: string, key: string) {
      const content = await place.read(entryPath(ledger, key));
      const what = entryNamed(ledger, key);
      return content && parse<T>(await decrypted(content, what), what);
    },

    async keepEntry(ledger, key) {
      const content = await place.read(entryPath(ledger, key));
      return content && putStored(content);
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

const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : content;

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
