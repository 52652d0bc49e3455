/**
 * The door that is a mailbox: letters are fetched by IMAP, taken in, and moved away. Nothing is remembered here: what
 * lies in the mailbox unmarked is to be taken. So a restart, or a mailbox that was set up anew (a changed UIDVALIDITY),
 * neither skips nor repeats a letter: one that is taken twice is the same workflow.
 */
import { ImapFlow } from 'imapflow';
import type { Authentication } from '../../domain/authenticity.js';
import type { ImapSettings } from '../../workers/settings.js';
import type { Marks } from './mailbox-marks.js';
import { marksOf } from './mailbox-marks.js';
import { recipientsIn } from './recipients.js';
import type { TakingOptions } from './take.js';
import { takeLetter } from './take.js';

/** What is wrong with the mailbox. */
export type MailboxTrouble =
  /** It does not answer, broke off, or has no such folder. */
  | 'away'
  /** It does not accept user and password. */
  | 'refused'
  /** The store or the engine is away. */
  | 'not-taken'
  /** It takes no note of what was taken. */
  | 'not-marked';

export interface MailboxOptions extends TakingOptions {
  mailbox: ImapSettings;
  /** Letters are for addresses of this domain. */
  domain: string;
  /** Bytes; a larger one is left where it is. */
  largestMessage: number;
  /** What the server says of the sender; undefined where it is not asked. */
  authenticate?: ((raw: Buffer) => Authentication | undefined) | undefined;
  waits?: MailboxWaits;
  /** Told when a trouble begins, once until it is over. */
  onTrouble?: (trouble: MailboxTrouble, error: unknown) => void;
  /** Told when letters are taken again, and the first time. */
  onOpen?: (how: Marks['how']) => void;
  /** Told once of each letter that is too large. */
  onLeft?: (bytes: number) => void;
}

/** Milliseconds. */
export interface MailboxWaits {
  /** The mailbox is looked at this often, whether or not it has told of a new letter. */
  poll: number;
  /** After a trouble; doubled each time. */
  retry: number;
  mostRetry: number;
  /** After a wrong password: mail servers shut out who tries too often. */
  refused: number;
}

export const usualWaits: MailboxWaits = {
  poll: 60_000,
  retry: 1_000,
  mostRetry: 5 * 60_000,
  refused: 10 * 60_000,
};

/** In words, for whoever asks whether the mailroom is well. */
const sentences: Record<MailboxTrouble, string> = {
  away: 'The mailbox of ASCN_IMAP_URL cannot be reached or opened.',
  refused: 'The mailbox does not accept the user and the password of ASCN_IMAP_URL.',
  'not-taken': 'Letters stay in the mailbox, since the store or the engine is away.',
  'not-marked': 'The mailbox lets no letter be moved or flagged, so it is not known which were taken.',
};

export interface OpenMailbox {
  /** Resolves when letters have been taken for the first time, or could not be. */
  tried: Promise<void>;
  /** What is wrong, in words; undefined while letters are taken. */
  trouble: () => string | undefined;
  /** Ends with the letter under way. */
  close: () => Promise<void>;
}

/** Takes letters from the mailbox until it is closed. It never throws; what goes wrong is tried again. */
export function openMailbox(options: MailboxOptions): OpenMailbox {
  const { mailbox, largestMessage: largest, waits = usualWaits } = options;
  let closing = false;
  let client: ImapFlow | undefined;
  let trouble: MailboxTrouble | 'opening' | undefined = 'opening';
  let tries = 0;
  let wasTried: () => void = () => undefined;
  const tried = new Promise<void>((resolve) => (wasTried = resolve));
  /** Ends the wait under way. */
  let wake: () => void = () => undefined;

  const fails = (kind: MailboxTrouble, error: unknown): void => {
    if (trouble !== kind) options.onTrouble?.(kind, error);
    trouble = kind;
    wasTried();
  };
  const well = (marks: Marks): void => {
    if (trouble !== undefined) options.onOpen?.(marks.how);
    trouble = undefined;
    tries = 0;
    wasTried();
  };
  const retryWait = (): number => Math.min(waits.mostRetry, waits.retry * 2 ** Math.min(tries++, 20));

  const waitFor = (ms: number): Promise<void> =>
    new Promise((over) => {
      const timer = setTimeout(() => wake(), ms);
      wake = () => {
        clearTimeout(timer);
        over();
      };
    });

  async function visit(): Promise<void> {
    client = connectionTo(mailbox);
    let [news, waiting] = [false, false];
    client.on('error', () => undefined);
    client.on('close', () => wake());
    client.on('exists', () => {
      news = true;
      if (waiting) wake();
    });
    try {
      await client.connect();
      await client.mailboxOpen(mailbox.folder);
      const marks = await marksOf(client);
      const unmarked = new Set<number>();
      while (!closing && client.usable) {
        news = false;
        const wait = await sweep(client, marks, unmarked);
        if (closing || (news && wait === undefined)) continue;
        // ends with the next command; where IDLE is not known, the library asks now and then
        client.idle().catch(() => undefined);
        waiting = wait === undefined;
        await waitFor(wait ?? waits.poll);
        waiting = false;
      }
      if (!closing) throw new Error('The connection has ended.');
      await client.logout();
    } finally {
      client.close();
      client = undefined;
    }
  }

  /**
   * Takes what is there.
   *
   * @param unmarked letters of this visit that were taken, and of which the mailbox takes no note
   * @returns how long to wait when the letters can't be taken now
   */
  async function sweep(from: ImapFlow, marks: Marks, unmarked: Set<number>): Promise<number | undefined> {
    const found = await from.search(marks.pending, { uid: true });
    if (!found) throw new Error('The mailbox cannot be searched.');
    const wanted = found.filter((uid) => !unmarked.has(uid)).sort((a, b) => a - b);
    const sizes = await sizesOf(from, wanted);
    for (const group of groupsOf(sizes, largest)) {
      if (closing) return undefined;
      const { done, failed } = await takeGroup(from, group);
      for (const as of ['taken', 'left'] as const) {
        const uids = done[as];
        if (uids.length === 0 || (await marks.mark(uids, as))) continue;
        for (const uid of uids) unmarked.add(uid);
        fails('not-marked', new Error('Neither MOVE nor STORE was accepted.'));
      }
      if (failed === undefined) continue;
      fails('not-taken', failed);
      return retryWait();
    }
    if (unmarked.size === 0) well(marks);
    return undefined;
  }

  /** @returns what was done with which letters, those that have vanished not among them; and why it had to stop */
  async function takeGroup(
    from: ImapFlow,
    group: readonly Sized[],
  ): Promise<{ done: { taken: number[]; left: number[] }; failed?: unknown }> {
    const done = { taken: [] as number[], left: [] as number[] };
    const leave = (uid: number, size: number): void => {
      options.onLeft?.(size);
      done.left.push(uid);
    };
    for (const { uid, size } of group) if (size > largest) leave(uid, size);
    const range = group.flatMap(({ uid, size }) => (size > largest ? [] : [uid])).join(',');
    if (range === '') return { done };
    // no more than the limit: what a server says of a letter's size need not be so
    const source = { start: 0, maxLength: largest + 1 };
    for await (const letter of from.fetch(range, { uid: true, source }, { uid: true })) {
      if (!letter.source || closing) continue;
      try {
        if (letter.source.length > largest) leave(letter.uid, letter.source.length);
        else {
          await take(letter.source);
          done.taken.push(letter.uid);
        }
      } catch (failed) {
        return { done, failed };
      }
    }
    return { done };
  }

  const take = (source: Buffer): Promise<void> =>
    takeLetter(
      {
        raw: source,
        recipients: recipientsIn(source, options.domain),
        authentication: options.authenticate?.(source),
      },
      options,
    );

  const running = (async () => {
    while (!closing) {
      try {
        await visit();
      } catch (error) {
        if (closing) return;
        const refused = error instanceof Error && 'authenticationFailed' in error;
        fails(refused ? 'refused' : 'away', error);
        await waitFor(refused ? waits.refused : retryWait());
      }
    }
  })();

  return {
    tried,
    trouble: () => (trouble === 'opening' ? 'The mailbox is being opened.' : trouble && sentences[trouble]),
    async close() {
      closing = true;
      wake();
      // a server that does not answer is not waited for
      const impatience = setTimeout(() => client?.close(), 10_000);
      await running;
      clearTimeout(impatience);
    },
  };
}

interface Sized {
  uid: number;
  /** Bytes, as the server has it. */
  size: number;
}

async function sizesOf(from: ImapFlow, uids: number[]): Promise<Sized[]> {
  const sizes: Sized[] = [];
  // a command line holds only so many numbers
  for (let at = 0; at < uids.length; at += 200) {
    const range = uids.slice(at, at + 200).join(',');
    for await (const { uid, size = 0 } of from.fetch(range, { uid: true, size: true }, { uid: true }))
      sizes.push({ uid, size });
  }
  return sizes;
}

/** So many letters at a time are fetched by one command and marked by another: each takes a while on the way. */
const groupSize = 20;

/** Letters in their order, in groups that together are hardly larger than the largest letter. */
function groupsOf(letters: readonly Sized[], largest: number): Sized[][] {
  const groups: Sized[][] = [];
  let room = 0;
  for (const letter of letters) {
    const group = groups.at(-1);
    if (group && group.length < groupSize && letter.size <= room) group.push(letter);
    else {
      groups.push([letter]);
      room = largest;
    }
    room -= letter.size;
  }
  return groups;
}

const connectionTo = ({ host, port, secure, user, password }: ImapSettings): ImapFlow =>
  new ImapFlow({
    host,
    port,
    secure,
    ...(!secure && !isThisMachine(host) && { doSTARTTLS: true }),
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 30_000,
  });

const isThisMachine = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host);
