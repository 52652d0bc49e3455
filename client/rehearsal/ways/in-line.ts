/** A reply between the lines: our letter quoted, each answer right below its question, without repeating that. */
import type { Form } from '../../../domain/form.js';
import { labelOf } from '../../../domain/form.js';
import type { Instant } from '../../../domain/time.js';
import type { Values, Writing } from '../answers.js';
import { fieldIn, formIn, letter, linesOf } from '../answers.js';

/** Our letter as the officer's mail program quotes it. */
export interface Quoted {
  text: string;
  /** `Chair's secretariat <reply+…@ascn.example>` */
  from: string;
  at: Instant;
}

/**
 * The text of the officer's e-mail. What our letter does not ask in a line of its own, such as a further project, has
 * its label.
 *
 * @returns undefined for a letter that prints no questions
 */
export function writeBetween(
  quoted: Quoted,
  writing: Writing,
  title: string,
  values: Values,
): string | undefined {
  const form = formIn(writing.forms, writing.form);
  const vi = writing.language === 'vi';
  const lines = quoted.text.trimEnd().split('\n');
  const asked = new Map(
    Object.keys(values).flatMap((key): [number, string][] => {
      const at = lines.findIndex((line) => asks(line, form, key));
      return at < 0 ? [] : [[at, key]];
    }),
  );
  if (asked.size === 0) return undefined;
  const further = Object.fromEntries(
    Object.entries(values).filter(([key]) => ![...asked.values()].includes(key)),
  );
  const last = Math.max(...asked.keys());
  return [
    letter(
      writing,
      vi ? 'Chúng tôi ghi từng nội dung ngay dưới mỗi mục.' : 'Each point is set out below its line.',
    ),
    title,
    '',
    attribution(quoted, vi),
    ...lines.flatMap((line, i) => {
      const key = asked.get(i);
      const own = key === undefined ? [] : ['', values[key]!];
      const rest = i === last && Object.keys(further).length > 0 ? ['', ...linesOf(further, writing)] : [];
      const mine = [...own, ...rest];
      return [`> ${line}`.trimEnd(), ...mine, ...(mine.length > 0 ? [''] : [])];
    }),
  ].join('\n');
}

/** True for the line of our letter that asks this field, with an example or nothing after it. */
function asks(line: string, form: Form, key: string): boolean {
  const { field, entry } = fieldIn(form, key);
  return (['en', 'vi'] as const).some((language) => {
    const label = `${labelOf(field, language, entry)}:`;
    return line === label || line.startsWith(`${label} (`);
  });
}

/** As mail programs put it over what they quote. */
function attribution({ from, at }: Quoted, vi: boolean): string {
  const [year, month, date] = at.slice(0, 10).split('-').map(Number);
  const time = at.slice(11, 16);
  return vi
    ? `Vào ngày ${date}/${month}/${year} lúc ${time}, ${from} đã viết:`
    : `On ${date} ${monthNames[(month ?? 1) - 1]} ${year} at ${time}, ${from} wrote:`;
}

export const monthNames = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];
