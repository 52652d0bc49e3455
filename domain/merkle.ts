/**
 * A log's tree of hashes, as in RFC 6962 (2.1): each root stands for every leaf up to it, so that a root which
 * somebody keeps shows later whether one was changed, left out or put in.
 */
import { createHash } from 'node:crypto';

/** A subtree whose leaves are a power of two. */
interface Peak {
  leaves: number;
  hash: Buffer;
}

/** The tree of a log that grows. It keeps one hash for each power of two in the number of its leaves. */
export class MerkleTree {
  readonly #peaks: Peak[] = [];
  #size = 0;

  /** The number of leaves. */
  get size(): number {
    return this.#size;
  }

  add(leaf: Uint8Array | string): void {
    this.#size += 1;
    let peak: Peak = { leaves: 1, hash: sha256(leafMark, leaf) };
    for (let left = this.#peaks.at(-1); left?.leaves === peak.leaves; left = this.#peaks.at(-1)) {
      this.#peaks.pop();
      peak = { leaves: 2 * peak.leaves, hash: sha256(nodeMark, left.hash, peak.hash) };
    }
    this.#peaks.push(peak);
  }

  /** @returns the root of the leaves so far, in hex */
  root(): string {
    const [last, ...others] = this.#peaks.toReversed();
    if (!last) return sha256().toString('hex');
    return others.reduce((right, { hash }) => sha256(nodeMark, hash, right), last.hash).toString('hex');
  }
}

/** They keep a leaf from being taken for a node (RFC 6962, 2.1). */
const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
