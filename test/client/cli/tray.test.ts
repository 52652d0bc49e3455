import { describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import type { Operations } from '../../../client/operations.js';
import type { Actor } from '../../../domain/actor.js';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { TrayEnding } from '../../../domain/tray.js';
import { trayLedger } from '../../../domain/tray.js';
import { installation, longestLine } from './run.js';
import { record } from './year.js';

const digest = 'ab12cd34ef56'.padEnd(64, '0');
const mark = digest.slice(0, 12);
const message = [
  'From: =?utf-8?q?Deputy=1B[2J?= <deputy@private.example>',
  'To: reply@ascn.example',
  'Subject: Our plan',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'The plan is \u001b[31menclosed\u001b[0m.',
].join('\r\n');

/** An installation with one letter in its tray, one submitted, and one dismissed before. */
async function withTray(operations: Partial<Operations> = {}) {
  const home = installation(operations);
  const { store } = home.reading;
  const document = await store.put(message);
  const enter = (key: string, more: Partial<ReceivedLetter>) =>
    store.enter(receivedLedger('ascn'), key, {
      ...{ digest: key, document, receivedAt: '2018-05-10T02:00:00Z', verdict: 'not-ours', requests: [] },
      ...{ reason: 'It was not sent to the reply address of one of our letters.', outcome: 'kept-aside' },
      ...more,
    } satisfies ReceivedLetter);
  await enter(digest, { requests: [record.id] });
  await enter('1'.repeat(64), { verdict: 'answer', outcome: 'submitted', requests: [record.id] });
  await enter('2'.repeat(64), { receivedAt: '2018-05-01T02:00:00Z' });
  const ending: TrayEnding = {
    ...{ how: 'dismissed', at: '2018-05-02T02:00:00Z', id: '1' },
    actor: { office: 'secretariat-sg-head', door: 'cli', why: 'An advertisement' },
  };
  await store.enter(trayLedger('ascn'), `${'2'.repeat(64)}/1`, ending);
  return home;
}
const as = ['--as', 'secretariat-sg'];
const why = ['--why', 'The deputy writes for the office'];
const to = ['--request', '2018/action-plan/da-nang'];

describe('ascn letter tray', () => {
  test('lists what lies there: when it came, from whom, what it seems to be, and why it lies there', async () => {
    const { run } = await withTray();
    const { code, out } = await run('letter', 'tray');
    expect(code).toBe(0);
    expect(out).toMatch(/^Mark +Came in +From +Seems to be +Why/);
    expect(out).toContain(mark);
    expect(out.replace(/\s+/g, '')).toContain('deputy@private.example');
    expect(out).not.toContain('1'.repeat(12));
    expect(out).not.toContain('2'.repeat(12));
    expect(out).toContain('1 letter. Read one with: ascn letter tray show MARK');
    expect(longestLine(out)).toBeLessThanOrEqual(100);
    expect(JSON.parse((await run('letter', 'tray', '--json')).out)).toEqual([
      {
        ...{ mark, digest, receivedAt: '2018-05-10T02:00:00Z', from: 'deputy@private.example' },
        ...{ verdict: 'not-ours', requests: ['2018/action-plan/da-nang'] },
        reason: 'It was not sent to the reply address of one of our letters.',
      },
    ]);
  });

  test('says so when nothing lies there', async () => {
    expect((await installation({}).run('letter', 'tray')).out).toBe('Nothing lies in the tray.');
  });

  test('shows a letter without what would act in a terminal, and what can be done with it', async () => {
    const { run } = await withTray();
    const { out } = await run('letter', 'tray', 'show', mark);
    expect(out).toMatch(/Perhaps about +2018\/action-plan\/da-nang/);
    expect(out).toContain('The plan is [31menclosed[0m.');
    expect(out).not.toContain('\u001b');
    expect(out).toContain(`ascn letter tray dismiss ${mark} --as OFFICE --why REASON`);
    const dismissed = await run('letter', 'tray', 'show', '2'.repeat(12));
    expect(dismissed.out).toMatch(/In the tray +dismissed by secretariat-sg-head: An advertisement/);
    expect(JSON.parse((await run('letter', 'tray', 'show', mark, '--json')).out)).toMatchObject({
      ...{ digest, inTray: true, endings: [] },
    });
  });

  test('knows letters by marks only', async () => {
    const { run } = await withTray();
    expect(await run('letter', 'tray', 'show', 'latest')).toMatchObject({
      ...{ code: 2, err: 'The letter is “latest”; expected its mark, as ascn letter tray gives it.' },
    });
    expect(await run('letter', 'tray', 'dismiss', 'f'.repeat(12), ...as, ...why)).toMatchObject({
      code: 2,
      err: `No letter that came in has the mark ${'f'.repeat(12)}. List those kept aside with: ascn letter tray`,
    });
    expect(await run('letter', 'tray', 'dismiss', '1'.repeat(12), ...as, ...why)).toMatchObject({
      code: 2,
      err: `The letter ${'1'.repeat(12)} does not lie in the tray, and never did.`,
    });
  });
});

describe('what the secretariat does with a letter in the tray', () => {
  const ended = { digest, ending: {} as TrayEnding };
  const actor: Actor = { office: 'secretariat-sg', door: 'cli', why: 'The deputy writes for the office' };

  test('assigns it to a request, with a reason', async () => {
    const assignLetter = jest.fn<Operations['assignLetter']>(() => Promise.resolve(ended));
    const { run } = await withTray({ assignLetter });
    const assign = ['letter', 'tray', 'assign', mark, ...as];
    expect(await run(...assign, ...why)).toMatchObject({
      code: 2,
      err: expect.stringContaining('--request'),
    });
    expect(await run(...assign, ...to)).toMatchObject({ code: 2, err: expect.stringContaining('--why') });
    expect(assignLetter).not.toHaveBeenCalled();
    const { code, out } = await run(...assign, ...to, ...why);
    expect(code).toBe(0);
    expect(out).toContain('ascn request confirm 2018/action-plan/da-nang --as OFFICE');
    expect(assignLetter).toHaveBeenCalledWith(2018, 'action-plan/da-nang', { digest, actor });
  });

  test('records what it says, on its authority', async () => {
    const recorded = jest.fn<Operations['record']>(() => Promise.resolve(record));
    const letterRecorded = jest.fn<Operations['letterRecorded']>(() => Promise.resolve(ended));
    const { run, file } = await withTray({ record: recorded, letterRecorded });
    writeFileSync(file('answer.txt'), 'Vision: A city for everyone\n');
    const answer = ['--file', file('answer.txt')];
    expect(await run('letter', 'tray', 'record', mark, ...to, ...as, ...why, ...answer)).toMatchObject({
      code: 0,
    });
    expect(recorded).toHaveBeenCalledWith(2018, 'action-plan/da-nang', {
      ...{ text: 'Vision: A city for everyone\n', actor: { ...actor, authority: `letter ${mark}` } },
    });
    expect(letterRecorded).toHaveBeenCalledWith(2018, 'action-plan/da-nang', { digest, actor });
    recorded.mockClear();
    const again = await run('letter', 'tray', 'record', '2'.repeat(12), ...to, ...as, ...why, ...answer);
    expect(again).toMatchObject({
      code: 2,
      err: 'The letter 222222222222 lies in the tray no more: it was dismissed by secretariat-sg-head: An advertisement.',
    });
    expect(recorded).not.toHaveBeenCalled();
  });

  test('dismisses it, with a reason', async () => {
    const dismissLetter = jest.fn<Operations['dismissLetter']>(() => Promise.resolve(ended));
    const { run } = await withTray({ dismissLetter });
    expect(await run('letter', 'tray', 'dismiss', mark, ...as)).toMatchObject({ code: 2 });
    expect((await run('letter', 'tray', 'dismiss', mark, ...as, ...why)).out).toBe(
      `The letter ${mark} is dismissed. It stays in the store: ascn letter show ${mark}`,
    );
    expect(dismissLetter.mock.calls).toEqual([[digest, actor]]);
  });
});
