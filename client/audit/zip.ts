/** A zip archive, of which one file is read at a time. */
import type { Entry } from 'yauzl';
import yauzl from 'yauzl';
import type { CycleError } from '../../domain/errors.js';
import { badInput } from '../../domain/errors.js';

export interface Zip {
  /** The paths of its files, in their order. */
  paths: string[];
  /** @throws Error when the file is not in it, or is damaged */
  read: (path: string) => Promise<Buffer>;
  json: <T>(path: string) => Promise<T>;
  /** A sentence that refuses the archive, of its name and why. */
  refuse: (why: string) => CycleError;
  close(): void;
}

/** @throws CycleError `BadInput` for what is no zip archive, or holds two files of one name */
export async function openZip(file: string): Promise<Zip> {
  const refuse = (why: string) =>
    badInput(`${file} ${why}; expected a file that \`ascn audit export\` has written.`);
  const zip = await yauzl.openPromise(file, { autoClose: false }).catch((error: unknown) => {
    throw refuse(
      `cannot be read as a zip archive (${error instanceof Error ? error.message : String(error)})`,
    );
  });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw refuse(`holds ${entry.fileName} twice`);
    entries.set(entry.fileName, entry);
  }
  const read = async (path: string): Promise<Buffer> => {
    const entry = entries.get(path);
    if (!entry) throw new Error(`${path} is not there`);
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    return Buffer.concat(parts);
  };
  return {
    paths: [...entries.keys()],
    read,
    json: async <T>(path: string) => JSON.parse((await read(path)).toString('utf8')) as T,
    refuse,
    close: () => zip.close(),
  };
}
