/** The ledger of letters that left: what was given to the mail server, and what it answered. */
import type { DocumentStore, Owner } from '../../../domain/document.js';
import { unlessErased } from '../../../domain/erasure.js';
import type {
  LetterAfter,
  LetterBefore,
  LetterListRow,
  LetterPartSent,
  LetterPutOff,
  PutOffLetter,
} from '../../../domain/letter-record.js';
import type { Trouble } from './deliver.js';

const ledgerOf = (network: string, cycle: number): string => `letters/${network}/${cycle}`;

/** Whose a letter and what is noted of it are: the first addressee's. */
export const ownerOf = ([first]: LetterBefore['recipients']): Owner =>
  first ? { person: first.address } : 'network';

/** One letter's pages in the ledger. Entries are written once; a second one changes nothing. */
export function letterLedger(
  store: DocumentStore,
  letter: { network: string; cycle: number; number: string },
) {
  const ledger = ledgerOf(letter.network, letter.cycle);
  const partPrefix = `${letter.number}/part/`;
  const putOffPrefix = `${letter.number}/put-off/`;
  return {
    before: () => store.entry<LetterBefore>(ledger, `${letter.number}/before`),
    after: () => store.entry<LetterAfter>(ledger, `${letter.number}/after`),
    /**
     * Also at a later attempt: an entry that stands there is not changed, but a disk that takes no more says so
     * before the letter leaves, and not only when its answer is to be written down.
     *
     * @returns false when another attempt has already begun
     */
    begin: (before: LetterBefore) =>
      store.enter(ledger, `${letter.number}/before`, before, ownerOf(before.recipients)),
    end: ({ recipients }: LetterBefore, after: LetterAfter) =>
      store.enter(ledger, `${letter.number}/after`, after, ownerOf(recipients)),
    async parts(): Promise<LetterPartSent[]> {
      const keys = await store.keys(ledger, partPrefix);
      const parts = await Promise.all(keys.map((key) => store.entry<LetterPartSent>(ledger, key)));
      return parts.filter((part) => part !== undefined);
    },
    addPart: async ({ recipients }: LetterBefore, part: LetterPartSent): Promise<void> => {
      let number = (await store.keys(ledger, partPrefix)).length + 1;
      while (!(await store.enter(ledger, `${partPrefix}${number}`, part, ownerOf(recipients)))) number += 1;
    },
    /** Why it was put off, by time. */
    async putOffs(): Promise<LetterPutOff[]> {
      const keys = await store.keys(ledger, putOffPrefix);
      const entries = await Promise.all(keys.map((key) => store.entry<LetterPutOff>(ledger, key)));
      return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
    },
    /** Notes why the letter has not left: the first time for each kind of trouble, so that a week of it is no flood. */
    putOff: ({ recipients }: LetterBefore, trouble: Trouble, because: LetterPutOff) =>
      store.enter(ledger, `${putOffPrefix}${trouble}`, because, ownerOf(recipients)),
  };
}

/** Numbers of the letters that were begun and have not come to an end, each with its keys about why it was put off. */
function begunAndPutOff(keys: readonly string[]): Map<string, string[]> {
  const all = new Set(keys);
  const putOff = new Map<string, string[]>();
  for (const key of keys) {
    const [number = '', trouble] = key.split('/put-off/');
    if (trouble === undefined || all.has(`${number}/after`)) continue;
    putOff.set(number, [...(putOff.get(number) ?? []), key]);
  }
  return putOff;
}

/**
 * The letters of a cycle that the mail server has not taken so far, by number: since when, and why at last. It reads
 * no letter that has left, of which there may be thousands.
 */
export async function listPutOff(
  store: DocumentStore,
  network: string,
  cycle: number,
): Promise<PutOffLetter[]> {
  const ledger = ledgerOf(network, cycle);
  return putOffAmong(store, ledger, await store.keys(ledger));
}

/** @param keys all of the ledger */
async function putOffAmong(
  store: DocumentStore,
  ledger: string,
  keys: readonly string[],
): Promise<PutOffLetter[]> {
  const letters: PutOffLetter[] = [];
  for (const [number, times] of begunAndPutOff(keys)) {
    const entries = await Promise.all(
      times.map((key) => unlessErased(store.entry<LetterPutOff>(ledger, key))),
    );
    const known = entries.filter((entry) => entry !== undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
    if (known.length > 0) letters.push({ number, since: known[0]!.at, reply: known.at(-1)!.reply });
  }
  return letters;
}

/**
 * Lists the letters of a cycle that were given to the mail server, by date and number.
 *
 * @returns one row a letter; withheld letters never began and are not among them, nor are those that were erased
 */
export async function listLetters(
  store: DocumentStore,
  network: string,
  cycle: number,
): Promise<LetterListRow[]> {
  const suffix = '/before';
  const all = ledgerOf(network, cycle);
  const keys = await store.keys(all);
  const numbers = keys.filter((key) => key.endsWith(suffix)).map((key) => key.slice(0, -suffix.length));
  const putOff = new Map((await putOffAmong(store, all, keys)).map((each) => [each.number, each]));
  const rows: LetterListRow[] = [];
  for (const number of numbers) {
    const ledger = letterLedger(store, { network, cycle, number });
    const before = await unlessErased(ledger.before());
    if (!before) continue;
    const after = await ledger.after();
    const { template, subject, to, copy, at, messageId, document, order } = before;
    const outcome = after?.sent.outcome ?? 'under way';
    rows.push({
      number,
      template,
      subject,
      to,
      copy,
      requests: (order.answers ?? []).map(({ request }) => request),
      at,
      outcome,
      refused: after?.refused ?? [],
      messageId,
      document,
      ...(putOff.has(number) && { putOff: putOff.get(number) }),
    });
  }
  return rows.sort((a, b) => (a.at === b.at ? (a.number < b.number ? -1 : 1) : a.at < b.at ? -1 : 1));
}
