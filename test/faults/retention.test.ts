/** An engine that soon forgets what has closed: the archive is added to in time, and the year can still be proved. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { keptTimeStamps } from '../../activities/archive/time-stamps.js';
import { archiveInTime } from '../../client/archiving.js';
import { verify } from '../../client/audit/verify.js';
import type { Seal } from '../../domain/archive.js';
import { sealKey, sealsLedger } from '../../domain/archive.js';
import { keyFileBeside } from '../../domain/bundle.js';
import { days, hours } from '../../domain/time.js';
import type { FaultyNetwork } from './network.js';
import { openNetwork, until } from './network.js';
import { auditors } from '../setup/auditors.js';
import type { Authority } from '../setup/time-stamp-authority.js';
import { startAuthority } from '../setup/time-stamp-authority.js';

let network: FaultyNetwork;
let smtp: SMTPServer;
let authority: Authority;
beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done());
    },
  });
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening));
  authority = await startAuthority();
  const { url, trusted } = authority;
  network = await openNetwork(`smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`, {
    ...{ url, trusted, patienceMs: 20_000 },
  });
}, 60_000);
afterAll(async () => {
  await network.close();
  await authority.close();
  await new Promise<void>((closed) => smtp.close(() => closed()));
});

/** A namespace that keeps closed workflows for so long. */
async function keepingFor(ms: number): Promise<Client> {
  const namespace = `kept-${ms}`;
  const { connection } = network.client;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs(ms),
  });
  const client = new Client({ connection, namespace });
  await until(() =>
    client.schedule
      .getHandle('none')
      .describe()
      .then(
        () => undefined,
        (error: unknown) => (/namespace/i.test(String(error)) ? undefined : true),
      ),
  );
  return client;
}

const keepFor = (client: Client, ms: number) =>
  client.workflowService.updateNamespace({
    namespace: client.options.namespace,
    config: { workflowExecutionRetentionTtl: msToTs(ms) },
  });

async function scheduleOf(client: Client) {
  const { spec, state, action } = await client.schedule.getHandle('ascn/archive').describe();
  return { ...spec.intervals?.[0], paused: state.paused, action: action.workflowId };
}

describe('the schedule that adds to the archive', () => {
  test('is daily, at night in South-East Asia, where the engine remembers for long', async () => {
    const client = await keepingFor(days(90));
    expect(await archiveInTime(client, 'ascn', 'ascn')).toBeUndefined();
    expect(await scheduleOf(client)).toMatchObject({ every: days(1), offset: hours(18.5), paused: false });
  });

  test.each([
    [days(1), hours(8), '1 day', '8 hours', '16 hours'],
    [hours(1), hours(1) / 3, '1 hour', '20 minutes', '40 minutes'],
  ])(
    'meets each closed workflow three times where the engine forgets it after %d ms, and says so',
    async (kept, every, ...words) => {
      const client = await keepingFor(kept);
      const said = await archiveInTime(client, 'ascn', 'ascn');
      expect(await scheduleOf(client)).toMatchObject({ every });
      for (const word of [client.options.namespace, ...words, 'expected 3 days or more'])
        expect(said).toContain(word);
    },
  );

  test('follows a retention that was changed, and stays paused where somebody has paused it', async () => {
    const client = await keepingFor(days(10));
    await archiveInTime(client, 'ascn', 'ascn');
    await client.schedule.getHandle('ascn/archive').pause('The store is being moved');
    await keepFor(client, days(1));
    const soon = await until(async () => {
      await archiveInTime(client, 'ascn', 'ascn');
      const schedule = await scheduleOf(client);
      return schedule.every === hours(8) ? schedule : undefined;
    });
    expect(soon).toMatchObject({ paused: true, action: 'ascn/archive/scheduled' });
    await keepFor(client, days(30));
    await until(async () => {
      await archiveInTime(client, 'ascn', 'ascn');
      return (await scheduleOf(client)).every === days(1) || undefined;
    });
  });
});

describe('a workflow that the engine has forgotten', () => {
  /** By the schedule, as if its time had come. */
  const archived = async (number: number): Promise<Seal> => {
    await network.client.schedule.getHandle('ascn/archive').trigger();
    return until(() => network.store.entry<Seal>(sealsLedger('ascn', 2018), sealKey(number)));
  };
  const handleOf = (member: string) =>
    network.client.workflow.getHandle(`ascn/cycle/2018/nomination/${member}`);
  const ended = (member: string) => handleOf(member).terminate('The member takes no part');
  /** As the engine does by itself once the retention is over. */
  async function forgotten(member: string): Promise<void> {
    const { workflowId } = handleOf(member);
    await network.client.workflowService.deleteWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId },
    });
    await until(() =>
      handleOf(member)
        .describe()
        .then(
          () => undefined,
          () => true,
        ),
    );
  }
  async function findings(root: string): Promise<string[]> {
    const file = join(network.home, `${root}.zip`);
    await network.installation.exportBundle({
      ...{ cycle: 2018, into: file, keysInto: keyFileBeside(file), actor: auditors },
    });
    return (await verify(file, { root })).findings.map(({ what }) => what);
  }

  beforeAll(async () => {
    await network.work();
    await network.startCycle(['nominations', 'handover'], '2018-02-06T08:00:00Z');
    await archiveInTime(network.client, 'ascn', 'ascn');
    for (const member of ['kh', 'th'])
      await until(async () => (await network.letter(`ASCN/2018/nomination/${member}/1`)) && true);
  }, 120_000);

  test('is in the file of the year when it closed before the last archiving', async () => {
    await ended('kh');
    await archived(1);
    await forgotten('kh');
    // the year goes on
    await ended('la');
    const { root } = await archived(2);
    expect(await findings(root)).toEqual([]);
    // the seals have got their time-stamps meanwhile
    const { trusted } = authority;
    await until(async () => (await keptTimeStamps(network.store, 'ascn', 2018)).has(2) || undefined);
    const file = join(network.home, 'stamped.zip');
    await network.installation.exportBundle({
      ...{ cycle: 2018, into: file, keysInto: keyFileBeside(file), actor: auditors },
    });
    expect((await verify(file, { authorities: trusted })).timeStamps).toMatchObject([
      { seal: 1 },
      { seal: 2 },
    ]);
  }, 120_000);

  test('is found missing when it closed and was forgotten between two archivings', async () => {
    await ended('th');
    await forgotten('th');
    const { root } = await archived(3);
    expect(await findings(root)).toContainEqual(
      expect.stringContaining(
        'It was told that ascn/cycle/2018/nomination/th has ended; its history does not say so.',
      ),
    );
  }, 120_000);
});
