/** Marks that stand on a letter, such as accents, tones and vowels (the categories M of Unicode). */
import { mostMarks } from './limits.js';

const tooMany = new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, 'gu');

/**
 * Text without more marks on a letter than any word has. Bringing marks into their order (Unicode Standard Annex 15,
 * which names the same number for its stream-safe text) takes a time of their square, in a step that nothing can end.
 */
export const withFewMarks = (text: string): string =>
  /[^\0-\u02ff]/.test(text) ? text.replace(tooMany, '$1') : text;
