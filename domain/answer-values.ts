/** Reading one field's value by its type. Nothing is guessed: a consent with a condition is no consent. */
import type { Expected } from './answer-wording.js';
import { readDate } from './dates-in-words.js';
import type { Field } from './form.js';
import { fold } from './fold.js';

/** What was understood, what was not, or both: two of three focus areas. Neither for an empty value. */
export interface ValueRead {
  value?: string | string[];
  problem?: { value: string; expected: Expected };
}

const yes = new Set(['yes', 'y', 'true', 'co', 'vang', 'dung', 'dongy']);
const no = new Set(['no', 'n', 'false', 'khong', 'chua', 'khongdongy']);

/** Number of a list's entry, or a bullet before it. */
const bullet = /^\s*(?:[-*•–—]|\(?\d{1,2}[.)])\s+/;

/**
 * Reads a value.
 *
 * @param text what stands after the label, several lines for a text or a list
 * @returns dates as `YYYY-MM-DD`, choices as option ids, yes or no as these words, all else as written
 */
export function readValue(field: Field, text: string): ValueRead {
  const value = text.trim();
  if (!/[\p{L}\p{N}]/u.test(value)) return {};
  const unusable = (expected: Expected): ValueRead => ({ problem: { value, expected } });
  switch (field.type) {
    case 'text':
      return { value };
    case 'list':
      return { value: entriesOf(value) };
    case 'choice': {
      const option = optionOf(field, value);
      return option === undefined ? unusable({ what: 'one-of' }) : { value: option };
    }
    case 'choices':
      return readChoices(field, value);
    case 'yes-no': {
      const word = fold(value);
      if (yes.has(word)) return { value: 'yes' };
      return no.has(word) ? { value: 'no' } : unusable({ what: 'yes-no' });
    }
    case 'date': {
      const date = readDate(value);
      if (date && 'date' in date) return { value: date.date };
      return unusable(date ? { what: 'which-date', either: date.either } : { what: 'date' });
    }
    case 'number':
      return /^\d{1,12}(?:[.,]\d{1,6})?$/.test(value) ? { value } : unusable({ what: 'number' });
    case 'money':
      return /\d/.test(value) && /\p{L}|\p{Sc}/u.test(value) ? { value } : unusable({ what: 'money' });
    case 'email': {
      const address = addressIn(value);
      return address === undefined ? unusable({ what: 'email' }) : { value: address };
    }
  }
}

/** The option that is named by its id, its wording in any language, or its number. */
function optionOf(field: Field, text: string): string | undefined {
  const options = field.options ?? [];
  const name = fold(text);
  const named = options.find((option) =>
    [option.id, option.label.en, option.label.vi].some((known) => fold(known) === name),
  );
  return (named ?? (/^\d{1,2}$/.test(name) ? options[Number(name) - 1] : undefined))?.id;
}

function readChoices(field: Field, value: string): ValueRead {
  const whole = optionOf(field, value);
  const parts = whole === undefined ? value.split(/[;,\n]/).filter((part) => fold(part)) : [value];
  const read = parts.map((part) => ({
    part,
    option: optionOf(field, part) ?? optionOf(field, part.replace(bullet, '')),
  }));
  const understood = [...new Set(read.flatMap(({ option }) => option ?? []))];
  const rest = read.filter(({ option }) => option === undefined).map(({ part }) => part.trim());
  return {
    ...(understood.length > 0 && { value: understood }),
    ...(rest.length > 0 && { problem: { value: rest.join('; '), expected: { what: 'some-of' } } }),
  };
}

/** A list by lines or semicolons; by commas when there is neither. */
function entriesOf(value: string): string[] {
  const separator = /[;\n]/.test(value) ? /[;\n]/ : /,/;
  return value
    .split(separator)
    .map((entry) => entry.replace(bullet, '').trim())
    .filter((entry) => entry !== '');
}

/** The one address in `a@b.example`, `Office <a@b.example>` or `a@b.example <mailto:a@b.example>`. */
function addressIn(value: string): string | undefined {
  const found = value
    .slice(0, 1000)
    .split(/[\s<>()[\],;]+/)
    .map((word) => word.replace(/^mailto:/i, ''))
    .filter((word) => word.includes('@'));
  const [address = ''] = found;
  const [local, domain, more] = address.split('@');
  const known = local && domain?.includes('.') && !/^\.|\.$/.test(domain) && more === undefined;
  return known && found.every((each) => each === address) ? address : undefined;
}
