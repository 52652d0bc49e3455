/** Whether what was sent to have an answer was answered: how the account of a year tells of reminders. */

/** What a step of a request's life is to that: it asks, it is answered, or neither. */
export type ChaseStep = 'asks' | 'answers' | 'other';

/**
 * @param steps in their order
 * @returns for each step that asks whether an answer came before the next one that asks; undefined for all others
 */
export function answeredBeforeNext(steps: readonly ChaseStep[]): (boolean | undefined)[] {
  return steps.map((step, i) => {
    if (step !== 'asks') return undefined;
    const later = steps.slice(i + 1);
    const next = later.indexOf('asks');
    return (next < 0 ? later : later.slice(0, next)).includes('answers');
  });
}
