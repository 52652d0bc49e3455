/** What cities and partners wrote, as matchmaking needs it: names as people write them become ids. */
import { fold } from '../../domain/fold.js';
import type { Network } from '../../domain/network.js';
import type { Submission } from '../../domain/submission.js';
import type { CityWish, PartnerOffer } from '../../domain/twinning.js';

/** The offer in a submission of the form `partner-offer`; without a usable number it is for one city. */
export function offerIn(partner: string, submission: Submission, network: Network): PartnerOffer {
  const places = Number(valuesOf(submission, 'places')[0]);
  return {
    partner,
    focusAreas: valuesOf(submission, 'focus-areas'),
    support: valuesOf(submission, 'support'),
    places: Number.isInteger(places) && places >= 0 ? places : 1,
    prefers: idsOf(valuesOf(submission, 'prefers'), network.cities),
  };
}

/** The wish in a submission of the form `city-preference`. */
export const wishIn = (city: string, submission: Submission, network: Network): CityWish => ({
  city,
  focusAreas: valuesOf(submission, 'focus-areas'),
  support: valuesOf(submission, 'support'),
  prefers: idsOf(valuesOf(submission, 'prefers'), network.partners),
});

function valuesOf(submission: Submission, field: string): string[] {
  const value = submission.fields[field]?.value ?? [];
  return Array.isArray(value) ? value : [value];
}

/** Ids in the order of the names; a name that fits no entry, or several, counts for none. */
function idsOf(written: readonly string[], entries: readonly Named[]): string[] {
  const ids = written.flatMap((name) => idOf(name, entries) ?? []);
  return [...new Set(ids)];
}

interface Named {
  id: string;
  name: string;
  localName?: string;
}

function idOf(written: string, entries: readonly Named[]): string | undefined {
  const name = fold(written);
  if (name === '') return undefined;
  const namesOf = (entry: Named): string[] => [entry.id, entry.name, entry.localName ?? entry.name].map(fold);
  const exact = entries.find((entry) => namesOf(entry).includes(name));
  if (exact) return exact.id;
  const within = entries.filter((entry) => namesOf(entry).some((full) => full.includes(name)));
  return within.length === 1 ? within[0]!.id : undefined;
}
