/** What became of one letter: its pages in the ledger, what came back to it, and who is not written to any more. */
import type { DocumentStore } from '../../../domain/document.js';
import type { LetterState } from '../../../domain/letter-record.js';
import { listReceived } from '../in/received.js';
import { letterLedger } from './ledger.js';
import { suppressionOf } from './suppression.js';

/** @returns undefined for a letter that was never begun */
export async function letterState(
  store: DocumentStore,
  letter: { network: string; cycle: number; number: string },
): Promise<LetterState | undefined> {
  const { network, number } = letter;
  const ledger = letterLedger(store, letter);
  const before = await ledger.before();
  if (!before) return undefined;
  const [after, parts, putOff, received, suppressed] = await Promise.all([
    ledger.after(),
    ledger.parts(),
    ledger.putOffs(),
    listReceived(store, network),
    Promise.all(before.recipients.map(({ address }) => suppressionOf(store, network, address))),
  ]);
  return {
    before,
    putOff,
    parts,
    ...(after && { after }),
    suppressed: suppressed.filter((each) => each !== undefined),
    cameIn: received.filter(({ answersLetter }) => answersLetter === number),
  };
}
