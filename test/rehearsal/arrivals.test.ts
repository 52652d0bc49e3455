import { describe, expect, test } from '@jest/globals';
import { answeredSince, arrivalsOf, checksOfAnswers, versionsOf } from '../../client/rehearsal/arrivals.js';
import type { Post } from '../../client/rehearsal/posts.js';
import type { ReceivedLetter } from '../../domain/received.js';
import type { RequestRow } from '../../domain/request.js';
import type { Source } from '../../domain/form.js';
import type { Submission } from '../../domain/submission.js';
import { memoryStore } from '../activities/network/memory-store.js';

const id = (city: string): string => `ascn/cycle/2018/progress/${city}`;

/** A letter of the cast, what the network made of it, and the version of its answer. */
interface Told {
  post: Partial<Post> & Pick<Post, 'as'>;
  received: Partial<ReceivedLetter>;
  /** Where each field was read. */
  read?: Record<string, Source>;
  value?: string;
  /** A person has entered an answer to the request. */
  recorded?: boolean;
  state?: RequestRow['state'];
  /** It never came in. */
  lost?: true;
}

async function checked(...told: Told[]) {
  const store = memoryStore();
  const posts = new Map<string, Post>();
  const received: ReceivedLetter[] = [];
  const rows: RequestRow[] = [];
  for (const [i, each] of told.entries()) {
    const city = `city-${i}`;
    const messageId = `<${i}@city.example>`;
    const digest = String(i).repeat(64);
    posts.set(messageId, {
      messageId,
      office: `csco-${city}`,
      asked: true,
      privately: false,
      answers: [{ request: `progress/${city}`, fields: Object.keys(each.read ?? { note: 'text' }) }],
      ...each.post,
    });
    const letter = each.recorded ? 'record/secretariat-sg/2' : digest;
    const came: ReceivedLetter = {
      digest,
      document: await store.put(`Message-ID:\r\n ${messageId}\r\n\r\n`),
      receivedAt: '2018-09-01T00:00:00Z',
      verdict: 'answer',
      reason: 'As it was judged.',
      requests: [id(city)],
      outcome: 'submitted',
      ...each.received,
    };
    if (!each.lost) received.push(came);
    const at = '2018-09-02T00:00:00Z';
    const fields = Object.fromEntries(
      Object.entries(each.read ?? {}).map(([key, source]) => [
        key,
        { value: each.value ?? 'x', letter, from: city, at, source, sure: 'certain' as const },
      ]),
    );
    const submission: Submission = {
      ...{ request: id(city), form: 'progress', version: 1, fields, missing: [], problems: [] },
      parts: [{ letter, from: city, at, text: '' }],
    };
    rows.push({
      id: id(city),
      state: each.state ?? 'accepted',
      ...((each.read ?? each.recorded) && { submission: await store.putJson(submission) }),
    } as RequestRow);
  }
  const versions = await versionsOf(rows, store);
  const answers = await arrivalsOf({ posts, received, rows, store, network: 'ascn', year: 2018 }, versions);
  const fails = checksOfAnswers(answers).flatMap(([check, holds, found]): [string, string][] =>
    holds ? [] : [[check, found]],
  );
  return { answers, fails, since: answeredSince(received, versions) };
}

const well: Told[] = [
  { post: { as: 'lines' }, received: {}, read: { note: 'text' } },
  { post: { as: 'word-form' }, received: {}, read: { note: 'word' } },
  { post: { as: 'spreadsheet' }, received: {}, read: { note: 'sheet', title: 'text' } },
  { post: { as: 'in-line' }, received: {}, read: { note: 'text' } },
  { post: { as: 'prose' }, received: {}, recorded: true },
  { post: { as: 'scan' }, received: {}, recorded: true },
  { post: { as: 'out-of-office', answers: [] }, received: { verdict: 'auto-reply', outcome: 'noted' } },
  { post: { as: 'lines', privately: true }, received: {}, read: { note: 'text' } },
  { post: { as: 'confirmation', answers: [] }, received: { outcome: 'confirmed' } },
  {
    post: { as: 'correction', corrected: { field: 'note', to: 'Corrected' } },
    received: {},
    read: { note: 'text' },
    value: 'Corrected',
  },
  {
    post: { as: 'delivery-report', answers: [], asked: false },
    received: { verdict: 'bounce', outcome: 'kept-aside' },
  },
];
const without = (n: number, other: Told): Told[] => well.with(n, other);

describe('the letters of the cast', () => {
  test('are counted by the way in which they came, and every check holds', async () => {
    const { answers, fails } = await checked(...well);
    expect(fails).toEqual([]);
    expect(answers).toMatchObject({
      byWay: { lines: 2, 'word-form': 1, spreadsheet: 1, 'in-line': 1, prose: 1, scan: 1 },
      outOfOffice: 1,
      fromPrivateMailboxes: 1,
      confirmed: 1,
      corrections: 1,
      deliveryReports: 1,
    });
  });

  test('count from the letter that a person entered later, for whether anyone was reminded after it', async () => {
    const { since } = await checked(...well);
    expect(since.get(id('city-0'))).toBe('2018-09-02T00:00:00Z');
    expect(since.get(id('city-4'))).toBe('2018-09-01T00:00:00Z');
  });
});

describe('a check fails', () => {
  const forms = 'every answer in a form was read, field by field';
  const own = 'a person entered what came in prose or as a scan';
  const others = 'every other letter was taken for what it is';

  test.each<[string, number, Told, string, RegExp]>([
    [
      'a form of which a field was not read',
      1,
      {
        post: { as: 'word-form', answers: [{ request: 'progress/city-1', fields: ['note', 'title'] }] },
        received: {},
        read: { note: 'word' },
      },
      forms,
      /not read about progress\/city-1: title/,
    ],
    [
      'a spreadsheet that was not opened',
      2,
      { post: { as: 'spreadsheet' }, received: {}, read: { note: 'text' } },
      forms,
      /read from elsewhere/,
    ],
    ['a form that waits for a person', 3, { post: { as: 'in-line' }, received: {} }, forms, /in no version/],
    [
      'a form that was kept aside',
      0,
      { post: { as: 'lines' }, received: { verdict: 'not-ours', outcome: 'kept-aside' } },
      forms,
      /not-ours, kept-aside/,
    ],
    ['prose that nobody entered', 4, { post: { as: 'prose' }, received: {} }, own, /nobody has entered/],
    [
      'a scan that was taken for an absence',
      5,
      { post: { as: 'scan' }, received: { verdict: 'auto-reply', outcome: 'noted' } },
      own,
      /auto-reply/,
    ],
    [
      'an absence that counted',
      6,
      { post: { as: 'out-of-office', answers: [] }, received: { verdict: 'answer', outcome: 'submitted' } },
      'no out-of-office reply counted as an answer',
      /answer, submitted/,
    ],
    [
      'a correction that does not count',
      9,
      {
        post: { as: 'correction', corrected: { field: 'note', to: 'Corrected' } },
        received: {},
        read: { note: 'text' },
      },
      others,
      /the correction of note/,
    ],
    [
      'a private answer that nobody confirmed',
      7,
      {
        post: { as: 'lines', privately: true },
        received: {},
        read: { note: 'text' },
        state: 'received-unconfirmed',
      },
      'what came from a private mailbox counted once the office had confirmed it',
      /0 of 1/,
    ],
  ])('for %s', async (_what, n, other, check, found) => {
    const { fails } = await checked(...without(n, other));
    expect(fails.find(([name]) => name === check)?.[1]).toMatch(found);
  });

  test('for what was kept aside by mistake, and for a way that nobody took', async () => {
    const { fails } = await checked(
      ...without(0, { post: { as: 'word-form' }, received: { outcome: 'kept-aside' } }),
    );
    expect(fails.map(([name]) => name)).toContain('nothing was kept aside by mistake');
    const { fails: unused } = await checked(...well.filter(({ post }) => post.as !== 'scan'));
    expect(unused).toEqual([['answers came in every way', expect.stringContaining('scan 0') as unknown]]);
  });

  test('for a letter that never came in', async () => {
    const { fails } = await checked(...without(9, { post: { as: 'correction' }, received: {}, lost: true }));
    expect(fails.find(([name]) => name === others)?.[1]).toMatch(/it never came in/);
  });
});
