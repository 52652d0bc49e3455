/** Keeps the workflow code and the data of this installation, so that a year can be replayed against what ran it. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptCode } from '../../domain/archive.js';
import { codeLedger } from '../../domain/archive.js';
import type { Address, DocumentStore } from '../../domain/document.js';

export interface CodeAtWork {
  /** The file of the workflow bundle, with its source map. */
  bundlePath: string;
  /** The folder of the data that ship with the project. */
  dataDir: string;
  /** The version of Temporal's SDK. */
  sdk: string;
  /** The commit from which it was built, where that is known. */
  commit?: string | undefined;
}

/** Keeps a version, once for each network. Done before its worker takes any work. */
export async function keepCode(
  store: DocumentStore,
  network: string,
  { bundlePath, dataDir, sdk, commit }: CodeAtWork,
): Promise<void> {
  const bundle = await readFile(bundlePath);
  const build = createHash('sha256').update(bundle).digest('hex');
  if (await store.entry(codeLedger(network), build)) return;
  const files: Record<string, Address> = {};
  for (const file of await filesIn(dataDir))
    files[file] = await store.put(await readFile(join(dataDir, file)));
  const kept: KeptCode = {
    ...{ kind: 'code', build, sdk },
    bundle: await store.put(bundle, 'open'),
    data: await store.putJson(files),
    ...(commit !== undefined && { commit }),
  };
  await store.enter(codeLedger(network), build, kept, 'open');
}

/** The files of a folder and of those in it, sorted. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
