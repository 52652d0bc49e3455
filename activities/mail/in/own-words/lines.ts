/** A letter as lines, each with what is known of it. */
import { foldWords } from '../../../../domain/fold.js';

export type Role = 'own' | 'quoted' | 'signature';

export interface Line {
  text: string;
  /** What the HTML says of it. */
  given?: Role;
  /** The HTML says that the letter's original begins here and goes on to the end. */
  originalBegins?: true;
  /** A row of a table, its cells joined. */
  row?: true;
}

/** Longest line that is looked at as heading, attribution or signature, in characters; longer ones are prose. */
const longestHeading = 400;

/** The lines with what the rules ask of them again and again, each worked out once. */
export class Lines {
  readonly count: number;
  private readonly folds: (string | undefined)[] = [];
  private readonly names: (string | undefined)[] = [];
  private readonly nextWritten: Int32Array;

  constructor(readonly all: readonly Line[]) {
    this.count = all.length;
    this.nextWritten = new Int32Array(this.count + 1).fill(this.count);
    for (let i = this.count - 1; i >= 0; i--) {
      this.nextWritten[i] = this.isBlank(i) ? (this.nextWritten[i + 1] ?? this.count) : i;
    }
  }

  text(i: number): string {
    return this.all[i]?.text ?? '';
  }

  isBlank(i: number): boolean {
    return !/\S/.test(this.text(i));
  }

  /** Not so long that it must be prose. */
  isShort(i: number): boolean {
    return this.text(i).length <= longestHeading;
  }

  /** The line's words as `foldWords` gives them; none of a long one. */
  words(i: number): string {
    return (this.folds[i] ??= this.isShort(i) ? foldWords(this.text(i)) : '');
  }

  /** The folded name before the line's colon; '' where there is none. */
  nameOf(i: number): string {
    const known = this.names[i];
    if (known !== undefined) return known;
    const text = this.text(i).slice(0, 48);
    const colon = text.search(/[:：]/);
    return (this.names[i] = colon < 1 ? '' : foldWords(text.slice(0, colon)));
  }

  /** The first written line from here on; the count of lines where there is none. */
  writtenFrom(i: number): number {
    return this.nextWritten[Math.min(i, this.count)] ?? this.count;
  }

  /** Marked as quoted, by the HTML or by `>` at its beginning. */
  isQuoted(i: number): boolean {
    return this.all[i]?.given === 'quoted' || this.isMarked(i);
  }

  /** With `>` at its beginning. */
  isMarked(i: number): boolean {
    return /^[ \t]{0,8}[>＞]/.test(this.text(i));
  }
}
