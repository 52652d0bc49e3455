/** One installation: its document store, its data, and the activities over them. */
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { keepCode } from '../activities/archive/code.js';
import type { TimeStampAuthority } from '../activities/archive/time-stamps.js';
import { exportBundle } from '../activities/archive/export.js';
import { exportPublic } from '../activities/archive/export-public.js';
import { listReadings, recordReading } from '../activities/archive/readings.js';
import { sealKeyOf } from '../activities/archive/seal-key.js';
import { loadAsks, loadCalendar } from '../activities/calendar/load.js';
import { diskPlace, tryDiskStore } from '../activities/documents/disk-store.js';
import { remembering } from '../activities/documents/remembering.js';
import { confirmErasure, prepareErasure } from '../activities/documents/erase.js';
import { nameOfBucket, openBucket } from '../activities/documents/s3-store.js';
import { createStore } from '../activities/documents/store.js';
import { openSubjectKeys } from '../activities/documents/subject-keys.js';
import { loadForms } from '../activities/forms/load.js';
import { listLetters, listPutOff } from '../activities/mail/out/ledger.js';
import { listArrived, listReceived } from '../activities/mail/in/received.js';
import { createScanner } from '../activities/mail/in/attachments/clamd.js';
import type { DkimKey } from '../activities/mail/out/dkim-key.js';
import { listTray, trayMatter } from '../activities/mail/in/tray.js';
import { startLocalMailbox } from '../activities/mail/out/local-mailbox.js';
import { createPacing } from '../activities/mail/out/pacing.js';
import { loadRates } from '../activities/mail/out/rates.js';
import { letterState } from '../activities/mail/out/letter-state.js';
import { liftSuppression, listSuppressed } from '../activities/mail/out/suppression.js';
import { createMailTransport } from '../activities/mail/out/transport.js';
import { loadNetwork } from '../activities/network/load.js';
import type { ActivityContext } from './activities.js';
import { createActivities } from './activities.js';
import type { Actor } from '../domain/actor.js';
import { badInput } from '../domain/errors.js';
import type { WhatWasRead } from '../domain/readings.js';
import { cycleBundle } from './bundle.js';
import { createDataConverter } from './data-converter.js';
import { openKeyRing, ringFile, rotateRing } from './key-ring.js';
import { builtFrom, projectRoot, sdkVersion } from './project.js';
import type { Settings } from './settings.js';

export interface InstallationOptions {
  /** The folder of everything that is kept. */
  home: string;
  network: string;
  /** Another data folder than the project's own. */
  dataDir?: string;
  /** The bucket that keeps the documents, and the finished papers; without it both lie in the home folder. */
  store?: Settings['store'];
  /** Gives the seals of the archive their time-stamps. */
  authority?: TimeStampAuthority | undefined;
  /** The file of the key ring, where it does not lie in the home folder. */
  keys?: Settings['keys'];
  /** Told of the file when the key ring was made. */
  onRingMade?: (file: string) => void;
}

/** How letters leave. */
export interface MailOptions {
  smtpUrl: string;
  /** The domain of the reply addresses. */
  domain: string;
  /** The key of the reply addresses. */
  secret: string;
  dkim?: DkimKey | undefined;
  /** Where ClamAV's daemon is; see `createScanner`. */
  clamdUrl?: string | undefined;
  /** Mail domains are given so many letters a minute (`data/mail/rates.yaml`): for a mail server that passes them on. */
  paced?: boolean;
}

/** The folder of the local mailbox, to which letters go when no mail server is set. */
export const mailboxFolder = ({ home }: Pick<InstallationOptions, 'home'>): string => join(home, 'mailbox');

/** The project's own data, which ships with it. */
export const dataDir = join(projectRoot(), 'data');

export type Installation = ReturnType<typeof openInstallation>;

/** Opens what lies in a home folder, or in a bucket, for the command line to read and for a worker to work on. */
export function openInstallation(options: InstallationOptions) {
  const {
    home,
    network,
    store: settings,
    dataDir: data = dataDir,
    authority,
    onRingMade = () => undefined,
  } = options;
  const bucket = settings && openBucket(settings);
  const place = bucket?.place ?? diskPlace(join(home, 'store'));
  let ring: ReturnType<typeof openKeyRing> | undefined;
  const openRing = () =>
    (ring ??= openKeyRing(options, async () => (await place.list('keys')).length > 0, onRingMade).catch(
      (error: unknown) => {
        ring = undefined;
        throw error;
      },
    ));
  const subjectKeys = openSubjectKeys(place, openRing);
  const store = remembering(createStore(place, subjectKeys));
  return {
    store,
    /** The keys with which documents and payloads are encrypted. */
    subjectKeys,
    /** For every client and worker of this installation. */
    dataConverter: createDataConverter(subjectKeys),
    /** Closes the connections to the bucket, where there is one. */
    close: async (): Promise<void> => bucket?.close(),
    /** Opens the key ring, which the first start makes; refuses what does not fit. See `openKeyRing`. */
    openRing,
    /** Where the key ring lies, its master keys, and how many keys each of them wraps. */
    async keysStatus() {
      const opened = await openRing();
      const wraps = await subjectKeys.wrappedBy();
      const masters = opened.masters().map((id) => ({ id, wraps: wraps.get(id) ?? 0 }));
      return { file: ringFile(options), current: opened.current(), masters };
    },
    /** Erases one person's data, in the two steps of two persons; see `prepareErasure` and `confirmErasure`. */
    prepareErasure: (address: string, given: { order: string; actor: Actor }) =>
      prepareErasure({ store, subjectKeys, network }, address, given),
    confirmErasure: (address: string, given: { actor: Actor; twoPersons: boolean }) =>
      confirmErasure({ store, subjectKeys, network }, address, given),
    /** A new master key, under which every key is wrapped anew. Broken off, it is gone on with by being called again. */
    async rotateKeys(): Promise<{ current: string; rewrapped: number }> {
      const opened = await openRing();
      rotateRing(ringFile(options));
      return { current: opened.current(), rewrapped: await subjectKeys.rewrap() };
    },
    /** @throws CycleError `Unavailable`, in words, when nothing can be written to the store */
    tryStore: (): Promise<void> =>
      bucket ? bucket.writeFile('tried', 'x') : tryDiskStore(join(home, 'store')),
    /** Where a cycle's finished papers and its public page lie: a folder, or the beginning of the bucket's keys. */
    papersDir: (network: string, cycle: number) =>
      bucket ? `papers/${network}/${cycle}` : join(home, 'papers', String(cycle)),
    /**
     * Notes in a bucket whose network it keeps. A ledger that two networks of one name share would keep letters of
     * the second from leaving, since it says that they have left.
     *
     * @throws CycleError `BadInput` when it keeps the network of this name of another namespace, `Unavailable` when
     *   it cannot be used
     */
    async claimStore(namespace: string): Promise<void> {
      if (!settings || (await store.enter('installation', network, { namespace }))) return;
      const owner = await store.entry<{ namespace: string }>('installation', network);
      if (owner && owner.namespace !== namespace) {
        throw badInput(
          `ASCN_STORE_URL is “${nameOfBucket(settings)}”, which keeps the network “${network}” of the namespace “${owner.namespace}”; ` +
            `expected another bucket or prefix for that of the namespace “${namespace}”, or another ASCN_NETWORK.`,
        );
      }
    },
    /** Letters of a cycle that went out, by date. */
    lettersOut: (cycle: number) => listLetters(store, network, cycle),
    /** Those of them that the mail server has not taken so far. */
    lettersPutOff: (cycle: number) => listPutOff(store, network, cycle),
    /** What became of one letter; undefined where it was never begun. */
    letterState: (cycle: number, number: string) => letterState(store, { network, cycle, number }),
    /** Addresses to which no letter goes, since an earlier one showed that they do not work. */
    suppressed: () => listSuppressed(store, network),
    unsuppress: (office: string, actor: Actor) => liftSuppression(store, network, office, actor),
    /** Letters that came in, by time of arrival. */
    lettersIn: () => listReceived(store, network),
    /** Letters that lie in the tray, by time of arrival. */
    tray: () => listTray(store, network),
    /** One that lies there, or that lay there. */
    trayMatter: (digest: string) => trayMatter(store, network, digest),
    /** Letters that stand in the store for a request, also those that the engine may not know. */
    lettersArrived: () => listArrived(store, network),
    /** Writes the file of a year for auditors; see `exportBundle`. */
    exportBundle: (order: Omit<Parameters<typeof exportBundle>[1], 'network'>) =>
      exportBundle({ store, subjectKeys }, { network, ...order }),
    /** Writes the file of a year for the public, signed with the installation's key; see `exportPublic`. */
    exportPublic: ({ secret, ...order }: { cycle: number; into: string; actor: Actor; secret: string }) =>
      exportPublic({ store, subjectKeys }, { network, ...order, key: sealKeyOf(secret) }),
    /** Who read what of the network's record, oldest first; and writing that down, before it is handed over. */
    readings: () => listReadings(store, network),
    recordReading: (actor: Actor, read: WhatWasRead) => recordReading(store, network, actor, read),
    /** The embedded default's mail server, which keeps every letter in this home. */
    openMailbox: () => startLocalMailbox(mailboxFolder({ home })),
    forms: () => loadForms(data),
    networkData: (asOf: string) => loadNetwork(data, asOf),
    calendar: (year: number, given: { chair: string; place: string; zone: string }) =>
      loadCalendar(data, year, given),
    asks: () => loadAsks(data),
    /**
     * The activities, and how to close what they hold open. What runs them is kept for the archive: their data, and the
     * workflow bundle of their worker.
     */
    async activities(client: Client, mail: MailOptions, bundlePath = cycleBundle) {
      await keepCode(store, network, {
        ...{ bundlePath, dataDir: data },
        ...{ sdk: sdkVersion, commit: builtFrom() },
      });
      const transport = createMailTransport(mail.smtpUrl);
      const context: ActivityContext = {
        client,
        store,
        subjectKeys,
        dataDir: data,
        papersDir: this.papersDir,
        writePaper: bucket?.writeFile,
        transport,
        pacing: mail.paced ? createPacing(await loadRates(data)) : undefined,
        dkim: mail.dkim,
        authority,
        scanner: mail.clamdUrl === undefined ? undefined : createScanner(mail.clamdUrl),
        mail: { mailDomain: mail.domain, replyAddress: `reply@${mail.domain}`, secret: mail.secret },
      };
      return {
        activities: await createActivities(context),
        // a letter that is still under way was given up by its worker, and is sent again by the next one
        close: () => transport.close({ force: true }),
      };
    },
  };
}
