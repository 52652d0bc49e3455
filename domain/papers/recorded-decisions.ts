/** The decisions that a body's secretariat reports on the form `body-record`; a person confirms them. */
import type { DecisionEntry } from '../decision.js';
import type { PaperRef } from '../paper.js';
import type { Submission } from '../submission.js';
import { numbersOf, textOf } from './answers.js';

/**
 * Reads what the record says on the items of a paper. An item is known by its title, its id or its number in
 * the paper; lines on what the paper does not hold are left to the person who confirms.
 */
export function recordedDecisions(submission: Submission, items: PaperRef['items']): DecisionEntry[] {
  const record = textOf(submission, 'record') ?? '';
  return numbersOf(submission, 'item').flatMap((n): DecisionEntry[] => {
    const ask = (field: string): string | undefined => textOf(submission, `item.${n}.${field}`);
    const item = itemCalled(ask('title') ?? '', items);
    const verb = ask('decision');
    if (!item || !verb) return [];
    const remarks = ask('remarks');
    return [
      {
        item,
        verb: verb.toLowerCase().replace(/\.$/, ''),
        basis: 'in session',
        finality: 'final',
        paragraph: ask('paragraph') ?? '',
        record,
        ...(remarks && { remarks }),
      },
    ];
  });
}

function itemCalled(name: string, items: PaperRef['items']): string | undefined {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const wanted = plain(name);
  const numbered = items.find((_, i) => String(i + 1) === wanted);
  return (
    items.find(({ id, title }) => [plain(id), plain(title)].includes(wanted)) ??
    numbered ??
    items.find(({ title }, i) => `${i + 1} ${plain(title)}` === wanted)
  )?.id;
}
