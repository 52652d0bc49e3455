/** Looking into messages that lie as files: nothing of an installation is needed, and nothing is changed. */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Inspection } from '../activities/mail/in/inspect.js';
import { uninspected } from '../activities/mail/in/inspect.js';
import { createReader } from '../activities/mail/in/reading/reader.js';
import { projectRoot } from './project.js';

export type { Inspection };

/** One that cannot be read is not ours, and says why. */
export async function inspectFile(path: string): Promise<Inspection> {
  const reader = createReader(join(projectRoot(), 'data'));
  try {
    const found = await reader.inspectFile(path);
    return 'refused' in found ? uninspected(found.refused) : found;
  } finally {
    await reader.close();
  }
}

/**
 * Looks into every message of a folder and of those in it, several at a time.
 *
 * @returns one result a file, in the order of their names
 * @throws the error of the file system when the folder cannot be read
 */
export async function* inspectFolder(folder: string): AsyncGenerator<Inspection & { file: string }> {
  const files = await messagesIn(folder);
  const reader = createReader(join(projectRoot(), 'data'));
  // Each thread finds its next message waiting while its last result is printed.
  const ahead = 4 * availableParallelism();
  const running: Promise<Inspection & { file: string }>[] = [];
  const inspect = async (file: string): Promise<Inspection & { file: string }> => {
    const found = await reader.inspectFile(join(folder, file));
    return { file, ...('refused' in found ? uninspected(found.refused) : found) };
  };
  try {
    for (const file of files) {
      running.push(inspect(file));
      if (running.length >= ahead) yield await running.shift()!;
    }
    for (const each of running) yield await each;
  } finally {
    await reader.close();
  }
}

/** The files that end in `.eml`; where none does, as in a mail server's own folders, all that are not hidden. */
async function messagesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .sort();
  const named = files.filter((file) => /\.eml$/i.test(file));
  return named.length > 0 ? named : files;
}
