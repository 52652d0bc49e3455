/** Reading one field's value by its type. Nothing is guessed: a consent with a condition is no consent. */
import type { Expected } from './answer-wording.js';
import { readDay } from './dates-in-answers.js';
import type { Field } from './form.js';
import { fold } from './fold.js';
import { readMoney, readNumber } from './money-in-words.js';
import type { Sureness, Writer } from './writer.js';

/** What was understood, what was not, or both: two of three focus areas. Neither for an empty value. */
export interface ValueRead {
  value?: string | string[];
  problem?: { value: string; expected: Expected };
  /** Of a figure or a date: how sure the reading is, and how it was written where that is not the value itself. */
  sure?: Sureness;
  written?: string;
}

const yes = new Set(['yes', 'y', 'true', 'co', 'vang', 'dung', 'dongy']);
const no = new Set(['no', 'n', 'false', 'khong', 'chua', 'khongdongy']);

/** Boxes in a list of answers, ticked and not. */
const ticked = /[☑☒✓✔✗✘■]|\[[xXvV]\]|\([xX]\)/;
const unticked = /[☐□]|\[ {0,2}\]/;

/** Number of a list's entry, or a bullet before it. */
const bullet = /^\s*(?:[-*•–—]|\(?\d{1,2}[.)])\s+/;

/**
 * Reads a value.
 *
 * @param text what stands after the label, several lines for a text or a list
 * @param writer decides what 1.500, `$` and a Buddhist year mean
 * @returns dates as `YYYY-MM-DD`, choices as option ids, yes or no as these words, numbers as plain decimals, amounts
 *   as `USD 1500000`, all else as written
 */
export function readValue(field: Field, text: string, writer: Writer = { language: 'en' }): ValueRead {
  const value = text.trim();
  if (!/[\p{L}\p{N}]/u.test(value)) return {};
  const unusable = (expected: Expected): ValueRead => ({ problem: { value, expected } });
  switch (field.type) {
    case 'text':
      return { value };
    case 'list':
      return { value: entriesOf(value) };
    case 'choice': {
      const [only = value, ...others] = marked(value);
      const option = others.length > 0 ? undefined : optionOf(field, only);
      return option === undefined ? unusable({ what: 'one-of' }) : { value: option };
    }
    case 'choices':
      return readChoices(field, marked(value).join('\n'));
    case 'yes-no': {
      const [only = value, ...others] = marked(value);
      const word = others.length > 0 ? '' : fold(only);
      if (yes.has(word)) return { value: 'yes' };
      return no.has(word) ? { value: 'no' } : unusable({ what: 'yes-no' });
    }
    case 'date': {
      const day = readDay(value, writer);
      if (!day) return unusable({ what: 'date' });
      if ('trouble' in day) return unusable({ what: 'one-date' });
      if ('either' in day) return unusable({ what: 'which-date', either: day.either });
      return interpreted(value, day.date, day.sure);
    }
    case 'number': {
      const number = readNumber(value, writer);
      if (!number) return unusable({ what: 'number' });
      if ('trouble' in number) return unusable({ what: 'one-number' });
      if ('either' in number) return unusable({ what: 'which-number', either: number.either });
      return interpreted(value, number.number, number.sure);
    }
    case 'money': {
      const money = readMoney(value, writer);
      if (!money) return unusable({ what: 'money' });
      if ('trouble' in money)
        return unusable({ what: money.trouble === 'range' ? 'one-amount' : 'currency' });
      if ('either' in money) return unusable({ what: 'which-amount', either: money.either });
      return interpreted(value, money.amount, money.sure);
    }
    case 'email': {
      const address = addressIn(value);
      return address === undefined ? unusable({ what: 'email' }) : { value: address };
    }
  }
}

const interpreted = (written: string, value: string, sure: Sureness): ValueRead => ({
  value,
  sure,
  ...(written !== value && { written }),
});

/** Of a list with boxes the lines that are ticked; the whole value where there are no boxes, or none is ticked. */
function marked(value: string): string[] {
  if (!ticked.test(value)) return unticked.test(value) ? [] : [value];
  return value
    .split(/\n|(?=[☐□☑☒✓✔✗✘■])|(?=\[[ xXvV]{0,2}\])/)
    .filter((line) => ticked.test(line))
    .map((line) => line.replace(ticked, '').trim());
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
