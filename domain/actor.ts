/** Who did something, through which door, on what authority, and why. Every update carries one. */

/** The ways in. `engine` is the cycle itself, acting by plan; `codec` opens what the engine's own pages show. */
export type Door = 'cli' | 'mail' | 'console' | 'engine' | 'codec';

export interface Actor {
  /** The office that acts, e.g. `secretariat-sg` or `csco-da-nang`. */
  office: string;
  door: Door;
  /** On what authority, when it is not the office's own: a letter's number, a decision's paragraph. */
  authority?: string;
  /** The reason, in the actor's words. */
  why?: string;
}

/** The cycle itself, acting by the plan that a person started. */
export const engine: Actor = { office: 'ascn-cycle', door: 'engine' };

/**
 * The rule of two persons: whoever prepares a release, an answer on an office's behalf or a decision is not
 * the one who confirms it. What the engine prepared may be confirmed by anyone entitled.
 *
 * @returns a sentence that refuses, or undefined where `confirming` may confirm
 */
export function refuseSamePerson(
  prepared: Actor,
  confirming: Actor,
  twoPersons: boolean,
): string | undefined {
  if (!twoPersons || prepared.office !== confirming.office) return undefined;
  return (
    `${confirming.office} prepared this and cannot also confirm it. ` +
    `Another person of the secretariat confirms, with --as and their own office.`
  );
}
