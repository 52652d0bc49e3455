/** Values that enter a header or a single line: nothing in them starts a line of its own or turns the writing round. */

/** One line of plain text: control characters and line breaks become spaces, marks that override the direction go. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

/** True for a single mail address that a mail server can be given. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+\.[^\s<>()[\]\\,;:"@\p{Cc}.]+$/u.test(text);
