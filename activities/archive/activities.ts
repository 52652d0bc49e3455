/** Archiving as the workflows call it. */
import type { Client } from '@temporalio/client';
import type { Seal } from '../../domain/archive.js';
import type { DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import { cycleId, registryId } from '../../domain/ids.js';
import type { Instant } from '../../domain/time.js';
import type { SubjectKeys } from '../documents/subject-keys.js';
import { appendToLog } from './append.js';
import { fetchRun, isClosing } from './history.js';
import type { SealKey } from './seal-key.js';
import type { TimeStampAuthority } from './time-stamps.js';
import { timeStampSeals } from './time-stamps.js';

export interface ArchiveCollaborators {
  client: Client;
  store: DocumentStore;
  /** Where histories hold encrypted payloads: their keys. */
  subjectKeys?: Pick<SubjectKeys, 'get'> | undefined;
  key: SealKey;
  /** Without one, seals have no time-stamps. */
  authority?: TimeStampAuthority | undefined;
}

export function createArchiveActivities({
  client,
  store,
  subjectKeys,
  key,
  authority,
}: ArchiveCollaborators) {
  const cyclesOf = async (network: string) => {
    const { cycles } = await client.workflow
      .getHandle(registryId(network))
      .query<{ cycles: { year: number; state: string }[] }>('registry');
    return cycles;
  };
  return {
    /** The years whose cycles run, as the network's registry knows them. */
    async runningCycles({ network }: { network: string }): Promise<number[]> {
      const cycles = await cyclesOf(network);
      return cycles.filter(({ state }) => state === 'running').map(({ year }) => year);
    },

    /**
     * Appends to the log of a cycle and seals it.
     *
     * @param input.at by the calendar
     * @param input.whole only once the cycle's own workflow has ended
     * @returns the seal
     * @throws CycleError `Unavailable` while it has not
     */
    async appendToArchive(input: {
      network: string;
      cycle: number;
      occasion: string;
      at: Instant;
      whole: boolean;
    }): Promise<Seal> {
      const { whole, ...appending } = input;
      const { network, cycle } = input;
      if (whole && !(await fetchRun(client, cycleId(network, cycle)))?.events.some(isClosing))
        throw new CycleError('Unavailable', `The cycle of ${cycle} has not ended yet.`);
      return appendToLog({ client, store, subjectKeys, key, ...appending });
    },

    /**
     * Gets the time-stamps that seals lack, where the installation has an authority.
     *
     * @param input.cycle every cycle that the registry knows, also one that has ended, where none is named
     * @throws CycleError `Unavailable` while the authority is away, `BadInput` where its answer does not hold
     */
    async timeStampSeals({ network, cycle }: { network: string; cycle?: number | undefined }): Promise<void> {
      if (!authority) return;
      const years = cycle === undefined ? (await cyclesOf(network)).map(({ year }) => year) : [cycle];
      for (const year of years) await timeStampSeals(store, authority, network, year);
    },
  };
}
