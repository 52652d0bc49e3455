/**
 * A network as a team runs it: Temporal's server on PostgreSQL, documents in a bucket, two workers, the mailroom
 * apart from them, each with nothing of the others but its settings; every connection to the engine by mutual TLS.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listLetters } from '../../activities/mail/out/ledger.js';
import { listReceived } from '../../activities/mail/in/received.js';
import type { RequestRow } from '../../domain/request.js';
import type { Cluster } from './cluster.js';
import { startCluster } from './cluster.js';
import { lettersTaken, openOffice, postAnswer } from './officers.js';
import { shortYear } from './short-year.js';
import type { Team, TeamOptions } from './team.js';
import { openTeam } from './team.js';

const before = { ...process.env };
let cluster: Cluster;
const teams: Team[] = [];

beforeAll(async () => {
  cluster = await startCluster('asean', 'trials');
}, 300_000);
afterAll(async () => {
  for (const team of teams) await team.close();
  await cluster?.close();
  process.env = before;
}, 120_000);

async function open(options: TeamOptions): Promise<Team> {
  const team = await openTeam(cluster, options);
  teams.push(team);
  return team;
}

/** Waits until what is asked for is so. While the engine is away it is not. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await pause(300);
}

const desk = { office: 'secretariat-sg', door: 'cli', why: 'The test' } as const;
const head = { office: 'secretariat-sg-head', door: 'cli', why: 'The test' } as const;
const inState = (rows: RequestRow[], state: string) => rows.filter((row) => row.state === state);

describe('a year', () => {
  test('with one worker killed and PostgreSQL away in its middle ends with nothing lost', async () => {
    const team = await open({ network: 'ascn', namespace: 'asean' });
    const doomed = await team.worker();
    await team.worker();
    await team.mailroom();
    const { operations, store } = team;
    await operations.startCycle(await shortYear('nominations', 'workshop', 'handover'), desk);
    const last = 'framework-comments/vn';
    const office = openOffice(team, `ASCN/2027/${last}/1`);
    const requests = () => operations.requests(2027);

    await until(async () => inState(await requests(), 'accepted').length >= 3);
    await doomed.end('SIGKILL');
    await until(async () => inState(await requests(), 'accepted').length >= 15);
    await cluster.postgres.crash();
    await cluster.postgres.start();

    await until(async () => {
      const open = (await requests()).filter(({ state }) => state !== 'accepted');
      return open.length === 1 && `${open[0]!.kind}/${open[0]!.subject}` === last;
    });
    // Now for so long that the mailroom puts an answer off.
    await cluster.postgres.crash();
    const putOff = office.putOff();
    office.answerLast();
    await until(() => Promise.resolve(office.putOff() > putOff));
    await cluster.postgres.start();

    await until(async () => (await operations.status(2027)).waiting.some(({ id }) => id === 'handover'));
    expect(await operations.handOver(2027, desk)).toMatchObject({ done: false });
    expect(await operations.handOver(2027, head)).toMatchObject({ done: true, to: 'TH', year: 2028 });
    await until(async () => (await operations.registry()).cycles[0]?.state === 'closed');
    await office.close();

    const rows = await requests();
    const { cities } = (await operations.status(2027)).soFar;
    const kinds = ['nomination', 'workshop-delegation', 'framework-comments', 'action-plan'];
    expect(kinds.map((kind) => rows.filter((row) => row.kind === kind).length)).toEqual([
      11,
      11,
      11,
      cities.length,
    ]);
    expect(rows).toHaveLength(33 + cities.length);
    expect(rows.filter(({ state, version }) => state !== 'accepted' || version !== 1)).toEqual([]);

    const out = await listLetters(store, team.network, 2027);
    const taken = await lettersTaken(team);
    expect(out.filter(({ outcome }) => outcome !== 'sent')).toEqual([]);
    expect([...new Set(taken.map(({ number }) => number))].sort()).toEqual(
      out.map(({ number }) => number).sort(),
    );
    for (const { number, messageId } of out) {
      const copies = taken.filter((letter) => letter.number === number);
      // Twice only where the worker was killed between the mail server's answer and the ledger; then they are the same.
      expect(copies.map((copy) => [copy.messageId, copy.message.equals(copies[0]!.message)])).toEqual(
        copies.map(() => [messageId, true]),
      );
    }
    const about = (number: string) => number.split('/').slice(2, 4).join('/');
    const wanted = rows.map(({ kind, subject }) => `${kind}/${subject}`).sort();
    expect(office.taken().map(about).sort()).toEqual(wanted);
    const receipts = out.filter(({ template }) => template === 'receipt');
    expect(receipts.map(({ number }) => about(number)).sort()).toEqual(wanted);
    expect(await listReceived(store, team.network)).toHaveLength(wanted.length);
  }, 600_000);
});

describe('a connection', () => {
  const address = () => cluster.temporal.address;
  const refusals: [string, () => Record<string, string>, () => string][] = [
    [
      'with the certificate of an authority that the server does not know',
      () => {
        const { cert, key } = cluster.strangersCertificate();
        return { TEMPORAL_TLS_CLIENT_CERT_PATH: cert, TEMPORAL_TLS_CLIENT_KEY_PATH: key };
      },
      () => `The engine at ${address()} does not answer: it does not take the certificate of this client (`,
    ],
    [
      'without a certificate',
      () => ({ TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_PATH: '' }),
      () => `The engine at ${address()} does not answer: it does not take a client without a certificate (`,
    ],
    [
      'to a server whose authority is not known here',
      () => ({ TEMPORAL_TLS_SERVER_CA_CERT_PATH: cluster.strangersCertificate().ca }),
      () => `The engine at ${address()} does not answer: its certificate is not trusted here (`,
    ],
    [
      'without TLS',
      () => ({
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: '',
        TEMPORAL_TLS_SERVER_NAME: '',
        TEMPORAL_TLS_CLIENT_CERT_PATH: '',
        TEMPORAL_TLS_CLIENT_KEY_PATH: '',
      }),
      () => `The engine at ${address()} does not answer: it expects TLS; set TEMPORAL_TLS=true.`,
    ],
    [
      'to a port where nothing listens',
      () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' }),
      () => 'The engine at 127.0.0.1:1 does not answer: nothing listens there (ECONNREFUSED).',
    ],
  ];
  test.each(refusals)(
    '%s is refused in words, to the command line and to a worker',
    async (_, settings, sentence) => {
      const team = await open({ network: 'doors', namespace: 'trials' });
      const told = { code: 1, err: expect.stringContaining(sentence()) as unknown };
      const given = settings();
      expect(
        await Promise.all([team.ascn(['cycle', 'status'], given), team.run(['worker'], given)]),
      ).toMatchObject([told, told]);
    },
    120_000,
  );
});

describe('two networks', () => {
  /** Who was asked, by the letters that left. */
  const asked = async (team: Team) =>
    (await lettersTaken(team)).filter(({ number }) => /^ASCN\/2027\/nomination\/\w+\/1$/.test(number));

  test('in one namespace and one bucket see nothing of each other, and one goes on when the other stops', async () => {
    const asean = await open({ network: 'one', namespace: 'trials' });
    const trial = await open({ network: 'two', namespace: 'trials' });
    for (const team of [asean, trial]) await Promise.all([team.worker(), team.mailroom()]);
    await asean.operations.startCycle(await shortYear('nominations'), desk);
    await until(async () => (await asked(asean)).length === 11);
    expect(await trial.operations.registry()).toEqual({ cycles: [], aside: [] });
    expect(await lettersTaken(trial)).toEqual([]);
    await expect(trial.operations.requests(2027)).rejects.toMatchObject({ type: 'NotFound' });

    await trial.operations.startCycle(await shortYear('nominations'), desk);
    await until(async () => (await asked(trial)).length === 11);
    const office = openOffice(trial, 'none');
    await until(async () => inState(await trial.operations.requests(2027), 'accepted').length === 11);
    await office.close();
    expect(inState(await asean.operations.requests(2027), 'asked')).toHaveLength(11);
    expect(
      (await listLetters(asean.store, asean.network, 2027)).map(({ template }) => template),
    ).not.toContain('receipt');
    expect(await listReceived(asean.store, asean.network)).toEqual([]);

    // An answer to a letter of the one that reaches the other's mailroom counts in neither; a person is told.
    const [letter] = await asked(asean);
    await postAnswer(trial.mailroomPort, {
      ...letter!,
      replyTo: letter!.replyTo.replace(asean.domain, trial.domain),
    });
    await until(async () => (await trial.operations.registry()).aside.length === 1);
    expect(inState(await asean.operations.requests(2027), 'asked')).toHaveLength(11);

    await trial.stop();
    const answers = openOffice(asean, 'none');
    await until(async () => inState(await asean.operations.requests(2027), 'accepted').length === 11);
    await answers.close();
  }, 300_000);

  test('of one name in two namespaces need a place of their own in the bucket, and are told so', async () => {
    const first = await open({ network: 'same', namespace: 'asean' });
    await first.worker();
    const second = await open({ network: 'same', namespace: 'trials' });
    expect(await second.run(['worker'])).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'ASCN_STORE_URL is “s3://documents-of-ascn/networks”, which keeps the network “same” of the namespace “asean”; expected another bucket or prefix',
      ) as unknown,
    });
    const apart = await open({ network: 'same', namespace: 'trials', prefix: 'trials' });
    await apart.worker();
    expect(await apart.operations.registry()).toEqual({ cycles: [], aside: [] });
  }, 120_000);
});

test('a worker of several machines wants one secret and a mail server', async () => {
  const team = await open({ network: 'bare', namespace: 'trials' });
  expect(await team.run(['worker'], { ASCN_SECRET: '' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('ASCN_SECRET is not set; expected the same key') as unknown,
  });
  expect(await team.run(['worker'], { ASCN_SMTP_URL: '' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('ASCN_SMTP_URL is not set; expected the URL of a mail server') as unknown,
  });
}, 120_000);
