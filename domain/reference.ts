/** How a letter names one of ours without its reply address: by our Message-ID, or by our number in its text. */

/** One of our letters by its number, `ASCN/2018/action-plan/da-nang/1`, and the year in it. */
export interface NumberedLetter {
  number: string;
  cycle: number;
}

/** What may stand between the slashes of a number; a longer one is none of ours. */
const longestNumber = 200;

/**
 * A text that is a letter's number and nothing else.
 *
 * @returns undefined for any other text
 */
export function numbered(text: string): NumberedLetter | undefined {
  if (text.length > longestNumber) return undefined;
  const [head, year = '', ...rest] = text.split('/');
  const whole = rest.length >= 2 && rest.every((part) => /^[\w.-]+$/.test(part));
  if (head?.toUpperCase() !== 'ASCN' || !/^\d{4}$/.test(year) || !whole) return undefined;
  return { number: ['ASCN', year, ...rest].join('/'), cycle: Number(year) };
}

/**
 * Parses a Message-ID that `messageIdOf` of `activities/mail/out/address.ts` made: `<number+network@domain>`, where
 * slashes are full stops and what a Message-ID cannot hold is `=` and two hex digits.
 *
 * @returns undefined for a Message-ID that is not ours
 */
export function referenceIn(messageId: string): (NumberedLetter & { network: string }) | undefined {
  const [, number, network] =
    /^<?([\w.=-]{1,400})\+([\w.=-]{1,200})@[^@<>\s]{1,255}>?$/.exec(messageId) ?? [];
  if (number === undefined || network === undefined) return undefined;
  const letter = numbered(decoded(number));
  return letter && { ...letter, network: decoded(network) };
}

/** Undoes the writing of a Message-ID; what was never written so stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('.', '/').replaceAll('=', '%'));
  } catch {
    return text;
  }
}

/** A letter that names many numbers is about none of them. */
const mostNumbers = 20;

/** Characters of a text in which numbers are looked for. */
const lookedAt = 200_000;

/** The numbers of letters that stand whole in a text, in the order in which they stand there, each once. */
export function numbersIn(text: string): NumberedLetter[] {
  const found = new Map<string, NumberedLetter>();
  for (const [written] of text.slice(0, lookedAt).matchAll(/(?<![\w/-])ASCN\/\d{4}\/[\w./-]{1,200}/gi)) {
    // a number at the end of a sentence
    const letter = numbered(written.replace(/[./-]{1,8}$/, ''));
    if (letter) found.set(letter.number, letter);
    if (found.size >= mostNumbers) break;
  }
  return [...found.values()];
}

/** Message-IDs in a header such as `References`; the latest are the nearest, and the last fifty are looked at. */
export const messageIdsIn = (header: string): string[] =>
  (header.slice(-20_000).match(/<[^<>\s]{1,900}>/g) ?? []).slice(-50);

/** How it was found out which letter of ours another answers; `assigned` is a person's word. */
export type FoundBy = 'token' | 'references' | 'number' | 'assigned';
