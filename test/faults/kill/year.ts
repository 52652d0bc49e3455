/** One whole year of the small network on an installation of its own, killed by plan or left alone. */
import { EventEmitter } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { loadForms } from '../../../activities/forms/load.js';
import { toMs } from '../../../domain/time.js';
import { dataDir } from '../../../workers/installation.js';
import type { Reach } from './engine-client.js';
import { reachEngine } from './engine-client.js';
import { built, openInstallation } from './installation.js';
import type { YearEnd, YearLog } from './invariants.js';
import type { Kill, Sight } from './kill-plan.js';
import type { Sights } from './killer.js';
import { carryOut } from './killer.js';
import { startMailServer } from './mail-server.js';
import { openOfficers } from './officers.js';
import { openOutbox } from './outbox.js';
import { begins, yearSeconds } from './pace.js';
import type { Run } from './run.js';
import { runFile } from './run.js';
import { openSecretariat } from './secretariat.js';
import { smallCalendar, writeSmallNetwork } from './small-network.js';
import { within } from './within.js';
import { lettersUnderWay, untilClosed, yearEnd } from './year-end.js';

export interface YearOptions {
  /** A new folder. */
  home: string;
  /** What the officers say and how long they think. */
  seed: number;
  kills: Kill[];
  /** How much slower than its table the year runs. */
  slower: number;
  say: (line: string) => void;
  /** Called when the year has ended and its engine still runs, for whoever wants the histories. */
  ended?: (reach: Reach) => Promise<void>;
}

export interface Year extends YearEnd, YearLog {
  /** How many kills came at the moment that the plan names, and how many processes were started in all. */
  exact: number;
  starts: number;
}

export async function runYear({ home, seed, kills, slower, say, ended }: YearOptions): Promise<Year> {
  mkdirSync(home, { recursive: true });
  const ownData = join(home, 'data');
  await writeSmallNetwork(dataDir, ownData);
  const store = createDiskStore(join(home, 'store'));
  const sights: Sights = new EventEmitter();
  const see = (sight: Sight) => () => void sights.emit(sight);
  const openAtDeath: string[][] = [];
  const mailServer = await startMailServer(({ number }) => officers.receive(number), {
    taken: see('letter taken'),
    answered: see('letter answered'),
  });
  const run: Run = {
    // on a whole second, as instants are, and when everything has started
    offsetMs: toMs(begins) - Math.ceil(Date.now() / 1000 + 8 * slower) * 1000,
    slower,
    smtpUrl: mailServer.url,
    domain: `${home.split('/').at(-1)!.toLowerCase()}.example`,
    dataDir: ownData,
    bundlePath: join(built, 'workflow-bundle.js'),
  };
  const write = () => writeFileSync(runFile(home), JSON.stringify(run));
  write();
  const reach = reachEngine(home, store);
  const outbox = openOutbox({ home, posting: see('answer under way'), posted: see('answer accepted') });
  const officers = openOfficers({ store, forms: await loadForms(ownData), seed, reach, outbox });
  const overlapping: string[] = [];
  const installation = await openInstallation(
    home,
    async (part) => {
      sights.emit('death', part);
      if (part === 'worker') openAtDeath.push(await lettersUnderWay(store));
    },
    (number) => void overlapping.push(number),
  );
  let secretariat: (() => Promise<void>) | undefined;
  const over = new AbortController();

  const fromOpeningToEnd = async (): Promise<Year> => {
    await reach.insist((operations) => operations.openRegistry());
    await reach.insist((operations) => operations.registry());
    const calendar = await smallCalendar(ownData);
    await reach.insist(async (operations) =>
      operations.startCycle(
        calendar,
        { office: 'secretariat-sg', door: 'cli' },
        { offsetMs: run.offsetMs, rehearsal: true },
      ),
    );
    secretariat = openSecretariat({ store, reach, updating: see('update under way') });
    const killing = carryOut(kills, {
      installation,
      sights,
      letters: () => mailServer.copies.length,
      over: over.signal,
      say,
    });
    const result = await untilClosed(reach);
    over.abort();
    const exact = await killing;
    await officers.done();
    await secretariat();
    const end = await yearEnd(reach, store, result);
    await ended?.(reach);
    if (officers.failures.length > 0) throw officers.failures[0];
    return {
      ...end,
      copies: mailServer.copies,
      acceptances: officers.acceptances,
      openAtDeath,
      overlapping,
      exact,
      starts: installation.starts(),
    };
  };

  try {
    return await within(Math.ceil((2 * yearSeconds * slower) / 60), fromOpeningToEnd(), 'The year');
  } finally {
    over.abort();
    outbox.close();
    await secretariat?.();
    await reach.close();
    await installation.close();
    await mailServer.close();
  }
}
