/** The document store on disk. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import type { Place } from './store.js';
import { createStore } from './store.js';

/** The document store of a folder, without encryption. @param folder e.g. `var/store` */
export const createDiskStore = (folder: string): DocumentStore => createStore(diskPlace(folder));

/**
 * A folder as the place of a document store; it is made when the first document is stored.
 *
 * Every write goes to a file of its own, is flushed to the disk and then takes its place in one step, so that
 * a reader, also after a power cut, finds the whole document or none. Several processes may share a folder.
 */
export function diskPlace(folder: string): Place {
  return {
    name: folder,

    read: (path) => onDisk(folder, () => readFile(join(folder, path)).catch(absent(undefined))),

    write(path, content) {
      const file = join(folder, path);
      return onDisk(folder, () => writeWhole(file, content, (temporary) => rename(temporary, file)));
    },

    create(path, content) {
      const file = join(folder, path);
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

    async list(within) {
      const base = join(folder, within);
      const entries = await onDisk(folder, () =>
        readdir(base, { recursive: true, withFileTypes: true }).catch(absent([])),
      );
      return entries
        .filter((entry) => entry.isFile() && !entry.name.startsWith(unfinished))
        .map((entry) => join(entry.parentPath, entry.name).slice(base.length + 1));
    },
  };
}

/**
 * Tries whether the store can be written to, by a file that is taken away again.
 *
 * @throws CycleError `Unavailable` when the disk is full, read-only or away
 */
export const tryDiskStore = (folder: string): Promise<void> =>
  onDisk(folder, () => writeWhole(join(folder, 'tried'), Buffer.from('x'), (temporary) => rm(temporary)));

/** Begins the name of a file that is being written. No entry's or document's name begins so. */
const unfinished = '.unfinished-';

/** Writes a new file beside `file`, flushes it, lets `place` put it where it belongs, and flushes the folder. */
async function writeWhole<T>(
  file: string,
  content: Uint8Array,
  place: (temporary: string) => Promise<T>,
): Promise<T> {
  const folder = dirname(file);
  const temporary = join(folder, unfinished + randomUUID());
  try {
    await writeFlushed(temporary, content).catch(async (error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true });
      await writeFlushed(temporary, content);
    });
    const placed = await place(temporary);
    await flushFolder(folder);
    return placed;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const writeFlushed = (file: string, content: Uint8Array): Promise<void> =>
  writeFile(file, content, { flag: 'wx', flush: true });

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
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
      code,
    );
  }
}
