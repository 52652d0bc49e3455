/** One document of a year in plain, by the path or the address under which the record names it. */
import { createHash } from 'node:crypto';
import { documentPath } from '../../domain/bundle.js';
import type { Address } from '../../domain/document.js';
import { isAddress } from '../../domain/document.js';
import { badInput } from '../../domain/errors.js';
import { openBundle } from './bundle.js';

export interface ReadDocument {
  address: Address;
  /** What was stored, before it was encrypted. */
  content: Uint8Array;
  /** SHA-256 of the content, in hex. */
  sha256: string;
}

/**
 * @param file that `ascn audit export` has written
 * @param what `documents/1b/8e91…` as a trace has it, `sha256:1b8e91…` as histories have it, or the first 12 digits or more
 * @param keyFile where it does not lie beside the file
 * @throws CycleError `BadInput` for what names no document or several, `NotFound` when its key is not at hand
 */
export async function readDocument(file: string, what: string, keyFile?: string): Promise<ReadDocument> {
  const digits = /^(?:documents\/|sha256:)?([0-9a-f]{2})\/?([0-9a-f]{10,62})$/i.exec(what)?.slice(1).join('');
  if (digits === undefined)
    throw badInput(
      `“${what}” names no document; expected documents/… as a trace has it, sha256:… as histories have it, or at least the first 12 digits.`,
    );
  const bundle = await openBundle(file, keyFile);
  try {
    const beginning = `documents/${digits.slice(0, 2)}/${digits.slice(2)}`.toLowerCase();
    const [path, other] = bundle.paths.filter((each) => each.startsWith(beginning));
    if (path === undefined) throw badInput(`There is no document “${what}” in ${file}.`);
    if (other !== undefined)
      throw badInput(`“${what}” names several documents in ${file}; give more digits.`);
    const address = `sha256:${path.slice('documents/'.length).replace('/', '')}`;
    if (!isAddress(address) || documentPath(address) !== path)
      throw badInput(`There is no document “${what}” in ${file}.`);
    const content = await bundle.document(address);
    return { address, content, sha256: createHash('sha256').update(content).digest('hex') };
  } finally {
    bundle.close();
  }
}
