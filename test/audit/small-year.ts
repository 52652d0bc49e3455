/** The first weeks of a year, archived and exported: nominations that were asked for, chased, answered and sealed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepCode } from '../../activities/archive/code.js';
import { exportBundle } from '../../activities/archive/export.js';
import { exportPublic } from '../../activities/archive/export-public.js';
import { sealKeyOf } from '../../activities/archive/seal-key.js';
import { createPaperActivities } from '../../activities/papers/activities.js';
import type { Seal } from '../../domain/archive.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { archiveId } from '../../domain/ids.js';
import { dataDir } from '../../workers/installation.js';
import { sdkVersion } from '../../workers/project.js';
import { auditors } from '../setup/auditors.js';
import { builtBundle } from '../setup/engines.js';
import { openWork } from '../setup/year.js';
import { item, paper } from './papers.js';

export type SmallYear = Awaited<ReturnType<typeof openSmallYear>>;

/** The year is over when this returns; what was exported stays until `close`. */
export async function openSmallYear() {
  const folder = mkdtempSync(join(tmpdir(), 'ascn-audit-'));
  const work = await openWork();
  try {
    const { store } = work;
    const year = await work.year('2018-02-05T01:00:00Z');
    await keepCode(store, year.network, {
      bundlePath: builtBundle(),
      // some of the data: each file is read again by every test
      dataDir: join(dataDir, 'mail'),
      sdk: sdkVersion,
    });
    const seal = async (occasion: string): Promise<Seal> => {
      const { network } = year;
      const { offsetMs } = year.cycle;
      await year.start('archive', archiveId(network, 2018, occasion), {
        ...{ network, cycle: 2018, occasion, offsetMs },
      });
      return year.still.workflow.getHandle(archiveId(network, 2018, occasion)).result() as Promise<Seal>;
    };
    const exported = async (name: string): Promise<string> => {
      const file = join(folder, name);
      await exportBundle(work.installation, {
        ...{ network: year.network, cycle: 2018, into: file, keysInto: keyFileBeside(file), actor: auditors },
      });
      return file;
    };

    await year.withCycle(['nominations', 'handover']);
    await year.until('2018-02-08T00:00:00Z');
    await year.answer('ASCN/2018/nomination/sg/1', nomination, 'ns-sg');
    const early = await seal('early');
    const earlyFile = await exported('early.zip');
    await year.until('2018-04-20T00:00:00Z');
    await createPaperActivities({ ...work.installation, dataDir }).publish({
      ...{ network: year.network, cycle: 2018, networkDocument: await store.putJson({}) },
      paper: await store.putJson(paper('announcement', 'public', [item('twins', 'Da Nang and its partner')])),
      pdf: await store.put('%PDF-1.7'),
      ...{ id: 'announcement', title: 'Twins', date: '2018-04-19' },
    });
    const late = await seal('late');
    const lateFile = await exported('late.zip');
    const forThePublic = join(folder, 'public.zip');
    await exportPublic(work.installation, {
      ...{ network: year.network, cycle: 2018, into: forThePublic, actor: auditors, key: sealKeyOf('test') },
    });
    return {
      network: year.network,
      folder,
      /** The file as it was sealed in the first week, and at last; and exported once more. */
      early: { file: earlyFile, seal: early },
      late: { file: lateFile, keys: keyFileBeside(lateFile), seal: late },
      /** What was published, as it was sealed at last. */
      forThePublic,
      again: await exported('again.zip'),
      /** What the National Representatives were told at the end of the nominations. */
      told: await Promise.all((await year.letters('sealed')).map((letter) => year.message(letter))),
      close: () => rmSync(folder, { recursive: true, force: true }),
    };
  } finally {
    await work.close();
  }
}

const nomination = [
  'National Representative: Director, Smart Nation Office',
  'City 1 name: Singapore',
  'City 1 Chief Smart City Officer: Director, Smart City Projects',
].join('\n');
