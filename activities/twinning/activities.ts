/** Matchmaking between cities and outside partners. */
import type { Address, DocumentStore } from '../../domain/document.js';
import { unlessErased } from '../../domain/erasure.js';
import type { Names } from '../../domain/matchmaking.js';
import { candidatesOf, optionsOf, reasonForNone } from '../../domain/matchmaking.js';
import { readNetwork } from '../../domain/network-document.js';
import type { Network } from '../../domain/network.js';
import type { RequestRow } from '../../domain/request.js';
import type { Submission } from '../../domain/submission.js';
import type { Twin, TwinningList, TwinningOptions } from '../../domain/twinning.js';
import { consented } from '../../domain/twinning.js';
import { offerIn, wishIn } from './read.js';
import { bestSet } from './solve.js';

export interface Match {
  /** `TwinningOptions`. */
  options: Address;
  /** The proposed pairs, `Twin[]`, by city. */
  proposed: Address;
  pairs: number;
}

export function createTwinningActivities({ store }: { store: DocumentStore }) {
  const pairsIn = async (document: Address | undefined): Promise<Twin[]> =>
    document === undefined ? [] : store.getJson<Twin[]>(document);

  /** The accepted answers among the rows of boards. */
  const answersIn = async (boards: Address): Promise<{ subject: string; submission: Submission }[]> =>
    (
      await Promise.all(
        (await store.getJson<RequestRow[]>(boards))
          .filter(({ state, submission }) => state === 'accepted' && submission !== undefined)
          .map(async ({ subject, submission: document }) => {
            const submission = await unlessErased(store.getJson<Submission>(document!));
            return submission && { subject, submission };
          }),
      )
    ).filter((answer) => answer !== undefined);

  return {
    /**
     * Finds the set of pairs with the most points, and up to two alternatives for each city.
     *
     * @param input.offers rows (`RequestRow[]`) of `partner-offer`; `wishes` of `city-preference`
     * @param input.agreed pairs (`Twin[]`) that both sides have agreed to: these cities and places are taken
     * @param input.declined pairs (`Twin[]`) that one side has declined; they are not proposed again
     * @returns options and proposed pairs as documents; the order of the answers does not change them
     */
    async matchCities(input: {
      offers: Address;
      wishes: Address;
      agreed?: Address;
      declined?: Address;
      networkDocument: Address;
    }): Promise<Match> {
      const network = await readNetwork(store, input.networkDocument);
      const [agreed, declined] = await Promise.all([pairsIn(input.agreed), pairsIn(input.declined)]);
      const offers = (await answersIn(input.offers)).map(({ subject, submission }) => {
        const offer = offerIn(subject, submission, network);
        const taken = agreed.filter(({ partner }) => partner === offer.partner).length;
        return { ...offer, places: offer.places - taken };
      });
      const wishes = (await answersIn(input.wishes))
        .filter(({ subject }) => !agreed.some(({ city }) => city === subject))
        .map(({ subject, submission }) => wishIn(subject, submission, network));
      const names = namesIn(network);
      const candidates = candidatesOf(offers, wishes, declined, names);
      const places = new Map(offers.map((offer) => [offer.partner, offer.places]));
      const { chosen, solver } = await bestSet(candidates, places);
      const without = wishes
        .map(({ city }) => city)
        .filter((city) => !chosen.some((pair) => pair.city === city))
        .sort()
        .map((city) => ({ city, reason: reasonForNone(city, candidates, declined, names) }));
      const options: TwinningOptions = { options: optionsOf(candidates, chosen), without, solver };
      const proposed: Twin[] = chosen.map(({ city, partner, reason }) => ({ city, partner, reason }));
      return {
        options: await store.putJson(options),
        proposed: await store.putJson(proposed),
        pairs: proposed.length,
      };
    },

    /** Some of the pairs of a document, from the n-th (counted from 0). */
    async readPairs({
      document,
      from,
      count,
    }: {
      document: Address;
      from: number;
      count: number;
    }): Promise<Twin[]> {
      return (await pairsIn(document)).slice(from, from + count);
    },

    /**
     * Sorts the proposed pairs by what both sides answered, and adds them to those of the rounds before. A pair
     * that was not put to its sides, or not answered, counts as declined.
     *
     * @param input.boards rows (`RequestRow[]`) of `twinning-city` and `twinning-partner`
     */
    async settleConsents(input: {
      proposed: Address;
      boards: Address;
      agreed?: Address;
      declined?: Address;
    }): Promise<{ agreed: TwinningList; declined: { document: Address; pairs: number } }> {
      const [proposed, rows, agreedBefore, declinedBefore] = await Promise.all([
        pairsIn(input.proposed),
        store.getJson<RequestRow[]>(input.boards),
        pairsIn(input.agreed),
        pairsIn(input.declined),
      ]);
      const agreed = [...agreedBefore, ...proposed.filter((pair) => consented(pair, rows))].sort((a, b) =>
        a.city < b.city ? -1 : 1,
      );
      const declined = [...declinedBefore, ...proposed.filter((pair) => !consented(pair, rows))];
      return {
        agreed: {
          document: await store.putJson(agreed),
          pairs: agreed.length,
          partners: [...new Set(agreed.map(({ partner }) => partner))],
        },
        declined: { document: await store.putJson(declined), pairs: declined.length },
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
