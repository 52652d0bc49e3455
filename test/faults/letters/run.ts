/** One installation that is killed by plan while the planned letters come in. */
import { EventEmitter } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { loadForms } from '../../../activities/forms/load.js';
import { CycleError } from '../../../domain/errors.js';
import { toMs } from '../../../domain/time.js';
import { dataDir } from '../../../workers/installation.js';
import { reachEngine } from '../kill/engine-client.js';
import { built, openInstallation } from '../kill/installation.js';
import type { Kill, Sight } from '../kill/kill-plan.js';
import type { Sights } from '../kill/killer.js';
import { carryOut } from '../kill/killer.js';
import { startMailServer } from '../kill/mail-server.js';
import { openOutbox } from '../kill/outbox.js';
import type { Run } from '../kill/run.js';
import { runFile } from '../kill/run.js';
import { year } from '../kill/small-network.js';
import { within } from '../kill/within.js';
import { lettersUnderWay } from '../kill/year-end.js';
import { openCorrespondence } from './correspondence.js';
import { lettersEnd } from './end.js';
import type { Expected, LettersEnd, CopyOfAnswer } from './invariants.js';
import type { Place } from './network.js';
import { askAll, asked, kind, officeOf, secretariat } from './network.js';
import type { Planned } from './plan.js';

export interface LettersOptions {
  /** A new folder. */
  home: string;
  places: readonly Place[];
  letters: readonly (readonly Planned[])[];
  expected: Expected;
  kills: Kill[];
  /** After so many it has failed. */
  minutes: number;
  say: (line: string) => void;
}

export interface LettersRun extends LettersEnd {
  /** How many kills came at the moment that the plan names, and how many processes were started in all. */
  exact: number;
  starts: number;
  /** How often letters were tried at the door. */
  tries: number;
}

export async function runLetters(options: LettersOptions): Promise<LettersRun> {
  const { home, places, letters, expected, kills, minutes, say } = options;
  mkdirSync(home, { recursive: true });
  const store = createDiskStore(join(home, 'store'));
  const sights: Sights = new EventEmitter();
  const see = (sight: Sight) => () => void sights.emit(sight);
  const copies: CopyOfAnswer[] = [];
  const openAtDeath: string[][] = [];
  let taken = 0;
  const mailServer = await startMailServer(
    (copy, letter) => {
      copies.push({ ...copy, inReplyTo: letter.inReplyTo ?? '' });
      correspondence.receive(copy, letter);
    },
    { taken: see('letter taken'), answered: see('letter answered') },
  );
  const run: Run = {
    offsetMs: toMs(asked) - Math.ceil(Date.now() / 1000) * 1000,
    smtpUrl: mailServer.url,
    domain: 'letters.example',
    dataDir,
    bundlePath: join(built, 'workflow-bundle.js'),
  };
  writeFileSync(runFile(home), JSON.stringify(run));
  const reach = reachEngine(home, store);
  const outbox = openOutbox({
    home,
    posting: see('answer under way'),
    posted: () => {
      taken += 1;
      sights.emit('answer accepted');
    },
  });
  const correspondence = openCorrespondence({
    expected: expected.letters,
    form: (await loadForms(dataDir)).get(kind)!,
    domain: run.domain,
    outbox,
    reassign: async (place) => {
      sights.emit('update under way');
      const reassignment = {
        office: officeOf(place, 'representative'),
        actor: { office: secretariat, door: 'cli' },
      } as const;
      await reach
        .insist((operations) => operations.reassign(year, `${kind}/${place.id}`, reassignment))
        // the first attempt was done, and only its answer was lost
        .catch((error: unknown) => {
          if (!(error instanceof CycleError && error.type === 'Refused')) throw error;
        });
    },
  });
  const overlapping: string[] = [];
  const installation = await openInstallation(
    home,
    async (part) => {
      sights.emit('death', part);
      if (part === 'worker') openAtDeath.push(await lettersUnderWay(store));
    },
    (number) => void overlapping.push(number),
  );
  const over = new AbortController();

  const fromFirstToLast = async (): Promise<LettersRun> => {
    await askAll(places, { reach, store, dataDir, offsetMs: run.offsetMs });
    const killing = carryOut(kills, { installation, sights, letters: () => taken, over: over.signal, say });
    await correspondence.run(letters);
    over.abort();
    const exact = await killing;
    const end = await lettersEnd(reach, store, places);
    return {
      ...end,
      handedIn: correspondence.handedIn(),
      copies,
      openAtDeath,
      overlapping,
      exact,
      starts: installation.starts(),
      tries: correspondence.tries(),
    };
  };

  try {
    return await within(minutes, fromFirstToLast(), 'The correspondence', () => correspondence.waiting());
  } finally {
    over.abort();
    outbox.close();
    await reach.close();
    await installation.close();
    await mailServer.close();
  }
}
