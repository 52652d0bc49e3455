/**
 * The keys of subjects: of the network, of a person, of payloads. They lie wrapped in the document store's place, as
 * `keys/<subject>/<generation>`.
 */
import { randomBytes } from 'node:crypto';
import type { SubjectKey } from '../../domain/encryption.js';
import { CycleError } from '../../domain/errors.js';
import type { KeyRing, Wrapped } from './key-ring.js';
import type { Place } from './store.js';

/** What lies under the name of a key. */
interface KeptKey extends Wrapped {
  /** The master key that was current when it was made: under another, the next generation is due. */
  since: string;
}

export interface SubjectKeys {
  /** The subject of a person. */
  person(address: string): Promise<string>;
  /** The key that a subject's next document is encrypted with; made where there is none. */
  current(subject: string): Promise<SubjectKey>;
  /** @throws CycleError `NotFound` when there is none of this id, `Unavailable` when the key ring does not fit */
  get(id: string): Promise<Uint8Array>;
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

  const read = async (id: string): Promise<KeptKey | undefined> => {
    const bytes = await place.read(pathOf(id));
    return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as KeptKey);
  };

  const find = async (subject: string): Promise<SubjectKey> => {
    for (;;) {
      const last = Math.max(0, ...(await place.list(pathOf(subject))).map(Number).filter(Number.isInteger));
      const id = `${subject}/${last}`;
      const kept = last > 0 ? await read(id) : undefined;
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
        return (await ring()).unwrap(kept, id);
      }),
    async wrappedBy() {
      const counts = new Map<string, number>();
      for (const id of await all()) {
        const kept = await read(id);
        if (kept) counts.set(kept.master, (counts.get(kept.master) ?? 0) + 1);
      }
      return counts;
    },
    async rewrap() {
      const opened = await ring();
      let done = 0;
      for (const id of await all()) {
        const kept = await read(id);
        if (!kept || kept.master === opened.current()) continue;
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
const bytesOf = (kept: KeptKey): Uint8Array => Buffer.from(JSON.stringify(kept));
