/** Letters of those who will answer later, or who only say that ours came. */
import { firstDayIn } from '../dates-in-words.js';
import type { IsoDate } from '../time.js';
import { hintsIn, looksFilled, saidIn } from './automatic.js';
import type { LetterFacts } from './facts.js';
import type { Phrases } from './phrases.js';
import { spoken } from './wording.js';

export interface Acknowledgement {
  /** The words that promise, or that confirm the receipt. */
  wording: string;
  promises: boolean;
  promised?: IsoDate;
}

/** Characters; what is longer says more than that. */
const longestPromise = 1500;
const longestReceipt = 300;
/** Hints count in letters up to this length: of a promise beside its day, of mere thanks. */
const longestHinted = 450;
const longestThanks = 70;

/** What a letter without answers and documents promises; undefined for one that does not. */
export function acknowledgementIn(facts: LetterFacts, phrases: Phrases): Acknowledgement | undefined {
  const { text, received, attachments } = facts;
  if (attachments > 0 || text.length > longestPromise || looksFilled(text)) return undefined;
  const words = spoken(text);
  const promise = saidIn(words, phrases, 'promises');
  if (promise) {
    // The first day to come after the words that promise; else the first in the text.
    const promised = firstDayIn(words.slice(promise.at), received) ?? firstDayIn(words, received);
    return { wording: promise.wording, promises: true, ...(promised !== undefined && { promised }) };
  }
  const [hint] = text.length > longestHinted ? [] : hintsIn(words, phrases, 'promise');
  const day = hint === undefined ? undefined : firstDayIn(words, received);
  if (hint !== undefined && day !== undefined) return { wording: hint.trim(), promises: true, promised: day };
  const receipt = text.length > longestReceipt ? undefined : saidIn(words, phrases, 'receipts');
  if (receipt) return { wording: receipt.wording, promises: false };
  const [thanks] = text.length > longestThanks ? [] : hintsIn(words, phrases, 'receipt');
  return thanks === undefined ? undefined : { wording: thanks.trim(), promises: false };
}
