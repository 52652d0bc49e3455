/** Text from outside as it may stand on one line of ours. */

/** Signs that turn the direction of what follows, by which a name can show another ending than it has. */
const directionOverrides = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;

/** On one line, without control characters, overrides of direction and blanks at its ends. */
export const oneLine = (text: string): string =>
  text
    .replace(directionOverrides, '')

    .replace(/[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]+/g, ' ')
    .trim();

/** Several lines: `\n` between them, no other control character than the tab. */
export const plainLines = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029|\x85/g, '\n')

    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\ufeff]/g, '');
