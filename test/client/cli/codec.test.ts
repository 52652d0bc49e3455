import { expect, test } from '@jest/globals';
import { createInvitations } from '../../../client/codec/invitation.js';
import { installation } from './run.js';

const invitations = createInvitations('a secret of the tests, long enough for a key', 'ascn');

test('an office is let in by a link, for a working day, and that is written down', async () => {
  const { run, reading } = installation();
  const { code, out } = await run(
    ...['codec', 'invite', '--auditor', 'asec', '--why', 'Spot check', '--as', 'secretariat-sg'],
  );
  expect(code).toBe(0);
  const [, token = ''] = /^http:\/\/127\.0\.0\.1:8234\/sign-in\?token=(\S+)$/m.exec(out) ?? [];
  const invitation = await invitations.read(token);
  expect(invitation).toMatchObject({ auditor: 'asec', by: 'secretariat-sg', why: 'Spot check' });
  expect(Math.abs(Date.parse(invitation.until) - Date.now() - 8 * 3_600_000)).toBeLessThan(60_000);
  expect(await reading.readings()).toMatchObject([
    {
      kind: 'invitation',
      auditor: 'asec',
      actor: { office: 'secretariat-sg', door: 'cli', why: 'Spot check' },
    },
  ]);
  expect((await run('audit', 'readings')).out).toMatch(/secretariat-sg +let asec in to the engine’s/);
});

test.each([
  [['--auditor', 'asec', '--why', 'x'], 'Say who acts'],
  [['--auditor', 'asec', '--as', 'secretariat-sg'], 'Say why'],
  [['--auditor', 'nobody', '--why', 'x', '--as', 'secretariat-sg'], 'Unknown office “nobody”'],
  [['--auditor', 'asec', '--why', 'x', '--as', 'csco-da-nang'], 'only these let auditors in'],
  [
    ['--auditor', 'asec', '--why', 'x', '--as', 'secretariat-sg', '--link-at', 'codec'],
    'The address is “codec”',
  ],
])('an invitation with %j is refused in words', async (words, sentence) => {
  const { run, reading } = installation();
  const { code, err } = await run('codec', 'invite', ...words);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
  expect(await reading.readings()).toEqual([]);
});

test.each([
  [['--port', '0'], '--port is “0”'],
  [['--ui', 'localhost:8233'], '--ui is “localhost:8233”'],
  [['--ui', 'http://localhost:8233/namespaces'], 'expected where Temporal’s pages are'],
  [['--at', 'ftp://codec.ascn.example'], 'The address is “ftp://codec.ascn.example”'],
])('the codec with %j is not opened', async (words, sentence) => {
  const { code, err } = await installation().run('codec', ...words);
  expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
});
