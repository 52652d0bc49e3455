import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createDiskStore } from '../../../../activities/documents/disk-store.js';
import { formEnclosures } from '../../../../activities/mail/out/form-enclosures.js';
import { createComposer } from '../../../../activities/mail/out/composer.js';
import { createJudge } from '../../../../activities/mail/in/judge.js';
import { createReader } from '../../../../activities/mail/in/reading/reader.js';
import { loadNetwork } from '../../../../activities/network/load.js';
import type { Answer } from '../../../../domain/form.js';
import { shortRequest } from '../../../../domain/ids.js';
import type { AnswerTo, JudgedLetter } from '../../../../domain/letter.js';
import { line, pair, run, table, word } from '../../forms/documents.js';

const folder = await mkdtemp(join(tmpdir(), 'judge-several-'));
afterAll(() => rm(folder, { recursive: true }));
const store = createDiskStore(folder);
const judgeLetter = createJudge({ store, dataDir: 'data', reader: createReader('data') });
const network = await loadNetwork('data', '2018-01-01');
const networkDocument = await store.putJson(network);
const addressOf = (office: string): string => network.offices.find(({ id }) => id === office)?.address ?? '';

const requestOf = (about: string): string => `ascn/cycle/2018/${about}`;
const answerTo = (about: string, title: string, as: AnswerTo['as'] = 'answer'): AnswerTo => ({
  request: requestOf(about),
  as,
  title,
});
const plan = 'Final smart city action plan of Da Nang';
const progress = 'Report on the progress of the projects of Da Nang';
const daNang = [answerTo('final-action-plan/da-nang', plan), answerTo('progress/da-nang', progress)];
const cambodia = [
  answerTo('action-plan/phnom-penh', 'Draft smart city action plan of Phnom Penh'),
  answerTo('action-plan/siem-reap', 'Draft smart city action plan of Siem Reap'),
  answerTo('framework-comments/kh', 'Answer of Cambodia on the draft ASEAN Smart Cities Framework'),
];

let letters = 0;

interface Sent {
  from?: string;
  language?: 'en' | 'vi';
  headers?: Record<string, string>;
  attachments?: { filename: string; content: Uint8Array }[];
}

/** An answer to one letter that reminded an office of several things. */
async function judge(
  office: string,
  answers: AnswerTo[],
  text: string,
  { from = addressOf(office), language = 'en', headers = {}, attachments = [] }: Sent = {},
): Promise<{
  letter: JudgedLetter;
  parts: Record<string, Answer & { unread: boolean; confirmed: boolean }>;
}> {
  const token = `several${'abcdefghijklm'.slice(0, 12)}${String.fromCharCode(97 + letters++)}`;
  const to = `reply+${token}@ascn.example`;
  const entry = {
    network: 'ascn',
    cycle: 2018,
    letter: `ASCN/2018/${token}/3`,
    from: 'secretariat-sg',
    office,
  };
  await store.enter('tokens', token, { ...entry, answers, language, networkDocument });
  const raw = await new MailComposer({
    from,
    to,
    text,
    headers,
    attachments: attachments.map(({ filename, content }) => ({ filename, content: Buffer.from(content) })),
  })
    .compile()
    .build();
  const letter = await judgeLetter({
    network: 'ascn',
    digest: token,
    document: await store.put(raw),
    receivedAt: '2018-09-11T04:00:00Z',
    recipients: [to],
  });
  const read = await Promise.all(
    letter.parts.map(async ({ request, answer, unread = false, confirmed }) => [
      shortRequest(request),
      { ...(await store.getJson<Answer>(answer)), unread, confirmed },
    ]),
  );
  return { letter, parts: Object.fromEntries(read) as never };
}

const fieldsOf = (parts: Record<string, Answer>): Record<string, object> =>
  Object.fromEntries(Object.entries(parts).map(([about, { fields }]) => [about, fields]));

describe('one answer to a letter about several things', () => {
  test('under the titles that the letter printed is given to each request', async () => {
    const { letter, parts } = await judge(
      'csco-da-nang',
      daNang,
      `Dear colleagues,\n\n${plan}\n${'='.repeat(39)}\nVision: Green\nProject 1 title: Buses\n\n${progress}:\nProject 1 title: Sensors\nProject 1 status: Ongoing\n\nBest regards`,
    );
    expect(letter).toMatchObject({ verdict: 'answer', reason: 'It gives 4 answers of the form.' });
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { vision: 'Green', 'project.1.title': 'Buses' },
      'progress/da-nang': { 'project.1.title': 'Sensors', 'project.1.status': 'ongoing' },
    });
    expect(letter.parts.map(({ confirmed, unread }) => [confirmed, unread])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
  });

  test('between the lines of our letter is given to the request under whose quoted title it stands', async () => {
    const { parts } = await judge(
      'csco-da-nang',
      daNang,
      [
        'Dear colleagues, our answers stand below each question.',
        '',
        'On 11 September 2018, secretariat-sg wrote:',
        '> Dear colleague,',
        '> we have not received the following.',
        '>',
        `> ${plan}`,
        '> =====',
        '> Vision: (for example: A clean and liveable city)',
        'Green',
        '> Project 1 title: (for example: Pavements)',
        'Buses',
        '>',
        `> ${progress}`,
        '> =====',
        '> Project 1 title: (for example: Pavements)',
        'Sensors',
        '> Project 1 status: (for example: Ongoing)',
        'Ongoing',
        '> Yours sincerely',
      ].join('\n'),
    );
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { vision: 'Green', 'project.1.title': 'Buses' },
      'progress/da-nang': { 'project.1.title': 'Sensors', 'project.1.status': 'ongoing' },
    });
  });

  test('without titles, of which one form has all labels, answers that request only', async () => {
    const { letter, parts } = await judge(
      'csco-da-nang',
      daNang,
      'Project 1 title: Sensors\nProject 1 focus area: Built infrastructure\nProject 1 status: Ongoing',
    );
    expect(Object.keys(parts)).toEqual(['progress/da-nang']);
    expect(letter.parts).toMatchObject([{ confirmed: true }]);
  });

  test('without titles, each line goes by its label', async () => {
    const { parts } = await judge('csco-da-nang', daNang, 'Vision: Green\nProject 1 status: Ongoing');
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { vision: 'Green' },
      'progress/da-nang': { 'project.1.status': 'ongoing' },
    });
  });

  test('what fits both is for a person, who has the whole letter, with what is certain', async () => {
    const text = 'Vision: Green\nProject 1 title: Buses\nProject 1 status: Ongoing';
    const { letter, parts } = await judge('csco-da-nang', daNang, text);
    expect(letter.verdict).toBe('answer');
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { vision: 'Green' },
      'progress/da-nang': { 'project.1.status': 'ongoing' },
    });
    for (const part of Object.values(parts)) {
      expect(part).toMatchObject({ unread: true, confirmed: false, text });
      expect(part.remarks?.join()).toContain('“Project 1 title”');
    }
  });

  test('of which nothing tells the two apart is for a person for both', async () => {
    const { letter, parts } = await judge('csco-da-nang', daNang, 'Project 1 title: Buses', {
      language: 'vi',
    });
    expect(letter).toMatchObject({ verdict: 'answer' });
    expect(Object.values(parts).map(({ unread, fields }) => [unread, fields])).toEqual([
      [true, {}],
      [true, {}],
    ]);
    expect(parts['progress/da-nang']!.remarks).toEqual([
      expect.stringContaining('sẽ có người đọc') as unknown,
    ]);
  });

  test('in words of its own under one title does not take the other’s answer along', async () => {
    const { parts } = await judge(
      'csco-da-nang',
      daNang,
      `${plan}\nThe plan goes to the council next week.\n\n${progress}\nProject 1 title: Sensors\nProject 1 status: Ongoing`,
    );
    expect(parts['final-action-plan/da-nang']).toMatchObject({ unread: true, confirmed: false });
    expect(parts['final-action-plan/da-nang']!.text).toContain('council');
    expect(parts['progress/da-nang']).toMatchObject({ unread: false, confirmed: true });
  });

  test('with the lines of one left empty answers the other', async () => {
    const { parts } = await judge(
      'csco-da-nang',
      daNang,
      `${plan}\nVision: (for example: A clean city)\nPlan period:\n\n${progress}\nProject 1 status: Ongoing`,
    );
    expect(Object.keys(parts)).toEqual(['progress/da-nang']);
  });

  test('may name cities under one title, or beside labels of its own', async () => {
    const text =
      'Position: Agree\n\nCity: Phnom Penh\nVision: Green\n\nCity: Siem Reap\nVision: Temples\n\nCity: Battambang\nVision: Rice';
    const expected = {
      'action-plan/phnom-penh': { vision: 'Green' },
      'action-plan/siem-reap': { vision: 'Temples' },
      'framework-comments/kh': { position: 'agree' },
    };
    expect(fieldsOf((await judge('nr-kh', cambodia, text)).parts)).toMatchObject(expected);
    const titled = `Draft smart city action plan\nCity: Phnom Penh\nVision: Green\nCity: Siem Reap\nVision: Temples\n\n${cambodia[2]!.title}\nPosition: Agree`;
    expect(fieldsOf((await judge('nr-kh', cambodia, titled)).parts)).toEqual(expected);
  });

  test('that names no city where several are asked leaves only these to a person', async () => {
    const { parts } = await judge('nr-kh', cambodia, 'Position: Agree\nVision: Green');
    expect(parts['framework-comments/kh']).toMatchObject({ unread: false, confirmed: true });
    expect(parts['action-plan/phnom-penh']).toMatchObject({ unread: true, fields: {} });
    expect(parts['action-plan/siem-reap']).toMatchObject({ unread: true, fields: {} });
  });

  test('of a National Representative clears each answer under its title', async () => {
    const cleared = ['Da Nang', 'Hanoi'].map((city, i) =>
      answerTo(
        `final-action-plan/${['da-nang', 'hanoi'][i]}`,
        `National clearance of the final smart city action plan of ${city}`,
        'national-clearance',
      ),
    );
    const { letter, parts } = await judge(
      'nr-vn',
      cleared,
      `${cleared[0]!.title}\nPosition: Agree\n\n${cleared[1]!.title}\nPosition: Return\nComment: Dollars, please.`,
    );
    expect(letter.parts.map(({ as, confirmed }) => [as, confirmed])).toEqual([
      ['national-clearance', true],
      ['national-clearance', true],
    ]);
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { position: 'agree' },
      'final-action-plan/hanoi': { position: 'return', comment: 'Dollars, please.' },
    });
  });
});

describe('documents in answer to a letter about several things', () => {
  const titled = (title: string, about: string, ...rows: [string, string][]): Uint8Array =>
    word(line(run(title)) + line(run(about)) + table(...rows.map(([label, value]) => pair(label, value))));

  test('go by the title of their form, or by its name in theirs', async () => {
    const { parts } = await judge('csco-da-nang', daNang, 'Please see attached.', {
      attachments: [
        {
          filename: 'scan1.docx',
          content: titled('Final smart city action plan', 'Da Nang', ['Project 1 title', 'Buses']),
        },
        {
          filename: 'Progress of the projects - Da Nang (2).docx',
          content: word(table(pair('Project 1 title', 'Sensors'))),
        },
      ],
    });
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { 'project.1.title': 'Buses' },
      'progress/da-nang': { 'project.1.title': 'Sensors' },
    });
    expect(Object.values(parts).map(({ confirmed }) => confirmed)).toEqual([true, true]);
  });

  test('go by their questions where only one form has them all', async () => {
    const { parts } = await judge('csco-da-nang', daNang, 'Please see attached.', {
      attachments: [
        {
          filename: 'a.docx',
          content: word(table(pair('Project 1 title', 'Buses'), pair('Project 1 status', 'Ongoing'))),
        },
      ],
    });
    expect(fieldsOf(parts)).toEqual({
      'progress/da-nang': { 'project.1.title': 'Buses', 'project.1.status': 'ongoing' },
    });
  });

  test('that fit both are for a person, beside what is clear', async () => {
    const { parts } = await judge('csco-da-nang', daNang, 'Vision: Green', {
      attachments: [{ filename: 'a.docx', content: word(table(pair('Project 1 title', 'Buses'))) }],
    });
    expect(fieldsOf(parts)).toEqual({
      'final-action-plan/da-nang': { vision: 'Green' },
      'progress/da-nang': {},
    });
    for (const { unread, remarks } of Object.values(parts))
      expect([unread, remarks?.join()]).toEqual([true, expect.stringContaining('“a.docx”')]);
  });
});

test('the forms that go with the letter come back to their requests, in both languages', async () => {
  const composer = await createComposer({ store, dataDir: 'data' });
  for (const office of ['csco-da-nang', 'csco-phnom-penh']) {
    const city = office.slice('csco-'.length);
    const order = (kind: string) => ({
      ...{ network: 'ascn', cycle: 2018, at: '2018-09-11T02:00:00Z', template: 'reminder', to: [office] },
      ...{ number: `ASCN/2018/${kind}/${city}/3`, from: 'secretariat-sg', form: kind, networkDocument },
      values: { dueDate: '2018-09-13', days: 2, count: 3 },
      answers: [{ request: requestOf(`${kind}/${city}`), as: 'answer' as const }],
    });
    const attachments = [];
    for (const kind of ['final-action-plan', 'progress']) {
      const { forms } = await composer.compose(order(kind));
      const known = { 'project.1.title': `Of ${kind}` };
      const filled = { ...forms[0]!, parts: [{ known, leftOut: new Set<string>() }] };
      for (const { name, content } of await formEnclosures(filled, '2018-09-11T02:00:00Z'))
        attachments.push({ filename: name, content });
    }
    const asked = ['final-action-plan', 'progress'].map((kind) => answerTo(`${kind}/${city}`, kind));
    const { parts } = await judge(office, asked, 'Attached.', { attachments });
    expect(fieldsOf(parts)).toEqual({
      [`final-action-plan/${city}`]: { 'project.1.title': 'Of final-action-plan' },
      [`progress/${city}`]: { 'project.1.title': 'Of progress' },
    });
  }
});

describe('what is no answer concerns every request of the letter', () => {
  const both = ['final-action-plan/da-nang', 'progress/da-nang'];

  test('a promise', async () => {
    const { letter, parts } = await judge('csco-da-nang', daNang, 'Under approval, answer on the 20th.');
    expect(letter).toMatchObject({ verdict: 'acknowledgement', promised: '2018-09-20T16:59:59Z' });
    expect(Object.entries(parts).map(([about, { confirmed }]) => [about, confirmed])).toEqual(
      both.map((about) => [about, true]),
    );
  });

  test('an out-of-office reply', async () => {
    const { letter, parts } = await judge('csco-da-nang', daNang, 'I am away until 20 September.', {
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    expect(letter.verdict).toBe('auto-reply');
    expect(Object.keys(parts)).toEqual(both);
  });

  test('an answer in words of its own', async () => {
    const { parts } = await judge('csco-da-nang', daNang, 'The council has decided on all of it.');
    expect(Object.values(parts).map(({ unread }) => unread)).toEqual([true, true]);
  });
});
