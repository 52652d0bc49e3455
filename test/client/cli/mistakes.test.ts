import { describe, expect, test } from '@jest/globals';
import { CycleError } from '../../../domain/errors.js';
import { installation } from './run.js';

const { run } = installation();

describe('a mistake on the command line is told in plain words, with exit code 2', () => {
  test.each([
    [['cycle', 'plann', '2027'], 'There is no command “plann”. Did you mean plan?'],
    [['cycle', 'plan'], 'The year is missing.'],
    [
      ['cycle', 'plan', '2027', '--sumit', '2027-11-10'],
      'There is no option “--sumit” here. Did you mean --summit?',
    ],
    [['cycle', 'plan', '2027', '--summit'], 'What stands after --summit is missing: --summit DATE.'],
    [['request', 'extend', '2018/action-plan/da-nang'], '--until DATE is missing.'],
    [['request', 'list', '2018', '2019'], 'Too much is given: 2 where 1 would do, beside the options.'],
  ])('%j', async (words, sentence) => {
    const { code, out, err } = await run(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err.split('\n')).toEqual([sentence, 'How it is written is told by adding --help.']);
  });

  test.each([
    [
      ['request', 'show', 'action-plan/da-nang'],
      'The request is “action-plan/da-nang”; expected the year and its name, such as 2018/action-plan/da-nang.',
    ],
    [
      ['letter', 'release', '2018/announcement'],
      'The draft is “2018/announcement”; expected the year and its name, such as 2018/held/announcement.',
    ],
    [
      ['clearance', 'show', 'jcm-autumn'],
      'The text is “jcm-autumn”; expected the year and its name, such as 2018/jcm-autumn.',
    ],
    [['decide', '2018'], 'The session is “2018”; expected the year and its name, such as 2018/jcm-autumn.'],
    [
      ['letter', 'show', 'announcement'],
      'The letter is “announcement”; expected its number, such as ASCN/2018/nomination/vn/1, a draft, such as 2018/held/announcement, or the mark of one that came in.',
    ],
    [['mailbox', 'show', 'first'], 'The letter is “first”; expected its number in: ascn mailbox list'],
    [
      ['request', 'list', '2018', '--state', 'late'],
      '--state is “late”; expected one of: asked, acknowledged, received-unconfirmed, returned, answered, accepted, undeliverable, lapsed.',
    ],
    [
      ['decide', '2018/jcm-autumn', '--item', 'framework', '--basis', 'by telephone'],
      '--basis is “by telephone”; expected one of: in session, ad referendum, by circulation.',
    ],
    [
      ['request', 'extend', '2018/action-plan/da-nang', '--until', '31 June'],
      '--until is “31 June”; expected a day as YYYY-MM-DD, such as 2027-04-20.',
    ],
  ])('%j', async (words, sentence) => {
    expect(await run(...words)).toEqual({ code: 2, out: '', err: sentence });
  });

  test('no actor, no reason, an unknown office', async () => {
    const accept = ['request', 'accept', '2018/nomination/my'];
    expect((await run(...accept)).err).toBe(
      'Say who acts, with --as and the office, for example --as secretariat-sg.',
    );
    expect((await run(...accept, '--as', 'secretariat-sg', '--why', ' ')).err).toMatch(
      /^Say why, with --why/,
    );
    const unknown = await run(...accept, '--as', 'secretariat-singapore', '--why', 'as agreed');
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(/^Unknown office “secretariat-singapore”\. Did you mean .*secretariat-sg/);
  });

  test('help that is asked for is no mistake', async () => {
    const { code, out, err } = await run('request', 'extend', '--help');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('--until <DATE>');
  });
});

describe('what goes wrong elsewhere', () => {
  const status = (error: Error) =>
    installation({ registry: () => Promise.reject(error) }).run('cycle', 'status');

  test('no engine runs: one sentence, exit code 2', async () => {
    expect(await run('cycle', 'status')).toEqual({
      code: 2,
      out: '',
      err: 'Nothing is running here. Start it with: npm start',
    });
  });

  test('a refusal is repeated in its own words, exit code 2', async () => {
    const refusal = new CycleError('Refused', 'The cycle of 2018 is closed.');
    expect(await status(refusal)).toEqual({ code: 2, out: '', err: 'The cycle of 2018 is closed.' });
  });

  test('an engine that does not answer: exit code 1', async () => {
    expect(await status(new CycleError('Unavailable', 'The engine does not answer.'))).toMatchObject({
      code: 1,
    });
  });

  test('anything unexpected: one line without a stack, exit code 1', async () => {
    expect(await status(new TypeError('x is not a function'))).toEqual({
      ...{ code: 1, out: '', err: 'Something unexpected went wrong: x is not a function' },
    });
  });
});
