/** A zip archive that is written to a file, one entry after the other: it holds none of them for longer than it takes. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Manifest } from '../../domain/bundle.js';
import { manifestPath } from '../../domain/bundle.js';
import { sha256 } from '../../domain/canonical.js';
import { keyIdOf } from '../../domain/encryption.js';

/** The first day that a zip archive can give (PKWARE APPNOTE, 4.4.6), in the machine's zone as yazl reads it. */
const packedAt = new Date(1980, 0, 1);

export class ZipWriter {
  /** What has been added, for the manifest. */
  readonly files: Manifest['files'] = {};
  readonly #zip = new ZipFile();
  readonly #written: Promise<void>;
  readonly #failed = new AbortController();

  /** @param file it is begun at once */
  constructor(file: string) {
    this.#written = pipeline(this.#output, createWriteStream(file));
    // whoever adds or ends sees the failure
    this.#written.catch((error: unknown) => this.#failed.abort(error));
  }

  get #output(): Readable {
    return this.#zip.outputStream as unknown as Readable;
  }

  /** @throws Error when the file cannot be written */
  async add(path: string, content: Uint8Array | string): Promise<void> {
    const bytes = Buffer.from(content);
    this.files[path] = { sha256: sha256(bytes), bytes: bytes.length };
    await this.#put(path, bytes);
  }

  /** Adds the manifest, which lists the others, and waits until all is written. */
  async end(manifest: string): Promise<void> {
    await this.#put(manifestPath, Buffer.from(manifest));
    this.#zip.end();
    await this.#written;
  }

  async giveUp(): Promise<void> {
    this.#output.destroy();
    await this.#written.catch(() => undefined);
  }

  /** Waits until the entry has been taken: the next one is read only then. */
  async #put(path: string, bytes: Buffer): Promise<void> {
    const { signal } = this.#failed;
    const stream = Readable.from([bytes]);
    const options = {
      ...{ mtime: packedAt, forceDosTimestamp: true, size: bytes.length },
      // what is encrypted was compressed before, and gets no smaller
      compress: keyIdOf(bytes) === undefined,
    };
    this.#zip.addReadStreamLazy(path, options, once(stream));
    await finished(stream, { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
  }
}

/** Gives a stream to whoever asks, and forgets it: the archive keeps whom it asked until its end. */
function once(stream: Readable): (give: (error: undefined, stream: Readable) => void) => void {
  const held = [stream];
  return (give) => give(undefined, held.pop()!);
}
