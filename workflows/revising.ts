/** Other words for a paper: checked before, so that a slip costs a sentence and not the year. */
import type { Actor } from '../domain/actor.js';
import type { PaperRef } from '../domain/paper.js';
import type { Cycle } from './cycle.js';
import { calendarToday } from './cycle.js';
import { revisePaper } from './work.js';

export interface Revision {
  edits: { statement: string; text: string }[];
  actor: Actor;
}

/** @returns a sentence that refuses words that change nothing, or leave a statement empty */
export function refuseRevision({ edits, actor }: Revision, title: string): string | undefined {
  if (edits.length === 0)
    return `The new version of “${title}” changes nothing. Give the statements that change.`;
  const empty = edits.find(({ text }) => !text.trim());
  if (empty) return `Statement ${empty.statement} of “${title}” would be empty; expected its new words.`;
  const twice = edits.find(
    ({ statement }, i) => edits.findIndex((other) => other.statement === statement) !== i,
  );
  if (twice) return `Statement ${twice.statement} of “${title}” is given twice.`;
  return actor.why?.trim()
    ? undefined
    : 'Say what the new version answers, with --why: those who get it read it.';
}

/** The next version of a paper, which says what changed, who changed it and why. */
export const revise = (cycle: Cycle, paper: PaperRef, { edits, actor }: Revision): Promise<PaperRef> =>
  revisePaper({
    network: cycle.network,
    cycle: cycle.year,
    paper: paper.document,
    edits,
    changedBy: actor.office,
    why: actor.why ?? '',
    date: calendarToday(cycle),
  });
