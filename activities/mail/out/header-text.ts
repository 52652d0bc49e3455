/** Values that come from outside: nothing in them starts a header or a line of its own, or turns the writing round. */

/** One line of plain text: control characters and line breaks become spaces, marks that override the direction go. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Text of several lines: as `oneLine`, but its lines stay, with at most one empty one between them. */
export const severalLines = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .split('\n')
    .map(oneLine)
    .filter((line, i, lines) => line !== '' || (i > 0 && lines[i - 1] !== ''))
    .join('\n')
    .trim();

/** True for a single mail address that a mail server can be given. */
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 &&
  /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+\.[^\s<>()[\]\\,;:"@\p{Cc}.]+$/u.test(text);
