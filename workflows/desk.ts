/**
 * The desk of the chair's secretariat in one cycle: the list of what waits for a person, a notice by e-mail about
 * each matter, and the list of drafts. Apart from the cycle, because its history grows with the number of cities.
 */
import { allHandlersFinished, condition, continueAsNew, setHandler } from '@temporalio/workflow';
import type { Address } from '../domain/document.js';
import type { Cycle } from './cycle.js';
import type { DeskState, DraftRow, Waiting } from './desk-messages.js';
import {
  closeDesk,
  deskQuery,
  draftSignal,
  networkChanged,
  noLongerWaitingSignal,
  waitingSignal,
} from './desk-messages.js';
import { withdrawSignal } from './held-letter-messages.js';
import { historyIsLong } from './history.js';
import { noticeOf } from './secretariat.js';
import { tellDesk } from './story.js';
import { tell } from './tell.js';
import { sendLetter } from './work.js';

export interface DeskInput {
  cycle: Cycle;
  networkDocument: Address;
  /** Carried over when the history grew long. */
  carried?: DeskState & { unsent: Waiting[]; closing: boolean };
}

/** How many notices are under way at a time. */
const atOnce = 10;

export async function desk(input: DeskInput): Promise<void> {
  const { cycle, carried } = input;
  let { networkDocument } = input;
  let waiting = carried?.waiting ?? [];
  const drafts = new Map((carried?.drafts ?? []).map((draft) => [draft.id, draft]));
  /** Matters whose notice has not left yet, in the order in which they came up. */
  const unsent = carried?.unsent ?? [];
  let closing = carried?.closing ?? false;

  const tellStory = () => tellDesk({ waiting, drafts: [...drafts.values()] });
  setHandler(waitingSignal, (matter) => {
    waiting = [...waiting.filter(({ id }) => id !== matter.id), matter];
    unsent.push(matter);
    tellStory();
  });
  setHandler(noLongerWaitingSignal, ({ about }) => {
    waiting = waiting.filter(({ id }) => id !== about && !id.startsWith(`${about}/`));
    tellStory();
  });
  setHandler(draftSignal, (draft) => {
    drafts.set(draft.id, draft);
    tellStory();
  });
  setHandler(networkChanged, (changed) => {
    networkDocument = changed.networkDocument;
  });
  setHandler(closeDesk, () => {
    closing = true;
  });
  setHandler(deskQuery, () => ({ waiting, drafts: [...drafts.values()] }));

  for (;;) {
    await condition(() => unsent.length > 0 || closing || historyIsLong());
    if (historyIsLong()) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof desk>({
        cycle,
        networkDocument,
        carried: { waiting, drafts: [...drafts.values()], unsent, closing },
      });
    }
    if (unsent.length > 0) {
      const notices = unsent.splice(0, atOnce).map((matter) => noticeOf(cycle, networkDocument, matter));
      // one that cannot be sent for good stays on the list
      await Promise.all(notices.map((notice) => sendLetter(notice).catch(() => undefined)));
    } else if (closing) {
      await Promise.all(
        openDrafts(drafts.values()).map(async (draft) => {
          const told = await tell(draft.id, withdrawSignal);
          if (!told) drafts.set(draft.id, { ...draft, state: 'withdrawn' });
        }),
      );
      await condition(() => openDrafts(drafts.values()).length === 0 || unsent.length > 0);
      if (unsent.length === 0) return;
    }
  }
}

const openDrafts = (drafts: Iterable<DraftRow>): DraftRow[] =>
  [...drafts].filter(({ state }) => state === 'held' || state === 'release-prepared');
