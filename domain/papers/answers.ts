/** Reading a submission for a paper: only what a paper may show. */
import type { Form } from '../form.js';
import type { Network } from '../network.js';
import type { Submission } from '../submission.js';

const withoutNumber = (field: string): string => field.replace(/\.\d+\./, '.');

/**
 * The submission without the fields that its form keeps confidential, whatever their number in a group.
 * What people wrote around their fields is dropped as well: it may repeat a confidential figure.
 */
export function withoutConfidential(submission: Submission, form: Form): Submission {
  const confidential = new Set(
    form.fields
      .filter((field) => field.confidential)
      .map(({ id, group }) => (group && !id.startsWith(`${group}.`) ? `${group}.${id}` : id)),
  );
  const fields = Object.fromEntries(
    Object.entries(submission.fields).filter(([field]) => !confidential.has(withoutNumber(field))),
  );
  return { ...submission, fields, parts: [] };
}

/** The text of a field; several values are joined by semicolons; undefined where there is none. */
export function textOf(submission: Submission, field: string): string | undefined {
  const values = listOf(submission, field);
  return values.length ? values.join('; ') : undefined;
}

/** The values of a field, trimmed, empty ones left out. */
export function listOf(submission: Submission, field: string): string[] {
  const value = submission.fields[field]?.value;
  return (value === undefined ? [] : [value].flat()).map((text) => text.trim()).filter(Boolean);
}

/** The numbers that a group has in an answer, rising: `project.1.title` and `project.3.title` give 1 and 3. */
export function numbersOf(submission: Submission, group: string): number[] {
  const numbers = Object.keys(submission.fields).flatMap((field) => {
    const [name, number] = field.split('.');
    return name === group && number !== undefined && /^\d+$/.test(number) ? [Number(number)] : [];
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The wording of focus areas by id; an answer's own words where the network has no such focus area. */
export const focusAreaNames = (network: Network, ids: readonly string[]): string =>
  ids.map((id) => network.focusAreas.find((area) => area.id === id)?.name.en ?? id).join('; ');

/** `built-infrastructure` as a heading has it: `Built infrastructure`. */
export const worded = (id: string): string => {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
