import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import type { MailboxOptions, MailboxTrouble, OpenMailbox } from '../../../client/mailroom/mailbox.js';
import { openMailbox } from '../../../client/mailroom/mailbox.js';
import type { ArrivedLetter } from '../../../client/mailroom/take.js';
import { arrivedLedger } from '../../../domain/arrival.js';
import type { GreenMail } from '../../setup/greenmail.js';
import { startGreenMail } from '../../setup/greenmail.js';
import { startImapProxy } from './imap-proxy.js';

const users = Array.from({ length: 16 }, (_, n) => `box${n}`);
let server: GreenMail;
let used = 0;
const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
const store = createDiskStore(folder);
const token = 'abcdefghijklmnopqrst';
const request = 'ascn/cycle/2018/progress/da-nang';
const waits = { poll: 60_000, retry: 5, mostRetry: 200, refused: 60_000 };

beforeAll(async () => {
  await store.enter('tokens', token, {
    network: 'ascn',
    office: 'csco-da-nang',
    answers: [{ request, as: 'answer' }],
  });
  server = await startGreenMail(...users);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const open: OpenMailbox[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** A mailbox of its own for each test. */
const newUser = (): string => users[used++]!;

const letter = (n: number, more = ''): string =>
  `Message-ID: <${n}@hue.example>\r\nFrom: office@hue.example\r\nTo: reply+${token}@ascn.example\r\nSubject: Progress ${n}\r\n${more}\r\nVision: ${n}\r\n`;

/** A mailroom at a mailbox, and what it has told. */
function mailroom(user: string, options: Partial<MailboxOptions> = {}) {
  const told = { started: [] as ArrivedLetter[], troubles: [] as MailboxTrouble[], left: [] as number[] };
  const opened: string[] = [];
  const door = openMailbox({
    mailbox: server.mailbox(user),
    domain: 'ascn.example',
    store,
    largestMessage: 100_000,
    waits,
    startLetter: (arrived) => Promise.resolve(void told.started.push(arrived)),
    onTrouble: (trouble) => told.troubles.push(trouble),
    onLeft: (bytes) => told.left.push(bytes),
    onOpen: (how) => opened.push(how),
    ...options,
  });
  open.push(door);
  return { ...told, opened, door };
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((turn) => setTimeout(turn, 50));
}

/** How many letters lie in each folder. */
const counts = async (user: string): Promise<[number, number]> => [
  await server.count(user, 'INBOX'),
  await server.count(user, 'Processed'),
];

describe('a mailbox', () => {
  test('is emptied: each letter is stored, noted for its request, started, and only then moved', async () => {
    const user = newUser();
    const stood: unknown[] = [];
    await server.deliver(user, letter(1), letter(2));
    const { started } = mailroom(user, {
      startLetter: async (arrived) => {
        const raw = Buffer.from(await store.get(arrived.document)).toString();
        const noted = (await store.keys(arrivedLedger(request))).includes(arrived.digest);
        stood.push([/Vision: \d/.exec(raw)?.[0], noted, arrived.recipients, await counts(user)]);
        started.push(arrived);
      },
    });
    await until(async () => (await counts(user))[1] === 2);
    const to = [`reply+${token}@ascn.example`];
    expect(stood).toEqual([
      ['Vision: 1', true, to, [2, 0]],
      ['Vision: 2', true, to, [2, 0]],
    ]);
    expect(await counts(user)).toEqual([0, 2]);
  });

  test('tells of a new letter by itself, long before it is looked at again', async () => {
    const user = newUser();
    const { started, opened } = mailroom(user);
    await until(() => opened.length > 0);
    expect(opened).toEqual(['moved']);
    await server.deliver(user, letter(3));
    await until(() => started.length === 1);
  });

  test('is looked at now and then where it tells of nothing', async () => {
    const user = newUser();
    const proxy = await startImapProxy(server.mailbox(user), { hides: ['IDLE'] });
    const { started, opened } = mailroom(user, {
      mailbox: { ...server.mailbox(user), port: proxy.port },
      waits: { ...waits, poll: 50 },
    });
    await until(() => opened.length > 0);
    await server.deliver(user, letter(4));
    await until(() => started.length === 1);
    await proxy.close();
  });

  test('keeps its letters while the engine is away, and gives each once when it is back', async () => {
    const user = newUser();
    let away = true;
    const { started, troubles, door } = mailroom(user, {
      startLetter: (arrived) =>
        away ? Promise.reject(new Error('away')) : Promise.resolve(void started.push(arrived)),
    });
    await server.deliver(user, letter(5), letter(6));
    await until(() => troubles.length > 0);
    expect(await counts(user)).toEqual([2, 0]);
    expect(door.trouble()).toBe('Letters stay in the mailbox, since the store or the engine is away.');
    away = false;
    await until(async () => (await counts(user))[1] === 2);
    expect(troubles).toEqual(['not-taken']);
    expect(new Set(started.map(({ digest }) => digest)).size).toBe(2);
    await until(() => door.trouble() === undefined);
  });

  test('is gone on with after a restart: what was started and not yet moved is the same letter', async () => {
    const user = newUser();
    await server.deliver(user, letter(7), letter(8), letter(9));
    const digests: string[] = [];
    let ended = (): void => undefined;
    const first = mailroom(user, {
      startLetter: ({ digest }) => {
        digests.push(digest);
        if (digests.length < 2) return Promise.resolve();
        ended();
        // the process ends between the workflow's start and the moving
        return Promise.reject(new Error('killed'));
      },
    });
    await new Promise<void>((done) => (ended = done));
    await first.door.close();
    expect(await counts(user)).toEqual([2, 1]);
    const { started } = mailroom(user);
    await until(async () => (await counts(user))[1] === 3);
    expect(started.map(({ digest }) => digest)[0]).toBe(digests[1]);
    expect(new Set([...digests, ...started.map(({ digest }) => digest)]).size).toBe(3);
  });

  test('that can make no folder marks its letters where they lie, and takes them once', async () => {
    const user = newUser();
    const proxy = await startImapProxy(server.mailbox(user), { refuses: /^CREATE /i });
    const at = { mailbox: { ...server.mailbox(user), port: proxy.port } };
    const first = mailroom(user, at);
    await server.deliver(user, letter(10), letter(11));
    await until(() => first.started.length === 2);
    await first.door.close();
    expect(first.opened).toEqual(['flagged']);
    expect((await server.look(user, 'INBOX')).map(({ flags }) => flags.includes('AscnTaken'))).toEqual([
      true,
      true,
    ]);
    const second = mailroom(user, at);
    await server.deliver(user, letter(12));
    await until(() => second.started.length > 0);
    await second.door.close();
    expect(second.started).toHaveLength(1);
    await proxy.close();
  });

  test('that knows no keywords either marks its letters as seen and flagged', async () => {
    const user = newUser();
    const proxy = await startImapProxy(server.mailbox(user), {
      refuses: /^CREATE /i,
      rewrites: [/\[PERMANENTFLAGS [^\]]*\]/, '[PERMANENTFLAGS (\\Deleted \\Seen \\Flagged)]'],
    });
    const { started, door } = mailroom(user, {
      mailbox: { ...server.mailbox(user), port: proxy.port },
      waits: { ...waits, poll: 20 },
    });
    await server.deliver(user, letter(13));
    await until(async () =>
      (await server.look(user, 'INBOX')).some(({ flags }) => flags.includes('\\Flagged')),
    );
    await server.deliver(user, letter(14));
    await until(() => started.length > 1);
    await door.close();
    expect(started).toHaveLength(2);
    await proxy.close();
  });

  test('loses nothing else: what others deleted stays where the server cannot expunge one letter alone', async () => {
    const user = newUser();
    await server.deliver(user, letter(15), letter(16));
    await server.as(user, async (client) => {
      await client.mailboxOpen('INBOX');
      await client.messageFlagsAdd('1', ['\\Deleted']);
    });
    const proxy = await startImapProxy(server.mailbox(user), { hides: ['MOVE', 'UIDPLUS'] });
    const { started, opened, door } = mailroom(user, {
      mailbox: { ...server.mailbox(user), port: proxy.port },
    });
    await until(() => opened.length > 0);
    await door.close();
    expect([opened, started.length]).toEqual([['flagged'], 1]);
    expect((await server.look(user, 'INBOX')).map(({ flags }) => [...flags].sort())).toEqual([
      expect.arrayContaining(['\\Deleted']),
      expect.arrayContaining(['AscnTaken']),
    ]);
    await proxy.close();
  });

  test('keeps a letter that is too large, marked for a person', async () => {
    const user = newUser();
    const { started, left } = mailroom(user);
    await server.deliver(user, letter(17) + 'long\r\n'.repeat(30_000), letter(18));
    await until(() => started.length === 1 && left.length === 1);
    await until(async () => (await counts(user))[1] === 1);
    const [kept] = await server.look(user, 'INBOX');
    expect(kept?.flags).toEqual(expect.arrayContaining(['\\Flagged', 'AscnTooLarge']));
    expect(left[0]).toBeGreaterThan(150_000);
  });

  test('is shared by two mailrooms: each letter is one', async () => {
    const user = newUser();
    await server.deliver(user, ...Array.from({ length: 20 }, (_, n) => letter(100 + n)));
    const both = [mailroom(user), mailroom(user)];
    await until(async () => (await counts(user))[0] === 0);
    const digests = both.flatMap(({ started }) => started.map(({ digest }) => digest));
    expect(new Set(digests).size).toBe(20);
    expect(both.flatMap(({ troubles }) => troubles)).toEqual([]);
  });

  test('of five hundred letters is emptied, each once and in order', async () => {
    const user = newUser();
    await server.deliver(user, ...Array.from({ length: 500 }, (_, n) => letter(1000 + n)));
    const { started } = mailroom(user);
    await until(() => started.length === 500);
    await until(async () => (await counts(user))[1] === 500);
    expect(started).toHaveLength(500);
    expect(new Set(started.map(({ digest }) => digest)).size).toBe(500);
  }, 120_000);

  test('with another password is not asked again soon, and says so once', async () => {
    const user = newUser();
    const { troubles, door } = mailroom(user, { mailbox: { ...server.mailbox(user), password: 'wrong' } });
    await until(() => troubles.length > 0);
    expect(troubles).toEqual(['refused']);
    expect(door.trouble()).toBe('The mailbox does not accept the user and the password of ASCN_IMAP_URL.');
  });
});

test('a mail server that goes away and comes back with other numbers for its letters is read on', async () => {
  const own = await startGreenMail('box');
  const { door, started, troubles, opened } = mailroom('', { mailbox: own.mailbox('box') });
  await own.deliver('box', letter(30));
  await until(() => started.length === 1 && door.trouble() === undefined);
  const validity = (): Promise<bigint> =>
    own.as('box', async (client) => (await client.mailboxOpen('INBOX')).uidValidity);
  const before = await validity();
  await own.stop();
  await until(() => troubles.includes('away'));
  await own.start();
  expect(await validity()).not.toBe(before);
  // a letter that was taken before, and one that was not, under numbers that were used before
  await own.deliver('box', letter(30), letter(31));
  await until(() => started.length === 3);
  expect(new Set(started.map(({ digest }) => digest)).size).toBe(2);
  expect(opened).toHaveLength(2);
  await door.close();
  await own.stop();
});
