/** Opening a document that is a zip archive, within limits: of what it holds only what is asked for is unpacked. */
import { Buffer } from 'node:buffer';
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import { Refusal } from './refusal.js';

const limits = {
  entries: 2000,
  /** Bytes of one entry, and of all that are read, unpacked. */
  entry: 16_000_000,
  total: 32_000_000,
  /** An entry above `small` bytes packs no tighter than this; office documents reach about 40. */
  ratio: 200,
  small: 1_000_000,
};

/** An archive's entries by name, unpacked when asked for. */
export interface Archive {
  names: string[];
  /** The bytes of an entry; undefined where it has none of that name. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/**
 * Reads an archive's directory.
 *
 * @throws Refusal `damaged` for what is no archive, or holds two entries of one name; `too-large` beyond the limits;
 *   `password` for an encrypted entry
 */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const zip = await yauzl.fromBufferPromise(buffer).catch(damaged);
  const entries = new Map<string, Entry>();
  let total = 0;
  try {
    if (zip.entryCount > limits.entries) throw new Refusal('too-large');
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName) || entries.size >= limits.entries) throw new Refusal('damaged');
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    damaged(error);
  }
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (!entry) return undefined;
      total += entry.uncompressedSize;
      if (total > limits.total || isTooLarge(entry)) throw new Refusal('too-large');
      if (entry.isEncrypted()) throw new Refusal('password');
      return unpack(zip, entry).catch(damaged);
    },
  };
}

const isTooLarge = ({ uncompressedSize, compressedSize }: Entry): boolean =>
  uncompressedSize > limits.entry ||
  (uncompressedSize > limits.small && uncompressedSize > compressedSize * limits.ratio);

/** yauzl ends the stream with an error as soon as it gives more than the entry declares. */
async function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function damaged(error: unknown): never {
  throw error instanceof Refusal ? error : new Refusal('damaged');
}
