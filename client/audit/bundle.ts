/**
 * The file of a year, opened for reading: a zip archive, of which one file is read at a time. What is encrypted in it is
 * read with the keys of the key file, which auditors get apart from it.
 */
import type { Manifest } from '../../domain/bundle.js';
import { bundleFormat, documentPath, manifestPath } from '../../domain/bundle.js';
import type { Address } from '../../domain/document.js';
import { decrypted } from '../../domain/encrypted-payload.js';
import { decryptDocument, keyIdOf } from '../../domain/encryption.js';
import { erasedInWords } from '../../domain/erasure.js';
import { CycleError } from '../../domain/errors.js';
import type { Event } from './history.js';
import { eventsOf } from './history.js';
import { readKeys } from './key-file.js';
import { openZip } from './zip.js';

export interface Bundle {
  manifest: Manifest;
  /** False where no key file is at hand: then only what is not encrypted is read in plain. */
  hasKeys: boolean;
  /** The paths of its files, in their order. */
  paths: string[];
  /** @throws Error when the file is not in it, or is damaged */
  read(path: string): Promise<Buffer>;
  json<T>(path: string): Promise<T>;
  /**
   * A document in plain.
   * @throws CycleError `Erased` for one of a person whose data were erased, in words; `NotFound` when its key is not at
   *   hand; Error as `read` does
   */
  document(address: Address): Promise<Uint8Array>;
  /** The events of a history with all payloads in plain. Throws what `document` does. */
  history(path: string): Promise<Event[]>;
  /** What was read of a file of the bundle, in plain. @throws CycleError `NotFound` as `document` does */
  decrypt(content: Uint8Array): Promise<Uint8Array>;
  decryptEvents(events: Event[]): Promise<Event[]>;
  close(): void;
}

/**
 * @param keyFile where it does not lie beside the bundle
 * @throws CycleError `BadInput` for what is no file of a year, or holds two files of one name; or for a key file that is
 *   none, or another year's
 */
export async function openBundle(file: string, keyFile?: string): Promise<Bundle> {
  const zip = await openZip(file);
  const { paths, read, json } = zip;
  const manifest = await json<Manifest>(manifestPath).catch(() => undefined);
  if (manifest?.format !== bundleFormat) {
    zip.close();
    throw zip.refuse(`has no ${manifestPath} of the format ${bundleFormat}`);
  }
  const keys = await readKeys(file, manifest, keyFile).catch((error: unknown) => {
    zip.close();
    throw error;
  });
  const keyOf = (id: string): Promise<Uint8Array> => {
    const key = keys?.get(id);
    if (key) return Promise.resolve(key);
    const erasure = manifest.erased?.[id];
    return Promise.reject(
      erasure
        ? new CycleError('Erased', erasedInWords(erasure))
        : new CycleError('NotFound', `It is encrypted, and its key ${id} is not at hand.`),
    );
  };
  const decrypt = async (content: Uint8Array): Promise<Uint8Array> => {
    const keyId = keyIdOf(content);
    return keyId === undefined ? content : decryptDocument(content, await keyOf(keyId));
  };
  const decryptEvents = (events: Event[]): Promise<Event[]> => decrypted(events, keyOf);
  return {
    manifest,
    hasKeys: keys !== undefined,
    paths,
    read,
    decrypt,
    decryptEvents,
    document: async (address) => decrypt(await read(documentPath(address))),
    history: async (path) => decryptEvents(eventsOf(await read(path))),
    json,
    close: () => zip.close(),
  };
}
