/** A clearance in a few figures, for the year's account. */
import type { ClearanceState } from './clearance-messages.js';
import type { ClearanceSummary } from './phase.js';

export const summarise = (state: ClearanceState): ClearanceSummary => ({
  text: state.text,
  versions: state.rounds.map((round) => ({
    version: round.version,
    outcome: round.outcome,
    positions: round.positions.reduce<Record<string, number>>(
      (counts, { position }) => ({ ...counts, [position]: (counts[position] ?? 0) + 1 }),
      {},
    ),
  })),
});
