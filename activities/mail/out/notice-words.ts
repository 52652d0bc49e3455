/** The words of a notice to the secretariat: names where the engine gives ids, and a subject in few words. */
import { nameOfMember, officeNamed, whatOf } from './naming.js';
import type { Naming } from './naming.js';
import type { Facts } from './placeholders.js';

/** A request (`progress/johor-bahru`), an office (`csco-mandalay`), or a member's code (`MY`). */
const ids = /[a-z][a-z-]*\/[\w-]+(?:\.[A-Z]{2})?|\b[a-z]+(?:-[a-z]+)+\b|\b[A-Z]{2}\b/g;

/**
 * Puts names in the place of ids, in English as the notices are.
 *
 * @returns the text; an id that names nothing stands as it is
 */
export function withNames(text: string, facts: Facts, naming: Naming): string {
  const named = text.replaceAll(ids, (id) => {
    if (id.includes('/')) {
      const what = whatOf(id, facts, naming);
      return what === id ? id : `the ${what}`;
    }
    const office = officeNamed(id, naming);
    return office === undefined ? nameOfMember(id, naming) : `the ${office}`;
  });
  return named.replaceAll(/(?:^|[.!?] )the /g, (start) => start.replace('the ', 'The '));
}

/** Characters of a subject's matter. */
const longest = 120;

/** The first sentence, cut at a word where it is long. */
export function matterOf(text: string): string {
  const [first = text] = text.split(/(?<=[^.\s]{2})[.](?=\s|$)/);
  const line = first.replace(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest).replace(/\s+\S*$/, '')} …`;
}
