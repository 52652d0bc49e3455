/**
 * The chair's secretariat: it looks at its list again and again and does what stands there, so that it goes on after
 * any interruption. What is refused because it was done before is done.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { actAsSecretariat } from '../../../client/rehearsal/cast/secretariat.js';
import type { Operations } from '../../../client/operations.js';
import type { Actor } from '../../../domain/actor.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { DecisionEntry } from '../../../domain/decision.js';
import { CycleError } from '../../../domain/errors.js';
import { playOf } from '../../../client/rehearsal/script.js';
import type { Reach } from './engine-client.js';
import { script, year } from './small-network.js';

const desk: Actor = { office: 'secretariat-sg', door: 'cli' };
const head: Actor = { office: 'secretariat-sg-head', door: 'cli' };

export interface SecretariatOptions {
  store: DocumentStore;
  reach: Reach;
  /** An update is on its way. */
  updating: () => void;
}

/** @returns how to stop it */
export function openSecretariat({ store, reach, updating }: SecretariatOptions): () => Promise<void> {
  let closing = false;

  const attempt = async (act: (operations: Operations) => Promise<unknown>): Promise<void> => {
    updating();
    await reach.once(act).catch((error: unknown) => {
      if (!(error instanceof CycleError) || error.type === 'Unavailable') throw error;
    });
  };

  const act = async (about: string): Promise<void> => {
    const [what = '', ...rest] = about.split('/');
    if (what === 'held') {
      if (!isReleased(rest)) return;
      const name = rest.join('/');
      const { state } = await reach.once((operations) => operations.draft(year, name));
      if (state === 'held')
        await attempt((operations) => operations.releaseDraft(year, name, { actor: desk }));
      if (state === 'held' || state === 'release-prepared')
        await attempt((operations) => operations.releaseDraft(year, name, { actor: head }));
    } else if (what === 'handover') {
      await attempt((operations) => operations.handOver(year, desk));
      await attempt((operations) => operations.handOver(year, head));
    } else if (what === 'session') {
      await decide(rest[0]!);
    } else {
      await attempt((operations) => actAsSecretariat({ operations, store, year, about }));
    }
  };

  /** Confirms what the record says; the annual meeting's own decisions are entered first. */
  const decide = async (session: string): Promise<void> => {
    const { paper, decisions, versions, body } = await reach.once((operations) =>
      operations.session(year, session),
    );
    for (const [i, { id: item }] of (paper?.items ?? []).entries()) {
      const known = decisions.filter((decision) => decision.item === item);
      if (known.some(({ confirmedBy, verb }) => confirmedBy && verb !== 'returned')) continue;
      const entry: DecisionEntry = {
        item,
        verb: body === 'ASCN' ? 'adopted' : 'noted',
        basis: 'in session',
        finality: body === 'ASCN' ? 'provisional' : 'final',
        paragraph: String(i + 3),
        record: `Record of ${session}`,
      };
      if (!known.some(({ version }) => version === versions))
        await attempt((operations) => operations.decide(year, session, entry, desk));
      await attempt((operations) => operations.confirmDecision(year, session, item, head));
    }
  };

  const working = (async () => {
    while (!closing) {
      await reach
        .once((operations) => operations.status(year))
        .then(async ({ waiting }) => {
          for (const { id } of waiting) {
            if (closing) return;
            await act(id);
          }
        })
        // the engine or the worker is away: the list is looked at again
        .catch(() => undefined);
      await pause(500);
    }
  })();
  return async () => {
    closing = true;
    await working;
  };
}

/**
 * An escalation is released only where the play wants it. Elsewhere the office answers late: the draft is withdrawn
 * as soon as its answer is read, and whoever released it in between would chase an office that has answered.
 */
function isReleased([kind = '', subject = '', part = '']: string[]): boolean {
  if (!/^E\d+$/.test(part)) return true;
  return playOf(script, `csco-${subject}`, kind, subject)?.does === 'after-escalation';
}
