/** Putting a message together from the pieces in which it comes. */

/**
 * A line that begins with a full stop comes as a piece of its own (RFC 5321, section 4.5.2), and a piece of some bytes
 * takes a hundred to keep: they are copied together into blocks.
 */
const blockSize = 64 * 1024;

/** Bytes that are copied before others have a turn: it takes some milliseconds. */
const copiedAtOnce = 4 * 1024 * 1024;

/** A copy in memory of its own. */
export const copyOf = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => joined([bytes]);

/** Pieces in one, in memory of its own. Of many bytes others have a turn in between. */
async function joined(pieces: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  let copied = 0;
  for (const piece of pieces)
    for (let from = 0; from < piece.length; from += copiedAtOnce) {
      const part = piece.subarray(from, from + copiedAtOnce);
      if (copied + part.length > copiedAtOnce) {
        await new Promise((turn) => setImmediate(turn));
        copied = 0;
      }
      whole.set(part, at);
      at += part.length;
      copied += part.length;
    }
  return whole;
}

export class Gathering {
  private readonly blocks: Buffer[] = [];
  private open = Buffer.alloc(0);
  private used = 0;

  add(piece: Buffer): void {
    for (let at = 0; at < piece.length;) {
      if (this.used === this.open.length) this.begin();
      const copied = piece.copy(this.open, this.used, at);
      this.used += copied;
      at += copied;
    }
  }

  drop(): void {
    this.blocks.length = 0;
    this.open = Buffer.alloc(0);
    this.used = 0;
  }

  /** The message in one piece. */
  whole(): Promise<Uint8Array<ArrayBuffer>> {
    return joined([...this.blocks, this.open.subarray(0, this.used)]);
  }

  private begin(): void {
    if (this.used > 0) this.blocks.push(this.open);
    this.open = Buffer.allocUnsafeSlow(blockSize);
    this.used = 0;
  }
}
