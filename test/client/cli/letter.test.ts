import { describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { Operations } from '../../../client/operations.js';
import type { LetterAfter, LetterBefore } from '../../../domain/letter-record.js';
import type { LetterOrder } from '../../../domain/letter.js';
import type { Draft } from '../../../workflows/held-letter-messages.js';
import { installation, longestLine, networkDocument } from './run.js';
import { status } from './year.js';

const number = 'ASCN/2018/action-plan/da-nang/1';
const message = [
  'From: Secretariat <reply@ascn.example>',
  'To: csco@da-nang.example',
  'Subject: Draft action plan of Da Nang',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Please send the draft by Friday.',
].join('\r\n');

/** A year with one letter sent, one held and one kept aside. */
async function underWay(operations: Partial<Operations> = {}) {
  const home = installation(operations);
  const { store } = home.reading;
  const network = await networkDocument(home);
  const year = await status(home.reading, network);
  const document = await store.put(message);
  const before: LetterBefore = {
    ...{
      template: 'ask/action-plan',
      subject: 'Draft action plan of Da Nang',
      to: ['csco-da-nang'],
      copy: [],
    },
    ...{ at: '2018-05-09T01:00:00Z', messageId: '<1@ascn.example>', document, order: document, sender: '' },
    ...{ recipients: [], unusable: [] },
  };
  const after: LetterAfter = {
    sent: { number, outcome: 'sent', messageId: '<1@ascn.example>', document, refused: [] },
    ...{ response: '250 ok', at: '2018-05-09T01:00:01Z' },
  };
  await store.enter('letters/ascn/2018', `${number}/before`, before);
  await store.enter('letters/ascn/2018', `${number}/after`, after);
  const order: LetterOrder = {
    ...{ network: 'ascn', cycle: 2018, number: 'ASCN/2018/announcement/1', at: '2018-08-02T01:00:00Z' },
    ...{ template: 'announcement', to: ['nr-vn'], from: 'secretariat-sg', networkDocument: network },
    edited: { subject: 'The pilot cities and their twins', text: 'Excellency,\n\nThe list is enclosed.' },
  };
  const draft: Draft = {
    id: 'ascn/cycle/2018/held/announcement',
    name: 'announcement',
    title: 'Announcement',
    state: 'held',
    orders: [order],
  };
  const aside = {
    digest: 'ab12cd34ef56ab12',
    document,
    receivedAt: '2018-05-02T00:00:00Z',
    verdict: 'not-ours',
    reason: 'Unknown reply address.',
  };
  operations.status ??= () => Promise.resolve(year);
  await store.enter(receivedLedger('ascn'), aside.digest, {
    ...aside,
    requests: [],
    outcome: 'kept-aside',
  } satisfies ReceivedLetter);
  operations.draft ??= () => Promise.resolve(draft);
  return { ...home, draft };
}

describe('ascn letter list', () => {
  test('shows what was sent, and the drafts', async () => {
    const { run } = await underWay();
    const { out } = await run('letter', 'list', '2018');
    expect(out).toMatch(
      /Sent \(1\)[^]*ASCN\/2018\/action-plan\/da-nang\/1 +2018-05-09 01:00 UTC +csco-da-nang .* sent\n/,
    );
    expect(out).toMatch(/Drafts \(2\)[^]*2018\/held\/announcement +held/);
    expect(longestLine(out)).toBeLessThanOrEqual(100);
  });
});

describe('ascn letter show', () => {
  test('prints a sent letter by its number, without an engine', async () => {
    const { run } = await underWay({});
    const { out } = await run('letter', 'show', number);
    expect(out).toMatch(/Outcome +sent, 2018-05-09 01:00 UTC/);
    expect(out).toMatch(/Subject +Draft action plan of Da Nang\n\nPlease send the draft by Friday\.$/);
  });

  test('prints a draft as its addressee will read it', async () => {
    const { run } = await underWay();
    const { code, out } = await run('letter', 'show', '2018/held/announcement');
    expect(code).toBe(0);
    expect(out).toMatch(/State +held/);
    expect(out).toMatch(
      /Number +ASCN\/2018\/announcement\/1\nTo +nr-vn\nSubject +The pilot cities and their twins/,
    );
    expect(out).toContain('The list is enclosed.');
  });

  test('prints a letter kept aside by its mark', async () => {
    const { run } = await underWay();
    expect((await run('letter', 'show', 'ab12cd34ef56')).out).toMatch(
      /Judged +not-ours: Unknown reply address\.\nHanded to +nobody; it is kept aside\n[^]*Please send/,
    );
    expect(await run('letter', 'show', 'ffffffffffff')).toMatchObject({ code: 2 });
  });

  test('a number that no letter has', async () => {
    const { run } = await underWay();
    expect(await run('letter', 'show', 'ASCN/2018/action-plan/hanoi/1')).toEqual({
      ...{ code: 2, out: '' },
      err: 'No letter ASCN/2018/action-plan/hanoi/1 was sent. List the letters with: ascn letter list 2018',
    });
  });
});

describe('what the secretariat does with a draft', () => {
  test('one person prepares the release, another sends it', async () => {
    const { draft } = await underWay();
    const releaseDraft = jest
      .fn<Operations['releaseDraft']>()
      .mockResolvedValueOnce({ ...draft, state: 'release-prepared' })
      .mockResolvedValueOnce({ ...draft, state: 'released' });
    const { run } = await underWay({ releaseDraft });
    const words = ['letter', 'release', '2018/held/announcement', '--as'];
    expect((await run(...words, 'secretariat-sg')).out).toContain(
      'ascn letter release 2018/held/announcement --as OFFICE',
    );
    expect((await run(...words, 'secretariat-sg-head')).out).toBe(
      '“Announcement” is released: 1 letter to be sent.',
    );
    expect(releaseDraft).toHaveBeenLastCalledWith(2018, 'announcement', {
      actor: { office: 'secretariat-sg-head', door: 'cli' },
    });
  });

  test('edits one letter of it from a file', async () => {
    const { draft } = await underWay();
    const editDraft = jest.fn<Operations['editDraft']>(() => Promise.resolve(draft));
    const { run, file } = await underWay({ editDraft });
    writeFileSync(file('text.txt'), 'Excellency,\n\nThe list follows.\n');
    const letter = ['--number', 'ASCN/2018/announcement/1', '--subject', 'Twins'];
    await run(
      'letter',
      'edit',
      '2018/held/announcement',
      ...letter,
      '--file',
      file('text.txt'),
      '--as',
      'secretariat-sg',
    );
    expect(editDraft).toHaveBeenCalledWith(2018, 'announcement', {
      ...{ number: 'ASCN/2018/announcement/1', subject: 'Twins', text: 'Excellency,\n\nThe list follows.\n' },
      actor: { office: 'secretariat-sg', door: 'cli' },
    });
  });

  test('drops it only with a reason, whole or single letters', async () => {
    const { draft } = await underWay();
    const dropDraft = jest.fn<Operations['dropDraft']>((_year, _name, { numbers }) =>
      Promise.resolve(numbers ? draft : { ...draft, state: 'dropped', orders: [] }),
    );
    const { run } = await underWay({ dropDraft });
    const drop = ['letter', 'drop', '2018/held/announcement', '--as', 'secretariat-sg'];
    expect(await run(...drop)).toMatchObject({ code: 2 });
    expect(dropDraft).not.toHaveBeenCalled();
    await run(...drop, '--why', 'one is wrong', '--number', 'A', '--number', 'B');
    expect(dropDraft.mock.calls[0]?.[2].numbers).toEqual(['A', 'B']);
    expect((await run(...drop, '--why', 'all are wrong')).out).toBe(
      '“Announcement” is dropped; nothing of it is sent.',
    );
    expect(dropDraft.mock.calls[1]?.[2].numbers).toBeUndefined();
  });
});
