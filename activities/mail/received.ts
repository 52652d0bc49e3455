/** The ledger of letters that came in: what each was, and what became of it. */
import { lettersOf, readLedger } from '../../domain/arrival.js';
import type { DocumentStore } from '../../domain/document.js';
import type { JudgedLetter } from '../../domain/letter.js';
import type { ReceivedLetter } from '../../domain/received.js';
import { receivedLedger } from '../../domain/received.js';
import type { TokenEntry } from '../../domain/token.js';
import { tokenIn } from '../../domain/token.js';

export function createReceivedActivities({ store }: { store: DocumentStore }) {
  return {
    /**
     * Notes that a letter has been dealt with. From then on chasers for the requests to whose reply address it
     * came may leave again.
     */
    async noteReceived(input: {
      network: string;
      judged: JudgedLetter;
      recipients: string[];
      outcome: string;
      requests: string[];
    }): Promise<void> {
      const { network, judged, outcome, requests, recipients } = input;
      const { digest, document, receivedAt, verdict, reason, from } = judged;
      const entry: ReceivedLetter = {
        digest,
        document,
        receivedAt,
        verdict,
        reason,
        from,
        requests,
        outcome,
      };
      await store.enter(receivedLedger(network), digest, entry);
      for (const token of recipients.flatMap((address) => tokenIn(address) ?? [])) {
        const known = await store.entry<TokenEntry>('tokens', token);
        if (!known) continue;
        const inHand = known.answers.map(({ request }) => request);
        for (const matter of [...inHand, lettersOf(known.network, known.office)])
          await store.enter(readLedger(matter), digest, { outcome });
      }
    },
  };
}

/** Every letter that came in, by the time of its arrival. */
export async function listReceived(store: DocumentStore, network: string): Promise<ReceivedLetter[]> {
  const keys = await store.keys(receivedLedger(network));
  const letters = await Promise.all(
    keys.map((key) => store.entry<ReceivedLetter>(receivedLedger(network), key)),
  );
  return letters
    .filter((letter) => letter !== undefined)
    .sort((a, b) =>
      a.receivedAt === b.receivedAt ? (a.digest < b.digest ? -1 : 1) : a.receivedAt < b.receivedAt ? -1 : 1,
    );
}
