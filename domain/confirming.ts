/**
 * Whether an office says that an answer is its own, or that it is not. Nothing is guessed: what is neither, or both,
 * or has a condition, is for a person to read.
 */
import { foldWords } from './fold.js';

/** The words of one language; `data/mail/confirming/<language>.yaml`. */
export interface ConfirmingWords {
  language: string;
  /** What a prepared reply says; for the languages in which letters go out. */
  buttons?: { yes: string; no: string } | undefined;
  yes: readonly string[];
  no: readonly string[];
  /** Words that make a condition of what else is said. */
  unless: readonly string[];
}

/** Characters of a reply; what is longer says more than yes or no. */
const longest = 400;

/** Lines that only greet: a reply may begin with one. */
const longestGreeting = 80;

/**
 * @param text what the office wrote, quote and signature removed
 * @param languages the words of every language: people answer in any
 * @returns undefined where a person has to read it
 */
export function confirmingIn(text: string, languages: readonly ConfirmingWords[]): 'yes' | 'no' | undefined {
  if (text.length > longest) return undefined;
  const all = (of: 'yes' | 'no' | 'unless'): string[] =>
    languages.flatMap((words) => words[of].map(foldWords));
  const whole = ` ${foldWords(text)} `;
  if (all('unless').some((word) => whole.includes(` ${word} `))) return undefined;
  const said = statements(text);
  const [yes, no] = [all('yes'), all('no')];
  const spoken = said.flatMap((words): ('yes' | 'no')[] =>
    no.includes(words) ? ['no'] : yes.includes(words) ? ['yes'] : [],
  );
  const [first] = spoken;
  // the rest may explain, but the first thing said must be the word itself
  return first !== undefined && spoken.every((each) => each === first) && isSaidFirst(said, [...yes, ...no])
    ? first
    : undefined;
}

/** Parts of a text between punctuation and line breaks, folded; empty ones left out. */
const statements = (text: string): string[] =>
  text
    .split(/[\n.,;:!?()–—၊။。，！-]/u)
    .map((part) => foldWords(part).slice(0, longestGreeting))
    .filter((words) => words !== '');

/** A greeting may stand before it: up to three parts, as in “Dear Sir, dear Madam,”. */
const isSaidFirst = (said: readonly string[], known: readonly string[]): boolean => {
  const at = said.findIndex((words) => known.includes(words));
  return at === 0 || said.slice(0, at).every((words) => greeting.test(words));
};

const greeting =
  /^(?:dear|kinh gui|kinh thua|thua|hello|hi|good morning|good afternoon|sir|madam|xin chao)\b/;
