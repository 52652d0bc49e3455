/** One installation on this machine: its document store, its data, and the activities over them. */
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { loadAsks, loadCalendar } from '../activities/calendar/load.js';
import { createDiskStore } from '../activities/documents/disk-store.js';
import { loadForms } from '../activities/forms/load.js';
import { listLetters, listPutOff } from '../activities/mail/ledger.js';
import { listReceived } from '../activities/mail/received.js';
import { startLocalMailbox } from '../activities/mail/local-mailbox.js';
import { createMailTransport } from '../activities/mail/transport.js';
import { loadNetwork } from '../activities/network/load.js';
import type { ActivityContext } from './activities.js';
import { createActivities } from './activities.js';
import { projectRoot } from './project.js';

export interface InstallationOptions {
  /** The folder of everything that is kept. */
  home: string;
  network: string;
}

/** The folder of the local mailbox, to which letters go when no mail server is set. */
export const mailboxFolder = ({ home }: Pick<InstallationOptions, 'home'>): string => join(home, 'mailbox');

/** The project's own data, which ships with it. */
export const dataDir = join(projectRoot(), 'data');

export type Installation = ReturnType<typeof openInstallation>;

/** Opens what lies in a home folder, for the command line to read and for a worker to work on. */
export function openInstallation({ home, network }: InstallationOptions) {
  const store = createDiskStore(join(home, 'store'));
  return {
    store,
    /** Where a cycle's finished papers and its public page lie. */
    papersDir: (_network: string, cycle: number) => join(home, 'papers', String(cycle)),
    /** Letters of a cycle that went out, by date. */
    lettersOut: (cycle: number) => listLetters(store, network, cycle),
    /** Those of them that the mail server has not taken so far. */
    lettersPutOff: (cycle: number) => listPutOff(store, network, cycle),
    /** Letters that came in, by time of arrival. */
    lettersIn: () => listReceived(store, network),
    /** The embedded default's mail server, which keeps every letter in this home. */
    openMailbox: () => startLocalMailbox(mailboxFolder({ home })),
    forms: () => loadForms(dataDir),
    networkData: (asOf: string) => loadNetwork(dataDir, asOf),
    calendar: (year: number, given: { chair: string; place: string; zone: string }) =>
      loadCalendar(dataDir, year, given),
    asks: () => loadAsks(dataDir),
    /** The activities, and how to close what they hold open. */
    async activities(client: Client, mail: { smtpUrl: string; domain: string; secret: string }) {
      const transport = createMailTransport(mail.smtpUrl);
      const context: ActivityContext = {
        client,
        store,
        dataDir,
        papersDir: this.papersDir,
        transport,
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
