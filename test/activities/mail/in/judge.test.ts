import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskStore } from '../../../../activities/documents/disk-store.js';
import { createJudge } from '../../../../activities/mail/in/judge.js';
import { createReader } from '../../../../activities/mail/in/reading/reader.js';
import { loadNetwork } from '../../../../activities/network/load.js';
import type { Answer } from '../../../../domain/form.js';
import type { JudgedLetter } from '../../../../domain/letter.js';
import type { TokenEntry } from '../../../../domain/token.js';

const folder = await mkdtemp(join(tmpdir(), 'judge-'));
afterAll(() => rm(folder, { recursive: true }));
const store = createDiskStore(folder);
const judgeLetter = createJudge({ store, dataDir: 'data', reader: createReader('data') });
const network = await loadNetwork('data', '2018-01-01');
const networkDocument = await store.putJson(network);
const addressOf = (office: string): string => network.offices.find(({ id }) => id === office)?.address ?? '';

const about = (kind: string, subject: string): string => `ascn/cycle/2018/${kind}/${subject}`;
const tokens = new Map<string, string>();

/** Our letter to an office; returns the address that answers go to. */
async function asked(
  office: string,
  entry: Partial<TokenEntry> & Pick<TokenEntry, 'answers'>,
): Promise<string> {
  const token = `${'abcdefghijklmnopqrst'.slice(0, 18)}${String.fromCharCode(97 + Math.floor(tokens.size / 26), 97 + (tokens.size % 26))}`;
  tokens.set(token, office);
  const full = {
    network: 'ascn',
    cycle: 2018,
    letter: `ASCN/2018/${token}/1`,
    office,
    language: 'en',
    networkDocument,
    ...entry,
  };
  await store.enter('tokens', token, full);
  return `reply+${token}@ascn.example`;
}

async function judge(to: string, from: string, text: string, headers: string[] = []): Promise<JudgedLetter> {
  const head = [
    `From: <${from}>`,
    `To: ${to}`,
    'Message-ID: <1@there.example>',
    'Content-Type: text/plain; charset=utf-8',
    ...headers,
  ];
  const document = await store.put(
    `Return-Path: <${from}>\r\n${head.join('\r\n')}\r\n\r\n${text.replace(/\n/g, '\r\n')}`,
  );
  return judgeLetter({
    network: 'ascn',
    digest: 'd1',
    document,
    receivedAt: '2018-05-03T02:00:00Z',
    recipients: [to],
  });
}
const answerOf = (letter: JudgedLetter, part = 0): Promise<Answer> =>
  store.getJson<Answer>(letter.parts[part]?.answer ?? '');

describe('an answer', () => {
  test('of the office that was asked belongs to its request, and is confirmed', async () => {
    const to = await asked('csco-da-nang', {
      answers: [{ request: about('action-plan', 'da-nang'), as: 'answer' }],
      form: 'action-plan',
      language: 'vi',
    });
    const letter = await judge(
      to,
      addressOf('csco-da-nang').toUpperCase(),
      'Kính gửi Ban Thư ký\nTầm nhìn: Thành phố đáng sống\nDự án 1 - kinh phí: chưa rõ\n\nTrân trọng,\nVăn phòng\n\n> Tầm nhìn:',
    );
    expect(letter).toMatchObject({
      verdict: 'answer',
      reason: 'It gives 2 answers of the form.',
      language: 'vi',
      from: 'csco-da-nang',
      ours: { office: 'csco-da-nang', cycle: 2018 },
      messageId: '<1@there.example>',
      parts: [{ request: about('action-plan', 'da-nang'), as: 'answer', replaces: false, confirmed: true }],
    });
    expect(await answerOf(letter)).toMatchObject({
      form: 'action-plan',
      fields: { vision: 'Thành phố đáng sống' },
      problems: [
        {
          field: 'project.1.budget',
          sentence: expect.stringContaining('Mục “Dự án 1 - kinh phí”') as unknown,
        },
      ],
      text: 'Kính gửi Ban Thư ký\nTầm nhìn: Thành phố đáng sống\nDự án 1 - kinh phí: chưa rõ',
    });
  });

  test('between the lines of our letter belongs to the questions above it', async () => {
    const to = await asked('csco-da-nang', {
      answers: [{ request: about('action-plan', 'da-nang'), as: 'answer' }],
      form: 'action-plan',
    });
    const letter = await judge(
      to,
      addressOf('csco-da-nang'),
      [
        'Please see below.',
        '',
        'On 3 May 2018 at 09:00, Secretariat <secretariat@ascn.example> wrote:',
        '> Vision: (for example: A clean city)',
        'A calm river city',
        '> Plan period: (for example: 2018-2025)',
        '2018-2025',
        '> Yours faithfully,',
      ].join('\n'),
    );
    expect(letter).toMatchObject({ verdict: 'answer', parts: [{ confirmed: true }] });
    expect(await answerOf(letter)).toMatchObject({
      fields: { vision: 'A calm river city', 'plan-period': '2018-2025' },
      text: 'Please see below.\n\nVision: A calm river city\nPlan period: 2018-2025',
    });
  });

  test('to a letter without a form of its own is read by the form of its kind', async () => {
    const to = await asked('ns-vn', {
      answers: [{ request: about('workshop-delegation', 'vn'), as: 'answer' }],
    });
    const letter = await judge(
      to,
      addressOf('ns-vn'),
      'Replaces\n\nHead of delegation: National Representative',
    );
    expect(letter.parts).toMatchObject([{ replaces: true, confirmed: true }]);
    expect((await answerOf(letter)).fields).toEqual({ head: 'National Representative' });
  });

  test('from an unknown address still counts, for a person to confirm', async () => {
    const to = await asked('csco-da-nang', {
      answers: [{ request: about('progress', 'da-nang'), as: 'answer' }],
    });
    const letter = await judge(to, 'officer@private.example', 'Project 1 title: Sensors');
    expect(letter).toMatchObject({
      verdict: 'answer',
      parts: [{ confirmed: false }],
      ours: { office: 'csco-da-nang' },
    });
    expect(letter.from).toBeUndefined();
  });

  test.each([
    ['nr-vn', true],
    ['nr-kh', false],
    ['csco-hanoi', false],
  ])('about Da Nang from %s: confirmed is %s', async (office, confirmed) => {
    const to = await asked('csco-da-nang', {
      answers: [{ request: about('progress', 'da-nang'), as: 'answer' }],
    });
    const letter = await judge(to, addressOf(office), 'Project 1 title: Sensors');
    expect(letter).toMatchObject({ from: office, parts: [{ confirmed }] });
  });

  test('that clears nationally is the National Representative’s, not the city’s', async () => {
    const entry = {
      answers: [{ request: about('action-plan', 'da-nang'), as: 'national-clearance' as const }],
      form: 'national-clearance',
    };
    const cleared = await judge(await asked('nr-vn', entry), addressOf('nr-vn'), 'Position: Agree');
    expect(cleared.parts).toMatchObject([{ as: 'national-clearance', confirmed: true }]);
    const city = await judge(await asked('nr-vn', entry), addressOf('csco-da-nang'), 'Position: Agree');
    expect(city.parts).toMatchObject([{ as: 'national-clearance', confirmed: false }]);
  });

  test('in words of its own is kept for a person', async () => {
    const to = await asked('csco-da-nang', {
      answers: [{ request: about('progress', 'da-nang'), as: 'answer' }],
    });
    expect(await judge(to, addressOf('csco-da-nang'), 'The sensors work well.')).toMatchObject({
      verdict: 'answer',
      parts: [{ request: about('progress', 'da-nang'), confirmed: false, unread: true }],
      reason: 'It answers in words of its own; no line of the form was found, so a person reads it.',
    });
  });
});

describe('a joint answer of a National Representative', () => {
  const answers = [{ request: about('progress', 'phnom-penh'), as: 'answer' as const }];
  const text =
    'For our three cities:\n\nCity: Phnom Penh\nProject 1 title: One\n\nCity: សៀមរាប\nProject 1 title: Two\n\nCity: Battambang\nReplaces\nProject 1 title: Three';

  test('is given to the three cities’ requests', async () => {
    const letter = await judge(await asked('csco-phnom-penh', { answers }), addressOf('nr-kh'), text);
    expect(letter.parts).toMatchObject([
      { request: about('progress', 'phnom-penh'), confirmed: true, replaces: false },
      { request: about('progress', 'siem-reap'), confirmed: true, replaces: false },
      { request: about('progress', 'battambang'), confirmed: true, replaces: true },
    ]);
    expect((await answerOf(letter, 1)).fields).toEqual({ 'project.1.title': 'Two' });
  });

  test('from one of the cities is confirmed for that city only', async () => {
    const letter = await judge(
      await asked('csco-phnom-penh', { answers }),
      addressOf('csco-phnom-penh'),
      text,
    );
    expect(letter.parts.map(({ confirmed }) => confirmed)).toEqual([true, false, false]);
  });

  test('tells of a heading that is none of the member’s cities', async () => {
    const letter = await judge(
      await asked('csco-phnom-penh', { answers }),
      addressOf('nr-kh'),
      'City: Da Nang\nProject 1 title: A\nCity: Phnom Penh\nProject 1 title: B',
    );
    expect(letter.parts.map(({ request }) => request)).toEqual([about('progress', 'phnom-penh')]);
    expect(letter.reason).toContain('“City: Da Nang” names no city of the member concerned.');
  });

  test('without headings, to a letter about several cities, is kept for a person', async () => {
    const several = [...answers, { request: about('progress', 'siem-reap'), as: 'answer' as const }];
    const letter = await judge(
      await asked('nr-kh', { answers: several }),
      addressOf('nr-kh'),
      'Project 1 title: One',
    );
    expect(letter).toMatchObject({
      verdict: 'answer',
      parts: several.map(({ request }) => ({ request, confirmed: false, unread: true })),
      reason: expect.stringContaining('no heading such as “City: …”') as unknown,
    });
  });
});

describe('answers in the copy of our letter below', () => {
  const ours =
    'Vision: (for example: A clean and liveable city.)\nPlan period: 2018-2025\n\nYours faithfully,\nThe Secretariat';
  const copy = (filled: string): string =>
    `Please see below.\n\n-----Original Message-----\nFrom: Secretariat\n\n${filled}`;

  test('count when they were filled in, for a person to confirm; what we printed does not', async () => {
    const to = await asked('csco-da-nang', {
      answers: [{ request: about('action-plan', 'da-nang'), as: 'answer' }],
      letter: 'ASCN/2018/action-plan/da-nang/1',
    });
    const document = await store.put(`Content-Type: text/plain; charset=utf-8\r\n\r\n${ours}`);
    await store.enter('letters/ascn/2018', 'ASCN/2018/action-plan/da-nang/1/before', { document });
    const filled = await judge(to, addressOf('csco-da-nang'), copy(ours.replace(/\(.*\)/, 'A green city')));
    expect(filled).toMatchObject({
      verdict: 'answer',
      parts: [{ confirmed: false }],
      reason: expect.stringContaining('copy of our letter below') as unknown,
    });
    expect((await answerOf(filled)).fields).toEqual({ vision: 'A green city' });
    expect((await judge(to, addressOf('csco-da-nang'), copy(ours))).parts).toMatchObject([{ unread: true }]);
  });
});

describe('what is no answer', () => {
  const answers = [{ request: about('action-plan', 'da-nang'), as: 'answer' as const }];

  test('a promise: the end of that day where the writer is', async () => {
    const letter = await judge(
      await asked('csco-da-nang', { answers }),
      addressOf('csco-da-nang'),
      'Under approval, answer on the 20th.',
    );
    expect(letter).toMatchObject({
      verdict: 'acknowledgement',
      promised: '2018-05-20T16:59:59Z',
      parts: [{ request: about('action-plan', 'da-nang'), confirmed: true }],
    });
  });

  test('an out-of-office reply', async () => {
    const letter = await judge(
      await asked('csco-da-nang', { answers }),
      addressOf('csco-da-nang'),
      'I am away.\nVision: away',
      ['Auto-Submitted: auto-replied'],
    );
    expect(letter).toMatchObject({
      verdict: 'auto-reply',
      parts: [{ request: about('action-plan', 'da-nang') }],
    });
  });

  test('a letter of another network, of no letter of ours, or to no reply address', async () => {
    const foreign = await asked('csco-da-nang', { answers, network: 'rehearsal-1' });
    const verdicts = await Promise.all(
      [foreign, 'reply+zzzzzzzzzzzzzzzzzzzz@ascn.example', 'reply@ascn.example'].map((to) =>
        judge(to, addressOf('csco-da-nang'), 'Vision: Own'),
      ),
    );
    expect(verdicts.map(({ verdict, reason, parts }) => [verdict, reason, parts])).toEqual([
      ['not-ours', 'It answers a letter of the network “rehearsal-1”, not of this one.', []],
      ['not-ours', 'Its reply address belongs to no letter that we sent.', []],
      ['not-ours', 'It was not sent to the reply address of one of our letters.', []],
    ]);
  });

  test('a bounce, known by the letter that it returns', async () => {
    const replyTo = await asked('csco-da-nang', { answers });
    const body = [
      '--r',
      'Content-Type: text/plain',
      '',
      'Your message could not be delivered.',
      '--r',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.example',
      '',
      `Final-Recipient: rfc822; ${addressOf('csco-da-nang')}`,
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 no such',
      ' mailbox',
      '',
      '--r',
      'Content-Type: text/rfc822-headers',
      '',
      `Reply-To: ${replyTo}`,
      'Subject: Action plan',
      '',
      '--r--',
      '',
    ].join('\n');
    const head = [
      'From: MAILER-DAEMON@mx.example',
      'To: reply@ascn.example',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    ];
    const document = await store.put(
      `Return-Path: <>\r\n${head.join('\r\n')}\r\n\r\n${body.replace(/\n/g, '\r\n')}`,
    );
    const letter = await judgeLetter({
      network: 'ascn',
      digest: 'd2',
      document,
      receivedAt: '2018-05-03T02:00:00Z',
      recipients: ['reply@ascn.example'],
    });
    expect(letter).toMatchObject({
      verdict: 'bounce',
      bounced: {
        office: 'csco-da-nang',
        request: about('action-plan', 'da-nang'),
        permanent: true,
        code: '5.1.1',
        why: 'address',
      },
    });
  });
});

test('a second judgement is the same', async () => {
  const to = await asked('csco-da-nang', {
    answers: [{ request: about('action-plan', 'da-nang'), as: 'answer' }],
  });
  const once = await judge(to, addressOf('csco-da-nang'), 'Vision: Own');
  expect(await judge(to, addressOf('csco-da-nang'), 'Vision: Own')).toEqual(once);
});
