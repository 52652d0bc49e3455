/** Clearance: one text goes as one version to all participating members, with one cut-off in UTC. */

export type Position = 'agree' | 'comment' | 'object';

export interface MemberPosition {
  member: string;
  /** `unconfirmed`: an answer came whose writer is not known to speak for the member. */
  position: Position | 'silent' | 'unconfirmed';
  /** The member proposes other words. */
  proposes?: boolean;
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
 * @returns `cleared` when nobody objects or proposes other words and all have agreed (or silence is agreement
 *   and the round has ended), `new-version-needed` when somebody objects, proposes, or is silent where silence
 *   is not agreement; `open` while an answer waits to be confirmed: it is neither silence nor agreement
 */
export function outcomeOf(
  positions: readonly MemberPosition[],
  ended: boolean,
  silenceIsAgreement: boolean,
): ClearanceOutcome {
  if (
    positions.some(({ position, proposes }) => position === 'object' || (position === 'comment' && proposes))
  ) {
    return ended || positions.every(({ position }) => position !== 'silent') ? 'new-version-needed' : 'open';
  }
  if (positions.some(({ position }) => position === 'unconfirmed')) return 'open';
  const silent = positions.some(({ position }) => position === 'silent');
  if (silent && !ended) return 'open';
  return silent && !silenceIsAgreement ? 'new-version-needed' : 'cleared';
}
