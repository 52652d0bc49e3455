/** Matchmaking between cities and outside partners. */
import type { Address, DocumentStore } from '../../domain/document.js';
import type { Names } from '../../domain/matchmaking.js';
import { candidatesOf, optionsOf, reasonForNone } from '../../domain/matchmaking.js';
import type { Network } from '../../domain/network.js';
import type { Submission } from '../../domain/submission.js';
import type { Twin, TwinningOptions } from '../../domain/twinning.js';
import { offerIn, wishIn } from './read.js';
import { bestSet } from './solve.js';

type Pair = Pick<Twin, 'city' | 'partner'>;

export function createTwinningActivities({ store }: { store: DocumentStore }) {
  return {
    /**
     * Finds the set of pairs with the most points, and up to two alternatives for each city.
     *
     * @param input.offers accepted answers to `partner-offer`; `wishes` to `city-preference`
     * @param input.agreed pairs that both sides have agreed to: these cities and places are taken
     * @param input.declined pairs that one side has declined; they are not proposed again
     * @returns the `TwinningOptions` as a document, and the proposed pairs by city; the order of the answers
     *   does not change them
     */
    async matchCities(input: {
      offers: { partner: string; submission: Address }[];
      wishes: { city: string; submission: Address }[];
      agreed?: Pair[];
      declined: Pair[];
      networkDocument: Address;
    }): Promise<{ options: Address; proposed: Twin[] }> {
      const network = await store.getJson<Network>(input.networkDocument);
      const agreed = input.agreed ?? [];
      const offers = await Promise.all(
        input.offers.map(async ({ partner, submission }) => {
          const offer = offerIn(partner, await store.getJson<Submission>(submission), network);
          return {
            ...offer,
            places: offer.places - agreed.filter((pair) => pair.partner === partner).length,
          };
        }),
      );
      const wishes = await Promise.all(
        input.wishes
          .filter(({ city }) => !agreed.some((pair) => pair.city === city))
          .map(async ({ city, submission }) =>
            wishIn(city, await store.getJson<Submission>(submission), network),
          ),
      );
      const names = namesIn(network);
      const candidates = candidatesOf(offers, wishes, input.declined, names);
      const places = new Map(offers.map((offer) => [offer.partner, offer.places]));
      const { chosen, solver } = await bestSet(candidates, places);
      const without = wishes
        .map(({ city }) => city)
        .filter((city) => !chosen.some((pair) => pair.city === city))
        .sort()
        .map((city) => ({ city, reason: reasonForNone(city, candidates, input.declined, names) }));
      const options: TwinningOptions = { options: optionsOf(candidates, chosen), without, solver };
      return {
        options: await store.putJson(options),
        proposed: chosen.map(({ city, partner, reason }) => ({ city, partner, reason })),
      };
    },
  };
}

function namesIn(network: Network): Names {
  const nameIn =
    (entries: readonly { id: string; name: string }[]) =>
    (id: string): string =>
      entries.find((entry) => entry.id === id)?.name ?? id;
  return {
    city: nameIn(network.cities),
    partner: nameIn(network.partners),
    focusArea: nameIn(network.focusAreas.map(({ id, name }) => ({ id, name: name.en.toLowerCase() }))),
  };
}
