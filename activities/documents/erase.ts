/** Erases one person's data, in the two steps of two persons. */
import type { Actor } from '../../domain/actor.js';
import { refuseSamePerson } from '../../domain/actor.js';
import type { DocumentStore } from '../../domain/document.js';
import type { Erasure, ErasurePrepared } from '../../domain/erasure.js';
import { erasedInWords, erasureKey, erasuresLedger } from '../../domain/erasure.js';
import { CycleError, refused } from '../../domain/errors.js';
import { toInstant } from '../../domain/time.js';
import type { SubjectKeys } from './subject-keys.js';

export interface Erasing {
  store: DocumentStore;
  subjectKeys: SubjectKeys;
  network: string;
}

/** What has been written down of a person's erasures: how many are done, the last of them, and what waits. */
async function knownOf({ store, network }: Erasing, subject: string) {
  const ledger = erasuresLedger(network);
  let last: Erasure | undefined;
  for (let number = 1; ; number += 1) {
    const done = await store.entry<Erasure>(ledger, erasureKey(subject, number, 'done'));
    if (!done) {
      const prepared = await store.entry<ErasurePrepared>(ledger, erasureKey(subject, number, 'prepared'));
      return { ledger, number, last, prepared };
    }
    last = done;
  }
}

/**
 * Notes that a person's data shall be erased; nothing is destroyed yet.
 *
 * @throws CycleError `NotFound` when nothing is kept of the person, `Refused` when it waits for its confirmation already
 */
export async function prepareErasure(
  erasing: Erasing,
  address: string,
  { order, actor }: { order: string; actor: Actor },
): Promise<ErasurePrepared> {
  const subject = await erasing.subjectKeys.person(address);
  const { ledger, number, last, prepared } = await knownOf(erasing, subject);
  if (prepared) throw waits(prepared);
  if ((await erasing.subjectKeys.standing(subject)).length === 0)
    throw new CycleError(
      'NotFound',
      last
        ? `Nothing is kept of “${address}” any more. ${erasedInWords(last)}`
        : `Nothing is kept of “${address}”; expected the mail address of a person who wrote, was written to, or holds an office in a year that was begun.`,
    );
  const entry: ErasurePrepared = { subject, order, preparedBy: actor, preparedAt: toInstant(Date.now()) };
  if (!(await erasing.store.enter(ledger, erasureKey(subject, number, 'prepared'), entry, 'open')))
    throw waits(entry);
  return entry;
}

const waits = ({ preparedBy, preparedAt }: ErasurePrepared): CycleError =>
  refused(
    `It was prepared by ${preparedBy.office} on ${preparedAt.slice(0, 10)}, and waits for another person: ascn erase ADDRESS --confirm --as OFFICE`,
  );

/**
 * Destroys every key of a person, after it was written down. Broken off, it is gone on with when it is called again.
 *
 * @throws CycleError `NotFound` when nobody prepared it, `Refused` when the same person did
 */
export async function confirmErasure(
  erasing: Erasing,
  address: string,
  { actor, twoPersons }: { actor: Actor; twoPersons: boolean },
): Promise<Erasure> {
  const { store, subjectKeys } = erasing;
  const subject = await subjectKeys.person(address);
  const { ledger, number, last, prepared } = await knownOf(erasing, subject);
  const standing = await subjectKeys.standing(subject);
  if (!prepared) {
    // the one before was written down and not carried out to its end
    if (last && standing.some((generation) => generation <= last.generations)) {
      await subjectKeys.erase(last);
      return last;
    }
    throw new CycleError(
      'NotFound',
      `Nobody has prepared to erase what is kept of “${address}”.${last ? ` ${erasedInWords(last)}` : ''} Prepare it with: ascn erase ADDRESS --order ORDER --as OFFICE`,
    );
  }
  const same = refuseSamePerson(prepared.preparedBy, actor, twoPersons);
  if (same !== undefined) throw refused(same);
  const entry: Erasure = {
    ...prepared,
    confirmedBy: actor,
    at: toInstant(Date.now()),
    generations: Math.max(0, ...standing),
  };
  const key = erasureKey(subject, number, 'done');
  const erasure = (await store.enter(ledger, key, entry, 'open'))
    ? entry
    : ((await store.entry<Erasure>(ledger, key)) ?? entry);
  await subjectKeys.erase(erasure);
  return erasure;
}
