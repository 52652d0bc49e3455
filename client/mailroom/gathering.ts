/** Putting a message together from the pieces in which it comes. */

/**
 * A line that begins with a full stop comes as a piece of its own (RFC 5321, section 4.5.2), and a piece of some bytes
 * takes a hundred to keep: they are copied together into blocks.
 */
const blockSize = 64 * 1024;

/** Blocks that are copied before others have a turn: it takes some milliseconds. */
const blocksAtOnce = 64;

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

  /** The message in one piece; of a large one others have their turn in between. */
  async whole(): Promise<Buffer> {
    const whole = Buffer.allocUnsafeSlow(this.blocks.length * blockSize + this.used);
    for (const [i, block] of this.blocks.entries()) {
      if (i > 0 && i % blocksAtOnce === 0) await new Promise((turn) => setImmediate(turn));
      block.copy(whole, i * blockSize);
    }
    this.open.copy(whole, this.blocks.length * blockSize, 0, this.used);
    return whole;
  }

  private begin(): void {
    if (this.used > 0) this.blocks.push(this.open);
    this.open = Buffer.allocUnsafeSlow(blockSize);
    this.used = 0;
  }
}
