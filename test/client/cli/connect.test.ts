import { expect, test } from '@jest/globals';
import { connect } from '../../../client/cli/connect.js';
import { readSettings } from '../../../workers/settings.js';
import { installation } from './run.js';

test('where no engine is set and none runs, one sentence says how to start it', async () => {
  const { home, reading } = installation();
  await expect(connect(readSettings({ ASCN_HOME: home }), reading.store)).rejects.toMatchObject({
    type: 'NotFound',
    message: 'Nothing is running here. Start it with: npm start',
  });
});
