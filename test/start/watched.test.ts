/**
 * An installation as whoever watches it sees it: its pages, its metrics, its log. A year with real letters, a
 * mail server that quotes what it should not, and an engine that is killed and comes back.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { parse } from 'yaml';
import { decrypted } from '../../domain/encrypted-payload.js';
import type { RequestRecord } from '../../domain/request.js';
import type { DevServer } from '../../workers/engine/dev-server.js';
import { startDevServer } from '../../workers/engine/dev-server.js';
import { runningEngine } from '../../workers/engine/lock.js';
import { freePorts } from '../../workers/engine/ports.js';
import { openInstallation } from '../../workers/installation.js';
import { lastOpening } from '../setup/opening.js';

const home = mkdtempSync(join(tmpdir(), 'ascn-watched-'));
const file = join(home, 'engine', 'temporal.db');

/** What must never stand in a log: persons, addresses, subjects, texts, what a mail server repeats of them. */
const person = 'Director Tran of the Planning Department';
const unknownWriter = 'someone.private@elsewhere.example';
const confidence = 'The mayor has not agreed to the budget yet';
const quoted = 'mailbox of the Honourable Recipient is closed';

let engine: DevServer;
/** The engine's address stays the same while the engine behind it is another. */
let door: Awaited<ReturnType<typeof openDoor>>;
let sink: Awaited<ReturnType<typeof mailServer>>;
let running: ChildProcess;
let log = '';
let env: NodeJS.ProcessEnv;
let pages: string;

async function openDoor() {
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const [, port] = opened.to.split(':');
    if (!port) return void from.destroy();
    const to = connect(Number(port), '127.0.0.1');
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => (from.destroy(), to.destroy(), sockets.delete(socket)));
    }
    from.pipe(to).pipe(from);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const opened = {
    port: (server.address() as AddressInfo).port,
    to: '',
    breakOff() {
      opened.to = '';
      sockets.forEach((socket) => socket.destroy());
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
  return opened;
}

/** Refuses Viet Nam for good, puts Malaysia off once, and takes all else. Its refusals quote people. */
async function mailServer() {
  const letters: Buffer[] = [];
  let putOff = false;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      const says = (responseCode: number, text: string) =>
        done(Object.assign(new Error(text), { responseCode }));
      if (address === 'ns@vn.example') return says(550, `5.1.1 <${address}> ${quoted}`);
      if (address === 'ns@my.example' && !putOff) {
        putOff = true;
        return says(451, `4.7.1 <${address}> ${quoted}, try later`);
      }
      done();
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => (letters.push(Buffer.concat(chunks)), done()));
    },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
    letters: () => Promise.all(letters.map((letter) => PostalMime.parse(letter))),
    async letterTo(address: string, subject: RegExp) {
      return until(async () =>
        (await this.letters()).find(
          (letter) => letter.to?.some((to) => to.address === address) && subject.test(letter.subject ?? ''),
        ),
      );
    },
  };
}

/** Asks again until there is something; the test's own time limit ends a vain wait. */
async function until<T>(ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    await pause(250);
  }
}

async function page(path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(`${pages}${path}`);
  return { status: response.status, body: await response.text() };
}

const readiness = async () => {
  const { status, body } = await page('/readyz');
  return { status, ...(JSON.parse(body) as { ready: boolean; parts: Record<string, string> }) };
};

const events = () =>
  log
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const event = (name: string, fields: Record<string, unknown> = {}) =>
  events().find(
    (line) => line.event === name && Object.entries(fields).every(([key, value]) => line[key] === value),
  );

/** Names of the metrics that an expression of PromQL reads. */
const metricsIn = (expression: string): string[] => [
  ...new Set(expression.match(/\b(?:ascn|temporal)_[a-z_]+\b/g)),
];

async function exportedMetrics(): Promise<Set<string>> {
  const { body } = await page('/metrics');
  return new Set([...body.matchAll(/^([a-z_]+)(?:\{| )/gm)].map((match) => match[1]!));
}

beforeAll(async () => {
  engine = await startDevServer({ file });
  door = await openDoor();
  door.to = engine.address;
  sink = await mailServer();
  const [healthPort, mailroomPort] = await freePorts(2);
  pages = `http://127.0.0.1:${healthPort}`;
  env = {
    ...process.env,
    ASCN_HOME: home,
    ASCN_SMTP_URL: sink.url,
    ASCN_MAILROOM_PORT: String(mailroomPort),
    ASCN_HEALTH_PORT: String(healthPort),
    TEMPORAL_ADDRESS: `127.0.0.1:${door.port}`,
  };
  running = spawn(process.execPath, ['dist/client/start.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  running.stderr!.on('data', (chunk: Buffer) => (log += chunk.toString()));
  running.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => {
    if (running.exitCode !== null) throw new Error(`It ended before it was ready:\n${said}${log}`);
    return said.includes('Ready.') || undefined;
  });

  const plan = ['2027', '--summit', '2027-11-10', '--set', `nominations.opens=${lastOpening()}`];
  await promisify(execFile)(
    process.execPath,
    ['dist/client/cli/main.js', 'cycle', 'start', ...plan, '--as', 'secretariat-sg'],
    { env },
  );
  const toLaos = await sink.letterTo('ns@la.example', /nomination/);
  const toMalaysia = await sink.letterTo('ns@my.example', /nomination/);
  const post = createTransport({ host: '127.0.0.1', port: Number(mailroomPort), ignoreTLS: true });
  await post.sendMail({
    from: `"${person}" <ns@la.example>`,
    to: toLaos.replyTo![0]!.address,
    subject: confidence,
    text: [
      `National Representative: ${person}`,
      'E-mail of the National Representative: tran@la.example',
      'City 1 name: Vientiane',
      `City 1 Chief Smart City Officer: ${person}`,
      'City 1 officer e-mail: tran.office@la.example',
      '',
      confidence,
    ].join('\n'),
  });
  await post.sendMail({
    from: `"${person}" <${unknownWriter}>`,
    to: toMalaysia.replyTo![0]!.address,
    subject: `Re: ${toMalaysia.subject}`,
    text: confidence,
  });
  await post.sendMail({
    from: unknownWriter,
    to: 'reply@ascn.example',
    subject: confidence,
    text: confidence,
  });
  await expect(
    post.sendMail({ from: unknownWriter, to: 'secretary@ascn.example', subject: confidence, text: 'x' }),
  ).rejects.toMatchObject({ responseCode: 550 });
  post.close();
  await sink.letterTo('ns@la.example', /^Received/);
  await until(() => event('letter-dealt-with', { outcome: 'kept-aside' }));
}, 240_000);

afterAll(async () => {
  if (running.exitCode === null) {
    const ended = new Promise((done) => running.once('exit', done));
    running.kill('SIGINT');
    await ended;
  }
  await door.close();
  await sink.close();
  await engine.stop();
  rmSync(home, { recursive: true, force: true });
}, 60_000);

describe('an installation that is watched', () => {
  test('says that it lives, and which of its parts are ready', async () => {
    expect(await page('/healthz')).toEqual({ status: 200, body: '{"alive":true}\n' });
    expect(await readiness()).toEqual({
      status: 200,
      ready: true,
      parts: { engine: 'ready', store: 'ready', worker: 'ready', mailroom: 'ready' },
    });
    expect((await page('/')).status).toBe(404);
  });

  test('a mailroom by itself is watched alike, and ends when it is asked to', async () => {
    const [healthPort, mailroomPort] = await freePorts(2);
    const alone = spawn(process.execPath, ['dist/client/start.js', 'mailroom'], {
      env: { ...env, ASCN_HEALTH_PORT: String(healthPort), ASCN_MAILROOM_PORT: String(mailroomPort) },
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const ended = new Promise<number | null>((done) => alone.once('exit', done));
    try {
      const ready = await until(async () => {
        const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => undefined);
        return answer?.status === 200 ? answer.text() : undefined;
      });
      expect(JSON.parse(ready)).toEqual({
        ready: true,
        parts: { engine: 'ready', store: 'ready', mailroom: 'ready' },
      });
      alone.kill('SIGINT');
      expect(await ended).toBe(0);
    } finally {
      alone.kill('SIGKILL');
    }
  }, 120_000);

  test('counts what happens, under the names that the dashboard and the alerts use', async () => {
    // some are counted only when something goes wrong: the engine is out of reach for a moment, a task fails
    const { to } = door;
    door.breakOff();
    await until(async () => (await readiness()).status === 503 || undefined);
    door.to = to;
    await until(async () => (await readiness()).ready || undefined);
    const connection = await Connection.connect({ address: engine.address });
    const client = new Client({ connection });
    const lost = await client.workflow.start('unheardOf', { taskQueue: 'ascn', workflowId: 'unheard-of' });
    const dashboard = JSON.parse(readFileSync('deploy/grafana-dashboard.json', 'utf8')) as {
      panels: { targets?: { expr: string }[] }[];
    };
    const alerts = parse(readFileSync('deploy/prometheus-alerts.yml', 'utf8')) as {
      groups: { rules: { expr: string }[] }[];
    };
    const expressions = [
      ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ];
    const named = [...new Set(expressions.flatMap(metricsIn))];
    expect(named.length).toBeGreaterThan(20);
    const patience = Date.now() + 150_000;
    await until(async () => {
      const exported = await exportedMetrics();
      const missing = named.filter((name) => !exported.has(name));
      if (Date.now() > patience) throw new Error(`Not exported: ${missing.join(', ')}`);
      return missing.length === 0 || undefined;
    }).finally(() => lost.terminate());
    await connection.close();
    const { body } = await page('/metrics');
    expect(body).toContain('ascn_letters_out_total{outcome="undeliverable",template="ask/nomination"} 1');
    expect(body).toContain('ascn_letters_put_off_total{code="451 4.7.1"} 1');
    expect(body).toContain('ascn_letters_in_total{outcome="kept-aside",verdict="not-ours"} 1');
    expect(body).toContain('ascn_door_answers_total{code="550",door="smtp"} 1');
    const numbers = await until(async () => {
      const metrics = (await page('/metrics')).body;
      const requests = [...metrics.matchAll(/^ascn_requests\{.*state="([a-z-]+)"\} (\d+)$/gm)];
      const counts = new Map(requests.map(([, state, n]) => [state, Number(n)]));
      return counts.get('received-unconfirmed') && /^ascn_letters_aside 1$/m.test(metrics)
        ? counts
        : undefined;
    });
    expect([...numbers.values()].reduce((sum, n) => sum + n, 0)).toBe(11);
    // labels name no request, letter, office or person
    expect(body.split('\n').filter((line) => /^ascn_.*(?:@|ns-|nr-|csco-|\/vn|\/la\b)/.test(line))).toEqual(
      [],
    );
  }, 180_000);

  test('tells the story in its log, by ids and codes, and nothing of what people wrote or are called by', async () => {
    expect(event('worker-started')).toMatchObject({
      version: expect.stringMatching(/^[0-9a-f]{16}$/) as unknown,
    });
    expect(event('letter-sent', { letter: 'ASCN/2027/nomination/la/1' })).toMatchObject({
      cycle: 2027,
      template: 'ask/nomination',
      requests: ['ascn/cycle/2027/nomination/la'],
      attempt: 1,
      ms: expect.any(Number) as unknown,
    });
    expect(event('letter-put-off')).toMatchObject({
      letter: 'ASCN/2027/nomination/my/1',
      code: '451 4.7.1',
      attempt: 1,
    });
    expect(event('letter-sent', { letter: 'ASCN/2027/nomination/my/1' })).toMatchObject({ attempt: 2 });
    expect(event('letter-undeliverable', { letter: 'ASCN/2027/nomination/vn/1' })).toMatchObject({
      offices: ['ns-vn'],
      codes: ['550 5.1.1'],
    });
    expect(event('answer-filed', { request: 'ascn/cycle/2027/nomination/la' })).toMatchObject({
      submission: 1,
    });
    expect(event('letter-refused')).toMatchObject({ code: '550', why: 'no such address' });
    expect(event('letter-dealt-with', { verdict: 'not-ours' })).toMatchObject({ outcome: 'kept-aside' });

    const subjects = (await sink.letters()).map(({ subject }) => subject!);
    const tokens = (await sink.letters()).flatMap(({ replyTo = [] }) =>
      replyTo.map(({ address }) => address!.split('@')[0]!),
    );
    expect(tokens.length).toBeGreaterThan(9);
    const secret = readFileSync(join(home, 'secret'), 'utf8').trim();
    for (const said of [person, unknownWriter, confidence, quoted, secret, ...subjects, ...tokens]) {
      expect(log).not.toContain(said);
    }
    expect(log).not.toContain('@');
  });

  test('is told as a story on Temporal’s own pages, without persons', async () => {
    const connection = await Connection.connect({ address: engine.address });
    const { dataConverter, subjectKeys } = openInstallation({ home, network: 'ascn' });
    const { workflow } = new Client({ connection, dataConverter });
    const digest = event('answer-filed', { request: 'ascn/cycle/2027/nomination/la' })!.digest as string;
    const told = async (id: string) => {
      const handle = workflow.getHandle(id);
      const description = await handle.describe();
      const { currentDetails } = await handle.query<{ currentDetails: string }>(
        '__temporal_workflow_metadata',
      );
      const { events } = await handle.fetchHistory();
      const history = await decrypted(events ?? [], (key) => subjectKeys.get(key));
      const steps = history.flatMap(({ userMetadata }) =>
        userMetadata?.summary ? [defaultPayloadConverter.fromPayload<string>(userMetadata.summary)] : [],
      );
      const summary = await description.staticSummary();
      const details = await description.staticDetails();
      expect([id, summary, details]).toEqual([id, expect.any(String), expect.any(String)]);
      for (const said of [summary, details, currentDetails, ...steps]) {
        expect(said).not.toMatch(/@|Director|Ministry/);
      }
      return { summary, currentDetails, steps };
    };
    expect(await told('ascn/network')).toMatchObject({
      currentDetails: '- 2027 under SG: running\n\nLetters kept aside: 1.',
    });
    expect((await told('ascn/cycle/2027')).currentDetails).toContain('- Nominations: **running**');
    expect((await told('ascn/cycle/2027/phase/nominations')).currentDetails).toContain(
      'Asked 11 requests: nomination',
    );
    expect((await told('ascn/cycle/2027/batch/nomination/1')).currentDetails).toMatch(
      /^\*\*.*1 received-unconfirmed/,
    );
    expect((await told(`ascn/letter/${digest}`)).currentDetails).toContain('**answer**: submitted');

    const { plan } = await workflow.getHandle('ascn/cycle/2027/nomination/th').query<RequestRecord>('record');
    const [reminder] = plan.reminders;
    const request = await told('ascn/cycle/2027/nomination/th');
    expect(request.currentDetails).toContain(`Next: reminder at ${reminder!.at}`);
    expect(request.steps).toEqual([
      expect.stringContaining(': th, due '),
      'Letter ASCN/2027/nomination/th/1 (ask/nomination) to ns-th',
      `reminder, due ${reminder!.at}`,
    ]);
    await connection.close();
  }, 60_000);

  test('says in words that the engine is away, and finds it again when it is back', async () => {
    const before = log.length;
    const loggedSince = (name: string) => log.slice(before).includes(`"event":"${name}"`) || undefined;
    process.kill(runningEngine(file)!.pid, 'SIGKILL');
    await engine.failed;
    const away = await until(async () => {
      const now = await readiness();
      return now.status === 503 ? now : undefined;
    });
    expect(away.ready).toBe(false);
    expect(away.parts.engine).toMatch(/^The engine (?:does not answer|has not answered)/);
    expect(away.parts.store).toBe('ready');
    expect((await page('/healthz')).status).toBe(200);
    await until(() => loggedSince('engine-lost'));

    engine = await startDevServer({ file });
    door.to = engine.address;
    await until(async () => (await readiness()).ready || undefined);
    await until(() => loggedSince('engine-back'));
    expect(await exportedMetrics()).toContain('ascn_ready');
    expect(log).not.toContain('@');
  }, 180_000);
});
