/** The first weeks of a year, archived and exported: nominations that were asked for, chased, answered and sealed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportPublic } from '../../activities/archive/export-public.js';
import { sealKeyOf } from '../../activities/archive/seal-key.js';
import { createPaperActivities } from '../../activities/papers/activities.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { dataDir } from '../../workers/installation.js';
import { auditors } from '../setup/auditors.js';
import { openWork } from '../setup/year.js';
import { archiveOf } from './archive-of.js';
import { item, paper } from './papers.js';

export type SmallYear = Awaited<ReturnType<typeof openSmallYear>>;

/** The year is over when this returns; what was exported stays until `close`. */
export async function openSmallYear() {
  const folder = mkdtempSync(join(tmpdir(), 'ascn-audit-'));
  const work = await openWork();
  try {
    const { store } = work;
    const year = await work.year('2018-02-05T01:00:00Z');
    const archive = await archiveOf(work, year, folder);

    await year.withCycle(['nominations', 'handover']);
    await year.until('2018-02-08T00:00:00Z');
    await year.answer('ASCN/2018/nomination/sg/1', nomination, 'ns-sg');
    const early = await archive.seal('early');
    const earlyFile = await archive.exported('early.zip');
    await year.until('2018-04-20T00:00:00Z');
    await createPaperActivities({ ...work.installation, dataDir }).publish({
      ...{ network: year.network, cycle: 2018, networkDocument: await store.putJson({}) },
      paper: await store.putJson(paper('announcement', 'public', [item('twins', 'Da Nang and its partner')])),
      pdf: await store.put('%PDF-1.7'),
      ...{ id: 'announcement', title: 'Twins', date: '2018-04-19' },
    });
    const late = await archive.seal('late');
    const lateFile = await archive.exported('late.zip');
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
      again: await archive.exported('again.zip'),
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
