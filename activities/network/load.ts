/** Reads the network's data, `data/network/`, and checks that its files agree with one another. */
import type { IsoDate } from '../../domain/time.js';
import type { Network } from '../../domain/network.js';
import { badInput } from '../../domain/errors.js';
import type { NetworkFiles } from '../../domain/schemas/network.js';
import { networkFiles } from '../../domain/schemas/network.js';
import { checkNetwork } from './check.js';
import { readDataFile } from './data-file.js';

/**
 * The network as its data files have it. Nothing is filtered: membership, holders and chairs keep their dates.
 *
 * @param dataDir the data folder, which holds `network/`
 * @param asOf the date to note in the result
 * @throws CycleError `BadInput` naming the file, the place, the value and what was expected
 */
export async function loadNetwork(dataDir: string, asOf: IsoDate): Promise<Network> {
  const read = <N extends keyof NetworkFiles>(name: N): Promise<NetworkFiles[N]> =>
    readDataFile(dataDir, `network/${name}.yaml`, networkFiles[name]) as Promise<NetworkFiles[N]>;
  const files: NetworkFiles = {
    members: await read('members'),
    cities: await read('cities'),
    offices: await read('offices'),
    partners: await read('partners'),
    'focus-areas': await read('focus-areas'),
    chairs: await read('chairs'),
    bodies: await read('bodies'),
    rules: await read('rules'),
    sources: await read('sources'),
  };
  const fault = checkNetwork(files);
  if (fault) throw badInput(fault);
  const { members, cities, offices, partners, chairs, bodies, rules } = files;
  return {
    asOf,
    members,
    cities,
    offices,
    partners,
    focusAreas: files['focus-areas'],
    chairs,
    bodies,
    rules,
  };
}
