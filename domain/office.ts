/** Finding an office by its id, as people write ids. */
import { CycleError } from './errors.js';
import type { Network, Office } from './network.js';

/**
 * The office with this id.
 *
 * @param id e.g. `csco-da-nang`, in lower case
 * @throws CycleError `NotFound` that lists the ids that come nearest
 */
export function findOffice(network: Pick<Network, 'offices'>, id: string): Office {
  const found = network.offices.find((office) => office.id === id);
  if (found) return found;
  const near = nearest(
    id,
    network.offices.map((office) => office.id),
  );
  const hint = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  throw new CycleError(
    'NotFound',
    `Unknown office “${id}”.${hint} An office is named by its id, e.g. csco-da-nang or nr-kh.`,
  );
}

/** Up to three of `ids` that share at least half of their pairs of letters with `id`, nearest first. */
function nearest(id: string, ids: readonly string[]): string[] {
  const wanted = pairs(id);
  return ids
    .map((other) => {
      const have = pairs(other);
      const shared = [...wanted].filter((pair) => have.has(pair)).length;
      return { other, likeness: (2 * shared) / (wanted.size + have.size || 1) };
    })
    .filter(({ likeness }) => likeness >= 0.5)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 3)
    .map(({ other }) => other);
}

function pairs(id: string): Set<string> {
  const letters = id.toLowerCase().replace(/[^a-z0-9]/g, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)));
}
