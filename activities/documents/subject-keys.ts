/**
 * The keys of subjects: of the network, of a person, of payloads. They lie wrapped in the document store's place, as
 * `keys/<subject>/<generation>`.
 */
import { randomBytes } from 'node:crypto';
import type { SubjectKey } from '../../domain/encryption.js';
import type { Erasure } from '../../domain/erasure.js';
import { erasedInWords } from '../../domain/erasure.js';
import { CycleError } from '../../domain/errors.js';
import type { KeyRing, Wrapped } from './key-ring.js';
import type { Place } from './store.js';

/** What lies under the name of a key. */
type Kept = KeptKey | { erased: Erasure };

interface KeptKey extends Wrapped {
  /** The master key that was current when it was made: under another, the next generation is due. */
  since: string;
}

export interface SubjectKeys {
  /** The subject of a person. */
  person(address: string): Promise<string>;
  /** The key that a subject's next document is encrypted with; made where there is none. */
  current(subject: string): Promise<SubjectKey>;
  /**
   * @throws CycleError `Erased` for one that was destroyed, `NotFound` when there is none of this id, `Unavailable` when
   *   the key ring does not fit
   */
  get(id: string): Promise<Uint8Array>;
  /** The generations of a subject's keys that were not erased. */
  standing(subject: string): Promise<number[]>;
  /** When a key was erased, and on whose order; undefined for one that was not. */
  erasureOf(id: string): Promise<Erasure | undefined>;
  /** Destroys a subject's keys; in their places stands that they were erased. */
  erase(erasure: Erasure): Promise<void>;
  /** How many keys there are, by the id of the master key that wraps them. */
  wrappedBy(): Promise<Map<string, number>>;
  /** Wraps every key under the current master key. @returns how many were wrapped anew */
  rewrap(): Promise<number>;
}

/** For how long a key stays in the memory of a process. One that was erased meanwhile may be used for that long. */
const keptMs = 60_000;

/** @param ring asked for once it is needed: an installation that has stored nothing has none */
export function openSubjectKeys(place: Place, ring: () => Promise<KeyRing>): SubjectKeys {
  const known = new Map<string, { value: Promise<unknown>; until: number }>();

  /** What was asked for within the last minute; what failed is asked for again. */
  const remembered = <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const now = performance.now();
    const held = known.get(name);
    if (held && held.until > now) return held.value as Promise<T>;
    const value = ask();
    known.set(name, { value, until: now + keptMs });
    value.catch(() => known.delete(name));
    return value;
  };

  const read = async (id: string): Promise<Kept | undefined> => {
    const bytes = await place.read(pathOf(id));
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Kept);
  };

  const generationsOf = async (subject: string): Promise<number[]> =>
    (await place.list(pathOf(subject))).map(Number).filter(Number.isInteger);

  const find = async (subject: string): Promise<SubjectKey> => {
    for (;;) {
      const last = Math.max(0, ...(await generationsOf(subject)));
      const id = `${subject}/${last}`;
      const found = last > 0 ? await read(id) : undefined;
      const kept = found && !('erased' in found) ? found : undefined;
      const opened = await ring();
      const isOlder = kept && kept.since !== opened.current() && opened.masters().includes(kept.since);
      if (kept && !isOlder) return { id, key: opened.unwrap(kept, id) };
      // another process may make it in the same moment: then the one that stands is taken
      await make(`${subject}/${last + 1}`);
    }
  };

  const make = async (id: string): Promise<void> => {
    const wrapped = (await ring()).wrap(randomBytes(32), id);
    await place.create(pathOf(id), bytesOf({ ...wrapped, since: wrapped.master }));
  };

  const all = async (): Promise<string[]> => (await place.list('keys')).sort();

  return {
    person: async (address) => `person/${(await ring()).index(address)}`,
    current: (subject) => remembered(subject, () => find(subject)),
    get: (id) =>
      remembered(`key ${id}`, async () => {
        const kept = await read(id);
        if (!kept)
          throw new CycleError('NotFound', `The key ${id} is not in the document store ${place.name}.`);
        if ('erased' in kept) throw new CycleError('Erased', erasedInWords(kept.erased));
        return (await ring()).unwrap(kept, id);
      }),
    async standing(subject) {
      const standing: number[] = [];
      for (const generation of await generationsOf(subject)) {
        const kept = await read(`${subject}/${generation}`);
        if (kept && !('erased' in kept)) standing.push(generation);
      }
      return standing;
    },
    async erasureOf(id) {
      const kept = await read(id);
      return kept && 'erased' in kept ? kept.erased : undefined;
    },
    async erase(erased) {
      const { subject, generations } = erased;
      for (const generation of await generationsOf(subject)) {
        const id = `${subject}/${generation}`;
        const kept = await read(id);
        if (generation <= generations && kept && !('erased' in kept))
          await place.write(pathOf(id), bytesOf({ erased }));
      }
      known.clear();
    },
    async wrappedBy() {
      const counts = new Map<string, number>();
      for (const id of await all()) {
        const kept = await read(id);
        if (kept && !('erased' in kept)) counts.set(kept.master, (counts.get(kept.master) ?? 0) + 1);
      }
      return counts;
    },
    async rewrap() {
      const opened = await ring();
      let done = 0;
      for (const id of await all()) {
        const kept = await read(id);
        if (!kept || 'erased' in kept || kept.master === opened.current()) continue;
        await place.write(
          pathOf(id),
          bytesOf({ ...opened.wrap(opened.unwrap(kept, id), id), since: kept.since }),
        );
        done += 1;
      }
      known.clear();
      return done;
    },
  };
}

const pathOf = (id: string): string => `keys/${id}`;
const bytesOf = (kept: Kept): Uint8Array => Buffer.from(JSON.stringify(kept));
