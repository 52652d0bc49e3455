/** What a person reads without the engine: the network's data, the year's plan, letters, the local mailbox. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describeYear } from '../activities/calendar/describe.js';
import { printYear } from '../activities/calendar/print.js';
import type { Composer } from '../activities/mail/out/composer.js';
import { createComposer } from '../activities/mail/out/composer.js';
import { listMailbox } from '../activities/mail/out/local-mailbox.js';
import type { Calendar } from '../domain/calendar.js';
import { badInput } from '../domain/errors.js';
import type { LetterPreview } from '../domain/letter-record.js';
import type { LetterOrder } from '../domain/letter.js';
import { chairOf } from '../domain/rotation.js';
import { dataDir, mailboxFolder, openInstallation } from './installation.js';
import type { Settings } from './settings.js';

export type Reading = ReturnType<typeof createReading>;

/** @param settings where things are kept, and the network's id */
export function createReading({
  settings,
}: {
  settings: Pick<Settings, 'home' | 'network' | 'store' | 'keys'>;
}) {
  const installation = openInstallation(settings);
  const { store, forms, lettersOut: letters } = installation;
  const mailbox = mailboxFolder(settings);

  let composer: Promise<Composer> | undefined;

  const reading = {
    store,
    dataConverter: installation.dataConverter,
    prepareErasure: installation.prepareErasure,
    confirmErasure: installation.confirmErasure,
    keysStatus: () => installation.keysStatus(),
    rotateKeys: () => installation.rotateKeys(),
    forms,
    /** The letters of a year that were given to the mail server, oldest first. */
    letters,
    /** What became of one letter, as far as the ledgers know. */
    letterState: installation.letterState,
    /** Addresses to which no letter goes, since an earlier one showed that they do not work. */
    suppressed: installation.suppressed,
    unsuppress: installation.unsuppress,
    /** Those that the mail server has not taken so far. */
    putOff: installation.lettersPutOff,
    /** Letters that came in, by time of arrival. */
    received: installation.lettersIn,
    /** Letters that lie in the tray, by time of arrival; and one by its digest. */
    tray: installation.tray,
    trayMatter: installation.trayMatter,
    /** Letters that stand in the store for a request. */
    arrived: installation.lettersArrived,
    /** Writes the file of a year for auditors. */
    exportBundle: installation.exportBundle,
    /** Writes the file of a year for the public. */
    exportPublic: installation.exportPublic,
    /** Who read what of the network's record, oldest first; and writing that down, before it is handed over. */
    readings: installation.readings,
    recordReading: installation.recordReading,
    /** The network's data files as they stand, with what they date left in. */
    network: installation.networkData,

    /**
     * The calendar that a year begins with: its own file, or the default one, whose Summit has no date yet.
     * The chair is the one recorded, else next by rotation; it hosts in its capital.
     *
     * @throws CycleError `BadInput` for a year before the first chair on record
     */
    async calendar(year: number): Promise<Calendar> {
      const network = await reading.network(`${year}-01-01`);
      const chair = chairOf(year, network.chairs, network.members)?.member;
      const member = network.members.find(({ code }) => code === chair);
      if (!member) {
        const first = Math.min(...network.chairs.map((each) => each.year));
        throw badInput(
          `The year is ${year}; expected ${first} or later, since no chair is on record before.`,
        );
      }
      const [zone = 'UTC'] = member.zones;
      return installation.calendar(year, { chair: member.code, place: member.capital.name, zone });
    },

    /**
     * A year laid out for review, as data and as text of at most 92 characters a line.
     *
     * @throws CycleError `BadInput` where the dates make no calendar
     */
    async plan(calendar: Calendar) {
      const network = await reading.network(`${calendar.year}-01-01`);
      const plan = describeYear(network, calendar, await installation.asks());
      return { plan, text: printYear(plan) };
    },

    /** A letter that has not left yet, as its addressee will read it. */
    preview: async (order: LetterOrder): Promise<LetterPreview> =>
      (await (composer ??= createComposer({ store, dataDir }))).preview(order),

    /** The letters in the local mailbox, oldest first. */
    mailbox: () => listMailbox(mailbox),
    /** The message of one of them, as it came in. */
    mailboxMessage: (file: string): Promise<Uint8Array> => readFile(join(mailbox, basename(file))),
  };
  return reading;
}
