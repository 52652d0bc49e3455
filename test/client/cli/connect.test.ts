import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../../client/cli/connect.js';
import { runCli } from '../../../client/cli/create-cli.js';
import { readSettings } from '../../../workers/settings.js';
import type { DevServer } from '../../../workers/engine/dev-server.js';
import { startDevServer } from '../../../workers/engine/dev-server.js';
import { installation } from './run.js';

test('where no engine is set and none runs, one sentence says how to start it', async () => {
  const { home, reading } = installation();
  await expect(connect(readSettings({ ASCN_HOME: home }), reading)).rejects.toMatchObject({
    type: 'NotFound',
    message: 'Nothing is running here. Start it with: npm start',
  });
});

describe('beside an engine that runs', () => {
  const { home, reading } = installation();
  const settings = readSettings({ ASCN_HOME: home });
  let engine: DevServer;
  beforeAll(async () => {
    engine = await startDevServer({ file: settings.engineFile });
  });
  afterAll(() => engine.stop());

  test('the command line finds it by its lock, and says that no network is open there yet', async () => {
    const door = await connect(settings, reading);
    const operations = () => Promise.resolve(door.operations);
    const err: string[] = [];
    const complain = (text: string) => void err.push(text);
    const code = await runCli(['cycle', 'status'], {
      reading,
      operations,
      secret: () => '',
      invitations: () => {
        throw new Error('Nobody is invited here.');
      },
      post: () => Promise.resolve(),
      print: complain,
      complain,
    });
    await door.close();
    expect([code, err]).toEqual([2, ['The network ascn is not open. Start it with: npm start']]);
  });
});
