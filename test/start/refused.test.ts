/** What cannot be started says why, and ends. */
import { execFile } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** Runs the program to its end; one that hangs is ended by the test's own time. */
const start = (part: string, settings: Record<string, string>) =>
  new Promise<{ code: unknown; err: string }>((ended) => {
    const env = { ...process.env, TEMPORAL_ADDRESS: '', ...settings };
    execFile(process.execPath, ['dist/client/start.js', part], { env }, (error, _, err) =>
      ended({ code: error?.code ?? 0, err }),
    );
  });

test.each([
  ['worker', { ASCN_NETWORK: 'A B' }, 2, 'ASCN_NETWORK is “A B”; expected lower-case letters'],
  ['postman', {}, 2, '“postman” cannot be started; expected worker, mailroom, or nothing for both.'],
  [
    'mailroom',
    { TEMPORAL_ADDRESS: '127.0.0.1:1' },
    1,
    'The engine at 127.0.0.1:1 does not answer: nothing listens there (ECONNREFUSED).',
  ],
])(
  'the %s with %j',
  async (part, settings, code, sentence) => {
    expect(await start(part, settings)).toEqual({ code, err: expect.stringContaining(sentence) as unknown });
  },
  120_000,
);
