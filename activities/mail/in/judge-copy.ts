/** Answers that someone filled into the copy of our letter below a reply, where it is not marked as quoted. */
import type { DocumentStore } from '../../../domain/document.js';
import { unlessErased } from '../../../domain/erasure.js';
import type { Answer } from '../../../domain/form.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { TokenEntry } from '../../../domain/token.js';
import type { Reader } from './reading/reader.js';

/** The text of our letter as it was sent; undefined where it is not there, so that nothing in a copy can be told apart. */
export async function sentText(
  store: DocumentStore,
  reader: Reader,
  { network, cycle, letter }: TokenEntry,
): Promise<string | undefined> {
  const before = await unlessErased(
    store.entry<LetterBefore>(`letters/${network}/${cycle}`, `${letter}/before`),
  );
  if (!before) return undefined;
  const sent = await reader.readLetter(await store.get(before.document));
  return 'refused' in sent ? undefined : `${sent.text}\n\n${sent.signature}`;
}

/** What was filled in: the answers read in the copy without those that our letter itself printed, such as a receipt's list. */
export function filledIn(copied: Answer, printed: Answer | undefined): Answer {
  const fields = Object.entries(copied.fields).filter(
    ([key, value]) => String(value) !== String(printed?.fields[key]),
  );
  const problems = copied.problems.filter(
    ({ field, value }) => !printed?.problems.some((each) => each.field === field && each.value === value),
  );
  return { ...copied, fields: Object.fromEntries(fields), problems };
}
