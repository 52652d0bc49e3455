/** The folder that an account is written into: an empty one, or one that holds an account already. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { badInput } from '../../../domain/errors.js';

/** Says that the folder holds an account, and which files are its own. */
const markFile = 'ascn-timeline.json';
const format = 'ascn-timeline/1';

interface Mark {
  format: typeof format;
  files: string[];
}

export interface Folder {
  /** @param path within the folder */
  write(path: string, text: string): Promise<void>;
  /** Lists what was written; what an earlier account had beside it is removed. @returns how many files there are */
  end(): Promise<number>;
}

/**
 * Opens the folder, and makes it where it is not there.
 *
 * @throws CycleError `BadInput` where it holds anything that is no account of this program's
 */
export async function openFolder(path: string): Promise<Folder> {
  const root = resolve(path);
  const there = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw badInput(
      `--html is “${path}”, which ${error.code === 'ENOTDIR' ? 'is a file' : `cannot be read (${error.code ?? error.message})`}; expected a folder.`,
    );
  });
  const before = there.length === 0 ? [] : await filesOfAccount(root, path);
  const written = new Set<string>();
  return {
    write: async (file, text) => {
      const target = within(root, file);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
      written.add(file);
    },
    end: async () => {
      for (const file of before) if (!written.has(file)) await rm(within(root, file), { force: true });
      const mark: Mark = { format, files: [...written].sort() };
      await writeFile(join(root, markFile), `${JSON.stringify(mark, null, 1)}\n`);
      return written.size;
    },
  };
}

/** The files of the account that the folder holds. */
async function filesOfAccount(root: string, path: string): Promise<string[]> {
  const mark = await readFile(join(root, markFile), 'utf8')
    .then((text) => JSON.parse(text) as Mark)
    .catch(() => undefined);
  if (mark?.format !== format || !Array.isArray(mark.files))
    throw badInput(
      `--html is “${path}”, a folder that is not empty; expected an empty folder, a new one, or one that this command has written.`,
    );
  return mark.files.filter((file) => typeof file === 'string');
}

/** @throws Error for a path that leads out of the folder */
function within(root: string, file: string): string {
  const target = resolve(root, file);
  if (!target.startsWith(root + sep)) throw new Error(`${file} lies outside of ${root}`);
  return target;
}
