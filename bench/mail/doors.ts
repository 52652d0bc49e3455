/** Letters through the listener: how many a second, how long it stands still, what it holds; beside the libraries alone. */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { createReader } from '../../activities/mail/in/reading/reader.js';
import { receivedLedger } from '../../domain/received.js';
import { startDevServer } from '../../workers/engine/dev-server.js';
import { dataDir, openInstallation } from '../../workers/installation.js';
import { inDigits, median } from '../figures.js';
import type { Outcome, RunOptions } from '../scenario.js';
import { openChild } from './child.js';
import type { HostileLetter } from './hostile-letters.js';
import { letter, mixInWords } from './letters.js';
import type { MailroomOpen, MailroomOrder, MailroomTold, ToMailroom } from './mailroom-process.js';
import type { Delivered, PostOpen, ToPost } from './post-process.js';
import { watchStalls } from './stalls.js';

const network = 'measured';
/** Letters through the door, and, of the second measurement, cities that each send one answer. */
const letters = 1000;
const cities = 200;

const openPost = () => openChild<PostOpen, ToPost>('post-process.js', {});
type Post = Awaited<ReturnType<typeof openPost>>;
const openMailroom = (order: MailroomOrder) =>
  openChild<MailroomOpen, ToMailroom>('mailroom-process.js', order);

/** Letters a second, and what was seen of the processes. */
interface Round {
  taken: number;
  accepted: number;
  read: number;
  doorsAlone: MailroomTold;
  underHostile: { doors: MailroomTold; all: MailroomTold; idle: number };
  smtpServer: number;
  postalMime: number;
}

export async function measureDoors(
  { runs, folder, say }: RunOptions,
  hostile: readonly HostileLetter[],
): Promise<Outcome> {
  const files = hostile.map(({ file }) => file);
  const rounds: Round[] = [];
  for (let i = 1; i <= runs; i += 1) {
    const round = await measureRound(join(folder, `round-${i}`), files);
    rounds.push(round);
    say(
      `${i}: ${inDigits(round.taken)} letters/s taken (smtp-server ${inDigits(round.smtpServer)}), ` +
        `${inDigits(round.accepted)} accepted, stalls ${inDigits(round.underHostile.doors.stalls.longest)} and ${inDigits(round.underHostile.all.stalls.longest)} ms`,
    );
  }
  const of = (pick: (round: Round) => number): number[] => rounds.map(pick);
  const floor = of(({ smtpServer }) => smtpServer);
  const beside = (what: string, values: number[]): string[] => [
    what,
    `${inDigits(median(values))} letters/s`,
    ...[floor, of(({ postalMime }) => postalMime)].map(
      (alone) => `${(median(values) / median(alone)).toFixed(3)}×`,
    ),
  ];
  return {
    figures: [
      {
        what: 'letters through the listener to a started letter',
        unit: 'letters/s',
        values: of(({ taken }) => taken),
        floor,
      },
      {
        what: 'letters through the listener to an accepted submission',
        unit: 'letters/s',
        values: of(({ accepted }) => accepted),
        floor,
      },
      {
        what: 'letters read in the threads, their attachments examined',
        unit: 'letters/s',
        values: of(({ read }) => read),
        floor: of(({ postalMime }) => postalMime),
      },
      {
        what: 'longest stall of the mailroom’s event loop, hostile letters among others',
        unit: 'ms',
        values: of(({ underHostile }) => underHostile.doors.stalls.longest),
        floor: of(({ underHostile }) => underHostile.idle),
        aim: { atMost: 100 },
      },
      {
        what: 'the same with the worker in one process, as `npm start` runs them',
        unit: 'ms',
        values: of(({ underHostile }) => underHostile.all.stalls.longest),
        floor: of(({ underHostile }) => underHostile.idle),
        aim: { atMost: 100 },
      },
      {
        what: 'of these two: what the thread of the loop itself worked, the mailroom alone',
        unit: 'ms',
        values: of(({ underHostile }) => underHostile.doors.stalls.worked),
      },
      {
        what: 'and with the worker',
        unit: 'ms',
        values: of(({ underHostile }) => underHostile.all.stalls.worked),
      },
      {
        what: `memory of the mailroom, at most, with ${inDigits(letters)} letters`,
        unit: 'MB',
        values: of(({ doorsAlone }) => doorsAlone.memory),
      },
      {
        what: 'the same when hostile letters are among them',
        unit: 'MB',
        values: of(({ underHostile }) => underHostile.doors.memory),
      },
      {
        what: 'the same with the worker in one process',
        unit: 'MB',
        values: of(({ underHostile }) => underHostile.all.memory),
      },
    ],
    tables: [
      {
        title: 'Beside the libraries alone',
        columns: ['What', 'Median', 'Of smtp-server', 'Of postal-mime'],
        rows: [
          beside(
            'to a started letter',
            of(({ taken }) => taken),
          ),
          beside(
            'to an accepted submission',
            of(({ accepted }) => accepted),
          ),
          beside('smtp-server alone', floor),
          beside(
            'postal-mime alone',
            of(({ postalMime }) => postalMime),
          ),
        ],
      },
    ],
    notes: [
      'What limits the way to a started letter: before it says 250 the door writes the letter to the disk and flushes it, notes it for its request, and the engine writes the letter’s workflow; smtp-server alone does nothing of that.',
      'What limits the way to an accepted submission beside it: the letter is judged, its request takes it by an update, the answer is stored, and a receipt is composed and sent; the time ends with the last receipt.',
      'While hostile letters come, the door takes them from strangers and checks who wrote them (mailauth), with name servers that know nothing. A stall is the longest of `monitorEventLoopDelay` at one millisecond.',
    ],
  };
}

async function measureRound(folder: string, hostile: string[]): Promise<Round> {
  mkdirSync(folder, { recursive: true });
  const post = await openPost();
  const engine = await startDevServer({ file: join(folder, 'temporal.db') });
  try {
    const smtpServer = await throughSmtpServer(post);
    const { postalMime, read } = await readAlone();
    const doors = await throughDoors(post, engine.address, join(folder, 'doors'), hostile);
    const all = await throughAll(post, engine.address, join(folder, 'all'), hostile);
    return {
      ...{ smtpServer, postalMime, read },
      taken: doors.taken,
      accepted: all.accepted,
      doorsAlone: doors.before,
      underHostile: { doors: doors.hostile, all: all.hostile, idle: Math.max(doors.idle, all.idle) },
    };
  } finally {
    await post.close();
    await engine.stop();
  }
}

/** The same letters to the library alone, which throws them away. */
async function throughSmtpServer(post: Post): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, _session, taken) {
      stream.on('end', () => taken());
      stream.resume();
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  await post.ask({ prepare: { letters, from: 0, to: ['reply@ascn.example'] } });
  const { port } = server.server.address() as AddressInfo;
  const { seconds, codes } = await post.ask<Delivered>({ deliver: { port, receipts: 0 } });
  expectAll(codes, letters);
  await new Promise<void>((closed) => server.close(closed));
  return letters / seconds;
}

/** The same letters parsed by the library alone, one after the other; and read by the threads. */
async function readAlone(): Promise<{ postalMime: number; read: number }> {
  const all = Array.from({ length: letters }, (_, i) =>
    letter(i, { from: 'office@hue.example', to: 'reply@ascn.example' }),
  );
  let begun = performance.now();
  for (const raw of all) await PostalMime.parse(raw);
  const postalMime = letters / ((performance.now() - begun) / 1000);
  const reader = createReader(dataDir);
  // the threads start with the first letters
  await Promise.all(all.slice(0, 8).map((raw) => reader.readLetter(raw)));
  begun = performance.now();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let raw = all[next++]; raw; raw = all[next++]) await reader.readLetter(raw);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  const read = letters / ((performance.now() - begun) / 1000);
  await reader.close();
  return { postalMime, read };
}

/** The doors alone: a thousand letters; then hostile ones among others. */
async function throughDoors(post: Post, address: string, home: string, hostile: string[]) {
  const mailroom = await openMailroom({ address, home, network: `${network}-doors`, cities });
  try {
    const { port, addresses } = mailroom.ready;
    await post.ask({ prepare: { letters, from: 0, to: addresses } });
    const { seconds, codes } = await post.ask<Delivered>({ deliver: { port, receipts: 0 } });
    expectAll(codes, letters);
    await mailroom.ask('watch');
    const before = await mailroom.ask<MailroomTold>('told');
    await post.ask({ prepare: { ...among(hostile), to: addresses } });
    await mailroom.ask('watch');
    const { result, stall } = await besideNothing(() =>
      post.ask<Delivered>({ deliver: { port, receipts: 0 } }),
    );
    expectAnswers(result.codes);
    const hostileTold = await mailroom.ask<MailroomTold>('told');
    await mailroom.ask('finish');
    return { taken: letters / seconds, before, hostile: hostileTold, idle: stall };
  } finally {
    await mailroom.close();
  }
}

/** Mailroom and worker in one process: an answer of each city to its receipt; then hostile letters among others. */
async function throughAll(post: Post, address: string, home: string, hostile: string[]) {
  const { smtpUrl } = post.ready;
  const mailroom = await openMailroom({ address, home, network, cities, worker: { smtpUrl } });
  try {
    const { port } = mailroom.ready;
    await mailroom.ask('ask');
    const addresses = await post.ask<string[]>({ collect: cities });
    await post.ask({ prepare: { letters: cities, from: 0, to: addresses } });
    const { toReceipts, codes } = await post.ask<Delivered>({ deliver: { port, receipts: cities } });
    expectAll(codes, cities);
    await mailroom.ask('accepted');
    await post.ask({ prepare: { ...among(hostile), to: addresses } });
    await mailroom.ask('watch');
    const { stall } = await besideNothing(async () => {
      const delivered = await post.ask<Delivered>({ deliver: { port, receipts: 0 } });
      expectAnswers(delivered.codes);
      await allTakenIn(home, cities + (delivered.codes['250'] ?? 0));
    });
    const told = await mailroom.ask<MailroomTold>('told');
    await mailroom.ask('finish');
    return { accepted: cities / toReceipts, hostile: told, idle: stall };
  } finally {
    await mailroom.close();
  }
}

/** As many ordinary letters with hostile ones among them that together they are a thousand. */
const among = (hostile: string[]) => ({ letters: letters - hostile.length, from: letters, hostile });

/** The longest stall of a process that does nothing meanwhile: this one. */
async function besideNothing<T>(work: () => Promise<T>): Promise<{ result: T; stall: number }> {
  const stopWatching = watchStalls();
  const result = await work();
  return { result, stall: stopWatching().longest };
}

/** Until the ledger holds so many letters. @throws Error when it does not within a quarter of an hour */
async function allTakenIn(home: string, expected: number): Promise<void> {
  const { store } = openInstallation({ home, network });
  const deadline = Date.now() + 15 * 60_000;
  for (;;) {
    const { length } = await store.keys(receivedLedger(network));
    if (length >= expected) return;
    if (Date.now() > deadline) throw new Error(`${length} of ${expected} letters were taken in.`);
    await pause(1000);
  }
}

function expectAll(codes: Delivered['codes'], expected: number): void {
  if (codes['250'] !== expected)
    throw new Error(`The door answered ${JSON.stringify(codes)}; expected ${expected} times 250.`);
}

/** Every letter was taken or refused for what it is. */
function expectAnswers(codes: Delivered['codes']): void {
  const others = Object.keys(codes).filter((code) => !['250', '552', '554'].includes(code));
  if (others.length > 0) throw new Error(`The door answered ${JSON.stringify(codes)}.`);
}

export const doorsInWords = `${inDigits(letters)} letters over eight connections to the listener on the same machine, with the engine on its file. ${mixInWords}.`;
