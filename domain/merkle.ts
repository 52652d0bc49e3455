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

/** Shows that a leaf stands in a log: its place, and the hashes of what stands beside it, from the leaf up to the root. */
export interface InclusionProof {
  /** Counted from 0. */
  index: number;
  /** The number of leaves that the root stands for. */
  size: number;
  /** In hex. */
  path: string[];
}

/**
 * The proof that a leaf stands in a log (RFC 6962, 2.1.1).
 *
 * @param leaves all of them
 * @throws RangeError for a place that the log has not
 */
export function proveInclusion(leaves: readonly (Uint8Array | string)[], index: number): InclusionProof {
  if (!(index >= 0 && index < leaves.length))
    throw new RangeError(`The log has ${leaves.length} leaves; there is none at ${index}.`);
  const path: string[] = [];
  // from the root down: at each step the half in which the leaf does not stand
  let [from, to] = [0, leaves.length];
  while (to - from > 1) {
    const middle = from + leftOf(to - from);
    const beside = index < middle ? leaves.slice(middle, to) : leaves.slice(from, middle);
    const tree = new MerkleTree();
    for (const leaf of beside) tree.add(leaf);
    path.unshift(tree.root());
    [from, to] = index < middle ? [from, middle] : [middle, to];
  }
  return { index, size: leaves.length, path };
}

/** The root that a proof leads to from a leaf, in hex; undefined where it is no proof of this place. */
export function rootProvenBy(
  leaf: Uint8Array | string,
  { index, size, path }: InclusionProof,
): string | undefined {
  if (![index, size].every(Number.isSafeInteger) || index < 0 || index >= size) return undefined;
  const beside = path.map((hash) => Buffer.from(hash, 'hex'));
  const climb = (at: number, leaves: number): Buffer | undefined => {
    if (leaves === 1) return sha256(leafMark, leaf);
    const hash = beside.pop();
    if (hash?.length !== 32) return undefined;
    const left = leftOf(leaves);
    const own = at < left ? climb(at, left) : climb(at - left, leaves - left);
    return own && (at < left ? sha256(nodeMark, own, hash) : sha256(nodeMark, hash, own));
  };
  const root = climb(index, size);
  return beside.length === 0 ? root?.toString('hex') : undefined;
}

/** How many leaves the left half of a tree has: the largest power of two below their number (RFC 6962, 2.1). */
const leftOf = (leaves: number): number => 2 ** Math.floor(Math.log2(leaves - 1));

/** They keep a leaf from being taken for a node (RFC 6962, 2.1). */
const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
