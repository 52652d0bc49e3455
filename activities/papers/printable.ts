/** Text as it may be printed: what would reorder or hide the text beside it is left out. */

/**
 * Control characters, and the marks that embed, override or isolate a direction (U+202A–202E, U+2066–2069): a
 * single one of them, sent in an answer, would turn round what stands after it. Line breaks stay, and so do the
 * left-to-right and right-to-left marks, which correct writing in Jawi needs.
 */
const unprintable = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

export const printable = (text: string): string =>
  text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').replaceAll(unprintable, '');

/** Every text in a value, made printable. */
export function allPrintable<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, entry: unknown) =>
    typeof entry === 'string' ? printable(entry) : entry,
  ) as T;
}
