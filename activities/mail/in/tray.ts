/** The tray in the store: which letters lie in it, and what ended each matter. */
import type { Address, DocumentStore } from '../../../domain/document.js';
import { CycleError, refused } from '../../../domain/errors.js';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { TrayEnding, TrayLetter } from '../../../domain/tray.js';
import { endedInWords, liesInTray, markOf, trayLedger } from '../../../domain/tray.js';
import { listReceived } from './received.js';

/** A letter that lies in the tray, or that lay there. */
export interface TrayMatter {
  /** As it was judged at last. */
  letter: TrayLetter;
  /** How it left the tray, each time. */
  endings: TrayEnding[];
  /** False while it lies in the tray. */
  ended: boolean;
}

export function createTrayActivities({ store }: { store: DocumentStore }) {
  return {
    /**
     * Puts a letter into the tray that was never noted as received, or not as one that is kept aside.
     *
     * @param input.round for one that a person has given to a request before
     */
    async keepInTray(input: {
      network: string;
      letter: TrayLetter;
      round?: number | undefined;
    }): Promise<void> {
      const { network, letter, round } = input;
      const { digest } = letter;
      if (round === undefined) await store.enter(trayLedger(network), `${digest}/aside`, letter);
      else
        await store.enter(trayLedger(network), `${digest}/${round}/outcome`, {
          ...letter,
          outcome: 'kept-aside',
        } satisfies ReceivedLetter);
    },

    /**
     * Writes down a person's word on a letter, once.
     *
     * @returns the how-manieth time it leaves the tray, and the raw message
     * @throws CycleError `NotFound` for a letter that never lay in the tray; `Refused` for one whose matter is ended
     */
    async endMatter(input: {
      network: string;
      digest: string;
      ending: TrayEnding;
    }): Promise<{ round: number; document: Address }> {
      const { network, digest, ending } = input;
      const matter = await trayMatter(store, network, digest);
      const known = matter.endings.findIndex(({ id }) => id === ending.id);
      if (known >= 0) return { round: known + 1, document: matter.letter.document };
      const round = matter.endings.length + 1;
      const key = `${digest}/${round}`;
      if (matter.ended || !(await store.enter(trayLedger(network), key, ending))) {
        const { endings } = await trayMatter(store, network, digest);
        throw refused(endedInWords(digest, endings, true) ?? '');
      }
      return { round, document: matter.letter.document };
    },
  };
}

/** Every letter that lies in the tray, by the time of its arrival. */
export async function listTray(store: DocumentStore, network: string): Promise<TrayMatter[]> {
  const kept = (await listReceived(store, network)).filter(({ outcome }) => liesInTray(outcome));
  const keys = await store.keys(trayLedger(network));
  const besides = keys.filter((key) => key.endsWith('/aside')).map((key) => key.slice(0, -'/aside'.length));
  const digests = new Set([...kept.map(({ digest }) => digest), ...besides]);
  const matters: TrayMatter[] = [];
  for (const digest of digests) matters.push(await trayMatter(store, network, digest));
  return matters
    .filter(({ ended }) => !ended)
    .sort((a, b) => (a.letter.receivedAt < b.letter.receivedAt ? -1 : 1));
}

/** @throws CycleError `NotFound` for a letter that never lay in the tray */
export async function trayMatter(store: DocumentStore, network: string, digest: string): Promise<TrayMatter> {
  const ledger = trayLedger(network);
  const received = await store.entry<ReceivedLetter>(receivedLedger(network), digest);
  const besides = await store.entry<TrayLetter>(ledger, `${digest}/aside`);
  let letter = besides ?? (received && liesInTray(received.outcome) ? received : undefined);
  if (!letter)
    throw new CycleError('NotFound', `The letter ${markOf(digest)} does not lie in the tray, and never did.`);
  const endings: TrayEnding[] = [];
  for (;;) {
    const round = endings.length + 1;
    const ending = await store.entry<TrayEnding>(ledger, `${digest}/${round}`);
    if (!ending) return { letter, endings, ended: false };
    endings.push(ending);
    const outcome = await store.entry<ReceivedLetter>(ledger, `${digest}/${round}/outcome`);
    // it comes back when the request that it was assigned to could not take it
    if (!outcome || !liesInTray(outcome.outcome)) return { letter, endings, ended: true };
    letter = outcome;
  }
}
