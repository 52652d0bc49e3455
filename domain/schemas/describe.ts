/** Turns what a schema found wrong with a data file into sentences for the person who wrote the file. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** At most this many faults are told at once; the rest are counted. */
const told = 5;

/**
 * What is wrong with a data file, one sentence for each fault.
 *
 * A schema's own message (`refine`, `regex`) is read as what was expected: `a day of the calendar as YYYY-MM-DD`.
 *
 * @param file the file's name as its owner knows it, e.g. `data/network/cities.yaml`
 * @param error what the schema found
 * @param value the file's content, as it was checked
 * @returns sentences that name the file, the place, the value and what was expected
 */
export function describeIssues(file: string, error: z.ZodError, value: unknown): string {
  const sentences = error.issues.map((issue) => describe(file, issue, value));
  const more = sentences.length - told;
  return [
    ...sentences.slice(0, told),
    ...(more > 0 ? [`There are ${more} more faults like these.`] : []),
  ].join(' ');
}

function describe(file: string, issue: Issue, value: unknown): string {
  const at = place(issue.path, value);
  const where = at ? `${file}: ${at}` : file;
  if (issue.code === 'unrecognized_keys') {
    return `${where} has ${issue.keys.map((key) => `“${key}”`).join(', ')}, which is not a field there.`;
  }
  const found = valueAt(issue.path, value);
  const state = found === undefined ? 'is missing' : `is ${show(found)}`;
  return `${where} ${state}; expected ${expected(issue)}.`;
}

function valueAt(path: readonly PropertyKey[], value: unknown): unknown {
  return path.reduce<unknown>((inner, key) => (isGroup(inner) ? inner[key] : undefined), value);
}

const isGroup = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

/** `entry 12 (da-nang), membership.from`: entries are counted from one, and named where they have a name. */
function place(path: readonly PropertyKey[], value: unknown): string {
  const parts: string[] = [];
  let fields: string[] = [];
  path.forEach((key, i) => {
    if (typeof key !== 'number') {
      fields.push(String(key));
      return;
    }
    if (fields.length > 0) parts.push(fields.join('.'));
    fields = [];
    const entry = valueAt(path.slice(0, i + 1), value);
    const name = isGroup(entry)
      ? (entry['id'] ?? entry['code'] ?? entry['year'] ?? entry['title'])
      : undefined;
    const named = typeof name === 'string' || typeof name === 'number' ? ` (${name})` : '';
    parts.push(`entry ${key + 1}${named}`);
  });
  if (fields.length > 0) parts.push(fields.join('.'));
  return parts.join(', ');
}

function show(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return 'a group of fields';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' ? 'empty' : `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`;
}

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

function expected(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return kinds[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1
        ? `“${String(issue.values[0])}”`
        : `one of ${issue.values.map((value) => `“${String(value)}”`).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not empty';
      return issue.origin === 'array' ? `at least ${issue.minimum} of them` : `${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'array' ? `at most ${issue.maximum} of them` : `${issue.maximum} or less`;
    case 'invalid_format':
      return issue.format === 'email' ? 'a mail address such as office@city.example' : issue.message;
    case 'invalid_union': {
      const first = issue.errors[0]?.[0];
      return first ? expected(first) : issue.message;
    }
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return issue.message;
  }
}
