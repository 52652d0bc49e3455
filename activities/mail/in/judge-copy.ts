/** Answers that someone filled into the copy of our letter below a reply, where it is not marked as quoted. */
import { readAnswer } from '../../../domain/answer.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { Answer, Form } from '../../../domain/form.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { TokenEntry } from '../../../domain/token.js';
import { parseLetter } from './parse.js';
import type { Quoting } from './quoting.js';

/**
 * What was filled in: the answers read in the copy without those that our letter itself printed, such as a receipt's
 * list of what was understood. Without our letter as sent nothing can be told apart, and nothing counts.
 */
export async function filledInCopy(
  store: DocumentStore,
  copied: Answer,
  entry: TokenEntry,
  form: Form,
  quoting: Quoting,
): Promise<Answer> {
  const before = await store.entry<LetterBefore>(
    `letters/${entry.network}/${entry.cycle}`,
    `${entry.letter}/before`,
  );
  if (!before) return { ...copied, fields: {}, problems: [] };
  const { text, signature } = await parseLetter(await store.get(before.document), quoting);
  const printed = readAnswer(form, `${text}\n\n${signature}`, entry.language);
  const fields = Object.entries(copied.fields).filter(
    ([key, value]) => String(value) !== String(printed.fields[key]),
  );
  const problems = copied.problems.filter(
    ({ field, value }) => !printed.problems.some((each) => each.field === field && each.value === value),
  );
  return { ...copied, fields: Object.fromEntries(fields), problems };
}
