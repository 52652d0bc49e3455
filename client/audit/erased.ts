/** What was erased of a year: whose keys were destroyed, and whether the log says so. */
import type { LogEntry } from '../../domain/archive.js';
import type { Manifest } from '../../domain/bundle.js';
import { canonical } from '../../domain/canonical.js';
import { generationOf, subjectOf } from '../../domain/encryption.js';
import type { Erasure } from '../../domain/erasure.js';
import { erasuresLedger } from '../../domain/erasure.js';
import type { Bundle } from './bundle.js';
import type { Finding } from './finding.js';

/** One person's data that were erased. */
export interface ErasedThere extends Erasure {
  /** How many documents of this year are theirs. */
  documents: number;
}

export class Erased {
  readonly #manifest: Manifest;
  /** How many documents each key was for. */
  readonly #counts = new Map<string, number>();

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** A document is encrypted with a key that was destroyed. */
  add(keyId: string): void {
    this.#counts.set(keyId, (this.#counts.get(keyId) ?? 0) + 1);
  }

  /** How many documents were erased. */
  get documents(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  told(): ErasedThere[] {
    const told = new Map<string, ErasedThere>();
    for (const [keyId, count] of this.#counts) {
      const erasure = this.#manifest.erased![keyId]!;
      const key = canonical(erasure);
      told.set(key, { ...erasure, documents: (told.get(key)?.documents ?? 0) + count });
    }
    return [...told.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** An erasure must stand in the log, as it was carried out: else a key could be kept back in its name. */
  async findings(bundle: Bundle, entries: readonly LogEntry[]): Promise<Finding[]> {
    const sealed = new Set<string>();
    for (const entry of entries) {
      if (entry.kind !== 'ledger' || entry.ledger !== erasuresLedger(this.#manifest.network)) continue;
      const content = await bundle.document(entry.entry).catch(() => undefined);
      if (content) sealed.add(canonical(JSON.parse(Buffer.from(content).toString('utf8')) as object));
    }
    return [...this.#counts.keys()].flatMap((keyId) => {
      const erasure = this.#manifest.erased![keyId]!;
      const isOf = erasure.subject === subjectOf(keyId) && generationOf(keyId) <= erasure.generations;
      return isOf && sealed.has(canonical(erasure))
        ? []
        : [
            {
              where: keyId,
              what: 'It is said to have been erased, and the log does not say so. Where the year had been sealed before, it is sealed again with `ascn audit seal`, and exported anew.',
            },
          ];
    });
  }
}
