/** What a version of a submission says otherwise than the version before it. */
import type { Submission, SubmittedField } from './submission.js';

/** A field that differs: without `before` it was added, without `now` it is no longer given. */
export interface FieldChange {
  key: string;
  before?: SubmittedField;
  now?: SubmittedField;
}

/** The fields whose value differs, those that are given now first. A value given again is no change. */
export function changesBetween(
  before: Pick<Submission, 'fields'>,
  now: Pick<Submission, 'fields'>,
): FieldChange[] {
  const given = Object.entries(now.fields).flatMap(([key, field]): FieldChange[] => {
    const earlier = before.fields[key];
    if (!earlier) return [{ key, now: field }];
    return isSame(earlier.value, field.value) ? [] : [{ key, before: earlier, now: field }];
  });
  const gone = Object.entries(before.fields).flatMap(([key, field]): FieldChange[] =>
    key in now.fields ? [] : [{ key, before: field }],
  );
  return [...given, ...gone];
}

/** True where the writer said that this takes the place of what was sent before: nothing of that was kept in it. */
export const replacesEarlier = ({ previous, parts }: Pick<Submission, 'previous' | 'parts'>): boolean =>
  previous !== undefined && parts.length === 1;

const isSame = (one: string | string[], other: string | string[]): boolean =>
  [one].flat().join('\n') === [other].flat().join('\n');
