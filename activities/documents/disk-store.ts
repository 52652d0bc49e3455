/** The document store on disk: `documents/` by the SHA-256 of the stored bytes, `ledgers/` written once. */
import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import canonicalize from 'canonicalize';
import type { Address, DocumentStore } from '../../domain/document.js';
import { isAddress } from '../../domain/document.js';
import { badInput, CycleError } from '../../domain/errors.js';
import { fileOf, folderOf, keyOf } from './file-name.js';

/**
 * Opens the document store of a folder; the folder is made when the first document is stored.
 *
 * Every write goes to a file of its own, is flushed to the disk and then takes its place in one step, so that
 * a reader, also after a power cut, finds the whole document or none. Several processes may share a folder.
 *
 * A ledger's name and a key are one path: the entry `b/c` of ledger `a` is the entry `c` of ledger `a/b`.
 *
 * @param folder e.g. `var/documents`
 */
export function createDiskStore(folder: string): DocumentStore {
  const documentFile = (address: Address): string => {
    if (!isAddress(address)) throw badInput(notAnAddress(address));
    const digest = address.slice('sha256:'.length);
    return join(folder, 'documents', digest.slice(0, 2), digest.slice(2));
  };
  const ledgers = join(folder, 'ledgers');
  const readIf = (file: string): Promise<Buffer | undefined> =>
    onDisk(folder, () => readFile(file).catch(absent(undefined)));

  const store: DocumentStore = {
    async put(bytes) {
      const content = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
      const address = addressOf(content);
      const file = documentFile(address);
      const there = await readIf(file);
      if (there && addressOf(there) === address) return address;
      await onDisk(folder, () => writeWhole(file, content, (temporary) => rename(temporary, file)));
      return address;
    },

    async get(address) {
      const content = await readIf(documentFile(address));
      if (!content) {
        throw new CycleError('NotFound', `The document ${address} is not in the document store ${folder}.`);
      }
      const found = addressOf(content);
      if (found !== address) {
        throw new CycleError(
          'NotFound',
          `The document ${address} was altered in the document store ${folder}: what lies there is ${found}. Restore it from a copy.`,
        );
      }
      return content;
    },

    putJson: (value) => store.put(canonicalize(value) ?? 'null'),

    async getJson<T>(address: Address) {
      return parse<T>(await store.get(address), `The document ${address}`);
    },

    async enter(ledger, key, value) {
      const file = join(ledgers, fileOf(ledger, key));
      const content = Buffer.from(canonicalize(value) ?? 'null', 'utf8');
      return onDisk(folder, () =>
        writeWhole(file, content, async (temporary) => {
          try {
            await link(temporary, file);
            return true;
          } catch (error) {
            if (codeOf(error) === 'EEXIST') return false;
            throw error;
          } finally {
            await rm(temporary, { force: true });
          }
        }),
      );
    },

    async entry<T>(ledger: string, key: string) {
      const content = await readIf(join(ledgers, fileOf(ledger, key)));
      return content && parse<T>(content, `The entry “${key}” of the ledger “${ledger}”`);
    },

    async keys(ledger, prefix = '') {
      const base = join(ledgers, folderOf(ledger));
      const within = prefix.includes('/') ? folderOf(prefix.slice(0, prefix.lastIndexOf('/'))) : '';
      const files = await onDisk(folder, () =>
        readdir(join(base, within), { recursive: true, withFileTypes: true }).catch(absent([])),
      );
      return files
        .filter((entry) => entry.isFile() && !entry.name.startsWith(unfinished))
        .map((entry) => keyOf(join(entry.parentPath, entry.name).slice(base.length + 1)))
        .filter((key): key is string => key !== undefined && key.startsWith(prefix))
        .sort();
    },
  };
  return store;
}

/** Begins the name of a file that is being written. No entry's or document's name begins so. */
const unfinished = '.unfinished-';

const notAnAddress = (text: string): string =>
  `“${text}” is not a document's address; expected sha256: and 64 hex digits.`;

const addressOf = (bytes: Uint8Array): Address =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Writes a new file beside `file`, flushes it, lets `place` put it where it belongs, and flushes the folder. */
async function writeWhole<T>(
  file: string,
  content: Uint8Array,
  place: (temporary: string) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = join(dirname(file), unfinished + randomUUID());
  try {
    await flushed(temporary, 'wx', (handle) => handle.writeFile(content));
    const placed = await place(temporary);
    await flushed(dirname(file), 'r');
    return placed;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function flushed(
  path: string,
  flags: string,
  write?: (handle: Handle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags);
  try {
    await write?.(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parse<T>(content: Uint8Array, what: string): T {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8')) as T;
  } catch {
    throw new CycleError('NotFound', `${what} cannot be read as JSON.`);
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const absent =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (codeOf(error) === 'ENOENT') return instead;
    throw error;
  };

const reasons: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file may not grow that large',
  EROFS: 'the disk is read-only',
  EACCES: 'access is denied',
  EPERM: 'the operation is not permitted there',
  EIO: 'the disk reports an error',
  ENOTDIR: 'a file stands where a folder is needed',
};

/** Whatever the disk refuses may work later, when somebody has seen to it. */
async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new CycleError(
      'Unavailable',
      `The document store ${folder} cannot be used: ${reasons[code] ?? 'the system says'} (${code}).`,
    );
  }
}
