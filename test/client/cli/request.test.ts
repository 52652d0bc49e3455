import { describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import type { Operations } from '../../../client/operations.js';
import type { Actor } from '../../../domain/actor.js';
import { accepted, answered, stepDone, withMark } from '../../../domain/request.js';
import type { Submission } from '../../../domain/submission.js';
import { installation, longestLine, networkDocument } from './run.js';
import { office, record, row, status } from './year.js';

const as = ['--as', 'secretariat-sg', '--why', 'as agreed by telephone'];
const actor: Actor = { office: 'secretariat-sg', door: 'cli', why: 'as agreed by telephone' };
const request = '2018/action-plan/da-nang';

async function underWay(operations: Partial<Operations>) {
  const home = installation(operations);
  const year = await status(home.reading, await networkDocument(home));
  operations.status ??= () => Promise.resolve(year);
  return home;
}

describe('ascn request list', () => {
  const requests = () =>
    Promise.resolve([row('da-nang', 'accepted'), row('hanoi', 'asked'), row('vn', 'asked', 'nomination')]);

  test('shows every request by the id that the other commands take', async () => {
    const { out } = await installation({ requests }).run('request', 'list', '2018');
    expect(out).toMatch(/2018\/action-plan\/da-nang +accepted +csco-da-nang +2018-05-25 16:59 UTC/);
    expect(out).toMatch(/3 requests$/);
  });

  test('only those of one state and kind', async () => {
    const { out } = await installation({ requests }).run(
      'request',
      'list',
      '2018',
      '--state',
      'asked',
      '--kind',
      'action-plan',
    );
    expect(out).toContain('hanoi');
    expect(out).not.toMatch(/da-nang|nomination/);
  });
});

describe('ascn request show', () => {
  test('tells the whole life: plan, reminders, the answer as understood, what is missing', async () => {
    const operations: Partial<Operations> = {};
    const { run, reading } = await underWay(operations);
    const at = '2018-05-20T03:00:00Z';
    const submission: Submission = {
      ...{
        request: record.id,
        form: 'action-plan',
        version: 1,
        missing: ['targets'],
        problems: [],
        parts: [],
      },
      fields: {
        vision: { value: 'A city for all by 2025', letter: 'c0ffee', from: office, at },
        'focus-areas': {
          value: ['safety-and-security', 'quality-environment'],
          letter: 'c0ffee',
          from: office,
          at,
        },
        'project.1.budget': { value: 'USD 1 million', letter: 'c0ffee', from: office, at },
      },
    };
    const document = await reading.store.putJson(submission);
    const filed = {
      document,
      version: 1,
      missing: ['targets'],
      problems: [],
      exceptions: [],
      choices: {},
      given: [],
    };
    const reminded = stepDone(record, { do: 'remind', ...record.plan.reminders[0]! });
    const life = answered(reminded, filed, {
      from: office,
      letter: 'c0ffeec0ffee99',
      at,
      confirmed: true,
      joint: false,
    });
    operations.request = () => Promise.resolve(life);

    const { code, out } = await run('request', 'show', request);
    expect(code).toBe(0);
    expect(out).toMatch(/State +returned/);
    expect(out).toMatch(/Due +Friday, 25 May 2018: 2018-05-25 16:59 UTC \(23:59 in Asia\/Ho_Chi_Minh\)/);
    expect(out).toMatch(/14 days before +2018-05-11 02:00 UTC \(09:00 in Asia\/Ho_Chi_Minh\) +past/);
    expect(out).toMatch(/3 days after .*to come/);
    expect(out).toContain('Version 1, from csco-da-nang on 2018-05-20 03:00 UTC (letter c0ffeec0ffee)');
    expect(out).toMatch(/Vision +A city for all by 2025\nFocus areas .*\nProject 1 budget/);
    expect(out).toMatch(/Safety and security; Quality environment/);
    expect(out).toMatch(/Project 1 budget \(confidential\) +USD 1 million/);
    expect(out).toMatch(/Missing +Strategic targets/);
    expect(longestLine(out)).toBeLessThanOrEqual(100);
  });
});

describe('what the secretariat does', () => {
  test('extends, returns and accepts, with the actor and the reason', async () => {
    const extend = jest.fn<Operations['extend']>(() => Promise.resolve(record));
    const returnAnswer = jest.fn<Operations['returnAnswer']>(() => Promise.resolve(record));
    const accept = jest.fn<Operations['accept']>(() => Promise.resolve(accepted(record, 1)));
    const { run } = await underWay({ extend, returnAnswer, accept });
    expect(await run('request', 'extend', request, '--until', '2018-06-01', ...as)).toMatchObject({
      code: 0,
    });
    expect(extend).toHaveBeenCalledWith(2018, 'action-plan/da-nang', { due: '2018-06-01', actor });
    await run('request', 'return', request, ...as);
    expect(returnAnswer).toHaveBeenCalledWith(2018, 'action-plan/da-nang', { due: undefined, actor });
    expect((await run('request', 'accept', request, ...as)).out).toBe(`${request} now stands as: accepted.`);
  });

  test('asks another office, which the network must have', async () => {
    const reassign = jest.fn<Operations['reassign']>(() =>
      Promise.resolve({ ...record, addressee: 'nr-vn' }),
    );
    const { run } = await underWay({ reassign });
    const unknown = await run('request', 'reassign', request, '--to', 'nr-vnn', ...as);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toMatch(/Unknown office “nr-vnn”\. Did you mean nr-vn/);
    expect(reassign).not.toHaveBeenCalled();
    expect((await run('request', 'reassign', request, '--to', 'nr-vn', ...as)).out).toMatch(
      /It is asked of nr-vn now\.$/,
    );
  });

  test('records an answer that another person confirms', async () => {
    const saved = jest.fn<Operations['record']>(() => Promise.resolve(record));
    const confirm = jest.fn<Operations['confirm']>(() =>
      Promise.resolve(withMark(accepted(record, 1), 'recorded')),
    );
    const { run, file } = await underWay({ request: () => Promise.resolve(record), record: saved, confirm });
    writeFileSync(file('answer.txt'), '\uFEFFVision: A city for all\n');
    const recorded = await run('request', 'record', request, '--file', file('answer.txt'), ...as);
    expect(recorded.out).toContain(`ascn request confirm ${request} --as OFFICE`);
    expect(saved).toHaveBeenCalledWith(2018, 'action-plan/da-nang', {
      text: 'Vision: A city for all\n',
      actor,
    });
    expect((await run('request', 'confirm', request, '--as', 'secretariat-sg-head')).out).toBe(
      `${request} now stands as: accepted.`,
    );
  });

  test('a file that is not there, or is empty, records nothing', async () => {
    const saved = jest.fn<Operations['record']>();
    const { run, file } = await underWay({ request: () => Promise.resolve(record), record: saved });
    writeFileSync(file('empty.txt'), '\n');
    const absent = await run('request', 'record', request, '--file', file('none.txt'), ...as);
    expect(absent).toMatchObject({ code: 2, err: `--file names “${file('none.txt')}”, which is not there.` });
    const empty = await run('request', 'record', request, '--file', file('empty.txt'), ...as);
    expect(empty).toMatchObject({
      code: 2,
      err: `--file names “${file('empty.txt')}”, which is empty; expected a text.`,
    });
    expect(saved).not.toHaveBeenCalled();
  });
});
