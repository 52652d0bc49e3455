/** Judgements that persons made: a letter given to a request by the secretariat, an office's yes or no. */
import type { ConfirmingWords } from '../../../domain/confirming.js';
import { confirmingIn } from '../../../domain/confirming.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { Assigned } from '../../../domain/tray.js';
import type { Judgement } from '../../../domain/verdict.js';
import type { ParsedLetter } from './parse.js';

/** A judgement, and for the answer to a letter that asks it, whether an answer is the office's own. */
export interface OwningJudgement extends Judgement {
  owns?: boolean;
}

/** What a person of the secretariat gave to a request is an answer, whatever it looks like. */
export const assignedBy = ({ by }: Assigned): OwningJudgement => ({
  verdict: 'answer',
  reason: `${by.office} gave it to this request${by.why ? `: ${by.why}` : ''}.`,
  confidence: 1,
});

/** Yes or no, where our letter asks for it and a person has answered. */
export function confirmed(
  { text }: ParsedLetter,
  { answers }: TokenEntry,
  answered: number,
  confirming: ConfirmingWords[],
  judgement: Judgement,
): OwningJudgement {
  const asks = answers.some(({ as }) => as === 'confirmation');
  const byPerson = judgement.verdict === 'answer' || judgement.verdict === 'acknowledgement';
  const says = asks && byPerson && answered === 0 ? confirmingIn(text, confirming) : undefined;
  if (says === undefined) return judgement;
  const reason =
    says === 'yes'
      ? 'It says that the answer is the office’s own.'
      : 'It says that the answer is not the office’s own.';
  return { verdict: 'answer', reason, confidence: 0.9, owns: says === 'yes' };
}
