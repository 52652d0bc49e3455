/** What an automatic reply says of the writer's absence: until when, and who is to be asked meanwhile. */
import { daysIn } from '../dates-in-words.js';
import type { IsoDate } from '../time.js';
import { ownWords, saidIn } from './automatic.js';
import { addressesIn } from './bounce-text.js';
import type { LetterFacts } from './facts.js';
import { wholeOf } from './facts.js';
import type { AutomaticWords, Phrases } from './phrases.js';
import { spoken, spokenIn } from './wording.js';

/** Longest absence that is believed, in days; a date beyond it is one of the past without its year. */
const longestAbsence = 370;
/** Characters after the words of return in which its day stands. */
const near = 60;
/** Characters before words that the day stands before. */
const close = 32;

/**
 * The day until which the writer is away, or on which it is back, as the letter or its subject names it.
 *
 * Where no words of return are known, the last day of the sentence that tells of the absence.
 */
export function awayUntil(facts: LetterFacts, phrases: Phrases): IsoDate | undefined {
  const text = `${spoken(facts.subject ?? '')} ${ownWords(facts)}`;
  const days = (from: number, to: number): IsoDate[] =>
    daysIn(text.slice(Math.max(0, from), to), facts.received, longestAbsence);
  const languages = phrases.automatic.filter((words) => speaks(text, words));
  for (const { from } of placesOf(text, languages, (words) => words.dayBefore)) {
    const day = days(from - close, from).at(-1);
    if (day !== undefined) return day;
  }
  for (const { to } of placesOf(text, languages, (words) => words.until)) {
    const [day] = days(to, to + near);
    if (day !== undefined) return day;
  }
  const away = saidIn(text, phrases, 'away') ?? saidIn(text, phrases, 'instead');
  return (
    away &&
    days(away.at - near, away.at + 2 * near)
      .slice(0, 2)
      .sort()
      .at(-1)
  );
}

const absences = new WeakMap<AutomaticWords, readonly string[]>();

/** True for a language in which the text tells of an absence, or says that it is automatic. */
function speaks(text: string, words: AutomaticWords): boolean {
  const { away, automatic, subjects, instead, hints } = words;
  const all = absences.get(words) ?? [...away, ...automatic, ...subjects, ...instead, ...hints.away];
  absences.set(words, all);
  return spokenIn(text, all) !== undefined;
}

/** All places of the wordings, in the order of the text. */
const placesOf = (
  text: string,
  languages: readonly AutomaticWords[],
  list: (words: AutomaticWords) => readonly string[],
): { from: number; to: number }[] =>
  languages
    .flatMap(list)
    .flatMap((wording) => {
      const places = [];
      for (let at = text.indexOf(wording); at >= 0 && places.length < 10; at = text.indexOf(wording, at + 1))
        places.push({ from: at, to: at + wording.length - (wording.endsWith(' ') ? 1 : 0) });
      return places;
    })
    .sort((a, b) => a.from - b.from);

/** The mail address that the letter names for what is urgent. */
export function askInstead(facts: LetterFacts, phrases: Phrases): string | undefined {
  const text = wholeOf({ ...facts, whole: facts.text.trim() === '' ? wholeOf(facts) : facts.text });
  if (!saidIn(spoken(text.slice(0, 4000)), phrases, 'instead')) return undefined;
  const own = new Set([facts.from, ...(facts.to ?? [])].map((each) => each?.toLowerCase()));
  return text
    .slice(0, 4000)
    .split('\n')
    .flatMap((line) => addressesIn(line))
    .map((address) => address.toLowerCase())
    .find((address) => !own.has(address));
}
