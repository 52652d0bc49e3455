/** Activities on the network's data: the snapshot with which a cycle starts, and the nominations put into it. */
import type { Address, DocumentStore } from '../../domain/document.js';
import { unlessErased } from '../../domain/erasure.js';
import type { CycleError } from '../../domain/errors.js';
import { badInput } from '../../domain/errors.js';
import type { MemberCode, Network, Rules } from '../../domain/network.js';
import { putNetwork, readNetwork } from '../../domain/network-document.js';
import { citiesOn, membersOn } from '../../domain/network.js';
import { chairOf } from '../../domain/rotation.js';
import type { Submission } from '../../domain/submission.js';
import type { IsoDate } from '../../domain/time.js';
import { isIsoDate } from '../../domain/time.js';
import { loadNetwork } from './load.js';
import { nominated } from './nominated.js';

export interface NetworkSnapshot {
  networkDocument: Address;
  /** Chair of the year of `asOf`, and of the year after. */
  chair: MemberCode;
  nextChair: MemberCode;
  /** Members on that date, in the English alphabetical order. */
  members: MemberCode[];
  /** Ids of the cities that are members of the network on that date. */
  cities: string[];
  rules: Rules;
}

export interface NominationsApplied {
  networkDocument: Address;
  /** Ids of the cities that take part: members in alphabetical order; those in the network already, then those nominated. */
  cities: string[];
  /** Names, as written, of cities that the network did not know and that were added. */
  unknown: string[];
}

export interface NetworkActivities {
  /**
   * Reads and checks the network's data, or takes what the chair before handed over, and stores it as one document.
   *
   * @throws CycleError `BadInput` for a file that does not fit, or a year whose chair is not known
   */
  snapshotNetwork: (input: { asOf: string; networkDocument?: Address }) => Promise<NetworkSnapshot>;
  /**
   * Puts accepted nominations into the network and stores the result as a new document. New members and new
   * holders count from the day of the nomination; dated membership that the data has is kept.
   *
   * @param input `member` is the member's code in any case; `submission` a `Submission` of the form `nomination`
   * @throws CycleError `BadInput` for a member that is none in that year
   */
  applyNominations: (input: {
    networkDocument: Address;
    year: number;
    nominations: { member: string; submission: Address }[];
  }) => Promise<NominationsApplied>;
}

/**
 * @param store where networks and submissions are kept
 * @param dataDir the data folder, which holds `network/`
 */
export function createNetworkActivities({
  store,
  dataDir,
}: {
  store: DocumentStore;
  dataDir: string;
}): NetworkActivities {
  return {
    async snapshotNetwork({ asOf, networkDocument }) {
      if (!isIsoDate(asOf)) throw notADay(asOf);
      const network =
        networkDocument === undefined
          ? await loadNetwork(dataDir, asOf)
          : { ...(await readNetwork(store, networkDocument)), asOf };
      const year = Number(asOf.slice(0, 4));
      return {
        networkDocument: await putNetwork(store, network, networkDocument),
        chair: chairIn(network, year),
        nextChair: chairIn(network, year + 1),
        members: membersOn(network, asOf).map((member) => member.code),
        cities: citiesOn(network, asOf).map((city) => city.id),
        rules: network.rules,
      };
    },

    async applyNominations({ networkDocument, year, nominations }) {
      let network = await readNetwork(store, networkDocument);
      const cities: string[] = [];
      const unknown: string[] = [];
      const known = membersOn(network, `${year}-12-31`);
      const codes = nominations.map(({ member }) => member.toUpperCase());
      const stranger = codes.find((code) => !known.some((member) => member.code === code));
      if (stranger) {
        throw badInput(
          `A nomination came for “${stranger}”; expected one of the members of ${year}: ${known.map((m) => m.code).join(', ')}.`,
        );
      }
      for (const member of known) {
        const nomination = nominations[codes.indexOf(member.code)];
        if (!nomination) {
          cities.push(...standing(network, member.code, `${year}-01-01`));
          continue;
        }
        const submission = await unlessErased(store.getJson<Submission>(nomination.submission));
        if (!submission) {
          cities.push(...standing(network, member.code, `${year}-01-01`));
          continue;
        }
        const date = dayOf(submission) ?? network.asOf;
        const result = nominated(network, member, submission, date);
        network = { ...result.network, asOf: date > network.asOf ? date : network.asOf };
        cities.push(...new Set([...standing(network, member.code, date), ...result.cities]));
        unknown.push(...result.unknown);
      }
      return { networkDocument: await putNetwork(store, network, networkDocument), cities, unknown };
    },
  };
}

/** A member's cities that are in the network already: a nomination adds to them, silence leaves them as they are. */
const standing = (network: Network, member: MemberCode, on: IsoDate): string[] =>
  citiesOn(network, on)
    .filter((city) => city.member === member)
    .map(({ id }) => id);

const notADay = (text: string): CycleError =>
  badInput(`The network was asked for as of “${text}”; expected a day of the calendar as YYYY-MM-DD.`);

function chairIn(network: Network, year: number): MemberCode {
  const chair = chairOf(year, network.chairs, network.members);
  if (!chair) {
    const first = Math.min(...network.chairs.map((entry) => entry.year));
    throw badInput(
      `No chair is known for ${year}; expected a year from ${first} on, or an entry in data/network/chairs.yaml.`,
    );
  }
  return chair.member;
}

/** The day of the last letter that the submission was made from. */
const dayOf = (submission: Submission): IsoDate | undefined =>
  Object.values(submission.fields)
    .map((field) => field.at.slice(0, 10))
    .sort()
    .at(-1);
