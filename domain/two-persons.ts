/** The rule of two persons, looked at afterwards: who prepared something and who confirmed it. */
import type { Actor } from './actor.js';

/**
 * `waits`: prepared, and confirmed by nobody. `upon a letter`: what came in by mail, or by the plan, prepared it, and
 * anyone entitled confirms.
 */
export type Persons = 'two' | 'one' | 'upon a letter' | 'waits';

/** How many persons did something for which two are the rule; the rule itself is `refuseSamePerson`. */
export function personsIn(prepared: Actor | undefined, confirmed: Actor | undefined): Persons {
  if (!confirmed) return 'waits';
  if (!prepared) return 'one';
  if (prepared.door === 'mail' || prepared.door === 'engine') return 'upon a letter';
  return prepared.office === confirmed.office ? 'one' : 'two';
}
