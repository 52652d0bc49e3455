/** The ledger of letters that left: what was given to the mail server, and what it answered. */
import type { DocumentStore } from '../../domain/document.js';
import type {
  LetterAfter,
  LetterBefore,
  LetterListRow,
  LetterPartSent,
  LetterPutOff,
} from '../../domain/letter-record.js';
import type { Trouble } from './deliver.js';

const ledgerOf = (network: string, cycle: number): string => `letters/${network}/${cycle}`;

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
    begin: (before: LetterBefore) => store.enter(ledger, `${letter.number}/before`, before),
    end: (after: LetterAfter) => store.enter(ledger, `${letter.number}/after`, after),
    async parts(): Promise<LetterPartSent[]> {
      const keys = await store.keys(ledger, partPrefix);
      const parts = await Promise.all(keys.map((key) => store.entry<LetterPartSent>(ledger, key)));
      return parts.filter((part) => part !== undefined);
    },
    addPart: async (part: LetterPartSent): Promise<void> => {
      let number = (await store.keys(ledger, partPrefix)).length + 1;
      while (!(await store.enter(ledger, `${partPrefix}${number}`, part))) number += 1;
    },
    /** Notes why the letter has not left: the first time for each kind of trouble, so that a week of it is no flood. */
    putOff: (trouble: Trouble, because: LetterPutOff) =>
      store.enter(ledger, `${putOffPrefix}${trouble}`, because),
    /** Oldest first. */
    async timesPutOff(): Promise<LetterPutOff[]> {
      const keys = await store.keys(ledger, putOffPrefix);
      const times = await Promise.all(keys.map((key) => store.entry<LetterPutOff>(ledger, key)));
      return times.filter((time) => time !== undefined).sort((a, b) => (a.at < b.at ? -1 : 1));
    },
  };
}

/**
 * Lists the letters of a cycle that were given to the mail server, by date and number.
 *
 * @returns one row a letter; withheld letters never began and are not among them
 */
export async function listLetters(
  store: DocumentStore,
  network: string,
  cycle: number,
): Promise<LetterListRow[]> {
  const suffix = '/before';
  const keys = await store.keys(ledgerOf(network, cycle));
  const numbers = keys.filter((key) => key.endsWith(suffix)).map((key) => key.slice(0, -suffix.length));
  const rows: LetterListRow[] = [];
  for (const number of numbers) {
    const ledger = letterLedger(store, { network, cycle, number });
    const before = await ledger.before();
    const after = await ledger.after();
    if (!before) continue;
    const { template, subject, to, copy, at, messageId, document } = before;
    const outcome = after?.sent.outcome ?? 'under way';
    const times = after ? [] : await ledger.timesPutOff();
    rows.push({
      number,
      template,
      subject,
      to,
      copy,
      at,
      outcome,
      refused: after?.sent.refused ?? [],
      messageId,
      document,
      ...(times.length > 0 && { putOff: { since: times[0]!.at, reply: times.at(-1)!.reply } }),
    });
  }
  return rows.sort((a, b) => (a.at === b.at ? (a.number < b.number ? -1 : 1) : a.at < b.at ? -1 : 1));
}
