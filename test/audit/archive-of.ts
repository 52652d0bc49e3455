/** The archive of a year on the time-skipping server: its code kept, sealed, exported. */
import { join } from 'node:path';
import { keepCode } from '../../activities/archive/code.js';
import { exportBundle } from '../../activities/archive/export.js';
import type { Seal } from '../../domain/archive.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { archiveId } from '../../domain/ids.js';
import { dataDir } from '../../workers/installation.js';
import { sdkVersion } from '../../workers/project.js';
import { auditors } from '../setup/auditors.js';
import { builtBundle } from '../setup/engines.js';
import type { AtWork, Year } from '../setup/year.js';

/** @param folder where files are exported to */
export async function archiveOf({ store, installation }: AtWork, year: Year, folder: string) {
  const { network } = year;
  await keepCode(store, network, {
    bundlePath: builtBundle(),
    // some of the data: each file is read again by every test
    dataDir: join(dataDir, 'mail'),
    sdk: sdkVersion,
  });
  return {
    async seal(occasion: string): Promise<Seal> {
      const id = archiveId(network, 2018, occasion);
      await year.start('archive', id, { network, cycle: 2018, occasion, offsetMs: year.cycle.offsetMs });
      return year.still.workflow.getHandle(id).result() as Promise<Seal>;
    },
    /** @returns the file, beside which its keys lie */
    async exported(name: string): Promise<string> {
      const file = join(folder, name);
      await exportBundle(installation, {
        ...{ network, cycle: 2018, into: file, keysInto: keyFileBeside(file), actor: auditors },
      });
      return file;
    },
  };
}
