/** Clearance: one text goes as one version to all participating members, with one cut-off in UTC. */

export type Position = 'agree' | 'comment' | 'object';

export interface MemberPosition {
  member: string;
  position: Position | 'silent';
  /** The answer with the member's words and the wording that it proposes; a document. */
  submission?: string;
  /** The request that holds the answer. */
  request: string;
}

export type ClearanceOutcome = 'cleared' | 'new-version-needed' | 'open';

/**
 * What a round of positions means.
 *
 * @param ended the cut-off has passed, or the secretariat closed the round
 * @returns `cleared` when nobody objects and all have agreed (or silence is agreement and the round has
 *   ended), `new-version-needed` when somebody objects, or is silent where silence is not agreement
 */
export function outcomeOf(positions: readonly MemberPosition[], ended: boolean, silenceIsAgreement: boolean): ClearanceOutcome {
  const silent = positions.some(({ position }) => position === 'silent');
  if (silent && !ended) return 'open';
  if (positions.some(({ position }) => position === 'object')) return 'new-version-needed';
  if (silent && !silenceIsAgreement) return 'new-version-needed';
  return 'cleared';
}
