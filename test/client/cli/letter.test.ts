import { describe, expect, jest, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { Operations } from '../../../client/operations.js';
import { suppress } from '../../../activities/mail/out/suppression.js';
import type {
  LetterAfter,
  LetterBefore,
  LetterPartSent,
  LetterPutOff,
} from '../../../domain/letter-record.js';
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

const orderOf = (networkDocument: string): LetterBefore['order'] => ({
  ...{ network: 'ascn', cycle: 2018, number, template: 'ask/action-plan', to: ['csco-da-nang'] },
  ...{ from: 'secretariat-sg', networkDocument },
});

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
    ...{ at: '2018-05-09T01:00:00Z', begun: '2018-05-09T01:00:00Z', messageId: '<1@ascn.example>' },
    ...{ document, order: orderOf(network), sender: '' },
    ...{ recipients: [{ office: 'csco-da-nang', address: 'csco@da-nang.example' }], unusable: [] },
  };
  const after: LetterAfter = {
    sent: { number, outcome: 'sent', messageId: '<1@ascn.example>', document, refused: [] },
    ...{ accepted: ['csco-da-nang'], refused: [], response: '250 ok', at: '2018-05-09T01:00:01Z' },
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
    expect(out).toMatch(/Ordered +2018-05-09 01:00 UTC, by secretariat-sg, to csco-da-nang/);
    expect(out).toMatch(/Outcome +sent, 2018-05-09 01:00 UTC\nAnswered +by the mail server: 250 ok/);
    expect(out).toMatch(/Subject +Draft action plan of Da Nang\n\nPlease send the draft by Friday\.$/);
  });

  test('says what became of it: put off, refused, came back, and to whom no letter goes any more', async () => {
    const home = await underWay({});
    const { store } = home.reading;
    const other = 'ASCN/2018/action-plan/hue/1';
    const before = (await store.entry<LetterBefore>('letters/ascn/2018', `${number}/before`))!;
    const address = 'csco@hue.example';
    await store.enter('letters/ascn/2018', `${other}/before`, {
      ...before,
      recipients: [...before.recipients, { office: 'csco-hue', address }],
    } satisfies LetterBefore);
    await store.enter('letters/ascn/2018', `${other}/put-off/busy`, {
      reply: '421 Closing',
      at: '2018-05-09T01:00:02Z',
    } satisfies LetterPutOff);
    const refused = { office: 'csco-hue', code: '550 5.1.1', why: 'address' } as const;
    await store.enter('letters/ascn/2018', `${other}/part/1`, {
      ...{ accepted: [], response: '', at: '2018-05-09T01:10:00Z' },
      refused: [{ ...refused, reply: `550 5.1.1 <${address}> is gone` }],
    } satisfies LetterPartSent);
    expect((await home.run('letter', 'show', other)).out).toMatch(/Outcome +put off; it is tried again\n/);
    await store.enter('letters/ascn/2018', `${other}/after`, {
      sent: {
        ...{ number: other, outcome: 'partly-undeliverable', messageId: '', refused: [refused] },
      },
      ...{ accepted: ['csco-da-nang'], response: '250 ok', at: '2018-05-09T01:20:00Z' },
      refused: [{ ...refused, reply: `550 5.1.1 <${address}> is gone` }],
    } satisfies LetterAfter);
    await suppress(store, 'ascn', address, { ...refused, letter: other, by: 'refusal' });
    for (const [digest, verdict] of [
      ['cd12cd34ef56ab12', 'bounce'],
      ['ef12cd34ef56ab12', 'answer'],
    ] as const)
      await store.enter(receivedLedger('ascn'), digest, {
        ...{ digest, document: before.document, receivedAt: '2018-05-10T00:00:00Z', verdict },
        ...{ reason: 'So it says.', requests: [], outcome: 'noted', answersLetter: other },
      } satisfies ReceivedLetter);
    const { out } = await home.run('letter', 'show', other);
    expect(out).toMatch(/Put off +since 2018-05-09 01:00 UTC: 421 Closing\n/);
    expect(out).toMatch(/Taken +by the mail server for csco-da-nang\n/);
    expect(out).toMatch(/Refused +csco-hue: no such mailbox \(550 5\.1\.1 <csco@hue\.example> is gone\)\n/);
    expect(out).toMatch(/Outcome +reached some of those that it is for, 2018-05-09 01:20 UTC\n/);
    expect(out).toMatch(/Came back +2018-05-10 00:00 UTC, cd12cd34ef56: bounce, noted. So it says\.\n/);
    expect(out).toMatch(/Suppressed +csco-hue, since .* by this letter; lift it with: ascn letter/);
    expect(out).toMatch(/Came in +2018-05-10 00:00 UTC, ef12cd34ef56: answer, noted\./);
    expect(longestLine(out)).toBeLessThanOrEqual(100);
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

describe('an office whose address does not work', () => {
  async function withSuppressed() {
    const home = await underWay();
    const found = { office: 'csco-da-nang', code: '550 5.1.1', why: 'address', by: 'bounce' } as const;
    await suppress(home.reading.store, 'ascn', 'csco@da-nang.example', { ...found, letter: number });
    return home;
  }
  const lift = ['letter', 'unsuppress', 'csco-da-nang', '--as'];

  test('is listed with its address, the reason, and how it is written to again', async () => {
    const { run } = await withSuppressed();
    const { out } = await run('letter', 'suppressed');
    expect(out).toMatch(/csco-da-nang +csco@da-nang\.example +.* +no such mailbox/);
    expect(out).toContain('ascn letter unsuppress OFFICE --as OFFICE --why REASON');
    expect(longestLine(out)).toBeLessThanOrEqual(100);
    const { out: none } = await (await underWay()).run('letter', 'suppressed');
    expect(none).toBe('None: letters go to every office that has an address.');
  });

  test('is written to again when the secretariat says so, with a reason', async () => {
    const { run, reading } = await withSuppressed();
    expect(await run(...lift, 'secretariat-sg')).toMatchObject({ code: 2 });
    expect(await run(...lift, 'nr-vn', '--why', 'Curiosity')).toMatchObject({
      code: 2,
      err: expect.stringContaining('“nr-vn” is not an office of a chair'),
    });
    expect(await reading.suppressed()).toHaveLength(1);
    expect((await run(...lift, 'secretariat-sg', '--why', 'The mailbox is back')).out).toBe(
      'Letters go to csco-da-nang again, from the next one on. A request that was asked of another stays there.',
    );
    expect(await reading.suppressed()).toEqual([]);
    const lifted = (await reading.store.keys('suppressed/ascn')).find((key) => key.endsWith('/lifted'))!;
    expect(await reading.store.entry('suppressed/ascn', lifted)).toMatchObject({
      actor: { office: 'secretariat-sg', door: 'cli', why: 'The mailbox is back' },
    });
    expect(await run(...lift, 'secretariat-sg', '--why', 'Again')).toMatchObject({
      code: 2,
      err: 'No address of “csco-da-nang” is suppressed. List those that are with: ascn letter suppressed',
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
