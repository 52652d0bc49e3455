import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { wordCutOff, wordDay, wordDays, wordDue } from '../../../../activities/mail/out/word-date.js';
import { loadForms } from '../../../../activities/forms/load.js';
import { readAnswer } from '../../../../domain/answer.js';
import type { LetterPreview } from '../../../../domain/letter-record.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { Desk } from './fixture.js';
import { openDesk, submission } from './fixture.js';
import { expectGolden } from './golden.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk('smtp://127.0.0.1:1');
});
afterAll(() => desk.close());

const letter = (more: Partial<LetterOrder>): Promise<LetterPreview> => desk.preview(desk.order(more));

const toCambodia: Partial<LetterOrder> = {
  number: 'ASCN/2018/action-plan/phnom-penh/1',
  to: ['csco-phnom-penh'],
  copy: ['nr-kh'],
  answers: [{ request: 'ascn/cycle/2018/action-plan/phnom-penh', as: 'answer' }],
};

/**
 * The letters that a city officer most often reads, whole, in one file; receipts have their own. After a change of
 * wording or form, run this test once with GOLDEN=write, and read the file.
 */
test('an ask and a reminder read as golden.txt has them, in English and in Vietnamese', async () => {
  const reminder = {
    template: 'reminder',
    values: { dueDate: '2018-06-08', days: 7, count: 2 },
    form: undefined,
  };
  const orders = [toCambodia, {}].flatMap((own) => [own, { ...own, ...reminder }]);
  await expectGolden('golden.txt', await Promise.all(orders.map(letter)));
});

describe('each letter says by its subject what it is', () => {
  test.each<[string, Partial<LetterOrder>]>([
    [
      'Second reminder: draft smart city action plan of Phnom Penh, due Friday, 8 June 2018',
      { template: 'reminder', values: { dueDate: '2018-06-08', days: 7, count: 2 } },
    ],
    [
      'Overdue: draft smart city action plan of Phnom Penh, which was due on Friday, 8 June 2018',
      { template: 'reminder-after-due', values: { dueDate: '2018-06-08' } },
    ],
    ['Received: draft smart city action plan of Phnom Penh', { template: 'receipt' }],
    [
      'Received: draft smart city action plan of Phnom Penh and Battambang',
      {
        template: 'receipt',
        answers: ['phnom-penh', 'battambang'].map((city) => ({
          request: `ascn/cycle/2018/action-plan/${city}`,
          as: 'answer' as const,
        })),
      },
    ],
    [
      'Proposal: twinning of Phnom Penh with Japan International Cooperation Agency; your consent by Friday, 8 June 2018',
      {
        template: 'ask/twinning-city',
        form: 'twinning-consent',
        answers: [{ request: 'ascn/cycle/2018/twinning-city/phnom-penh-jica', as: 'answer' }],
      },
    ],
    [
      'For clearance by Friday, 27 July 2018, 09:00 UTC: Announcement, version 2',
      {
        template: 'ask/clearance',
        form: 'clearance',
        values: {
          text: 'Announcement',
          version: 2,
          paperNumber: 'ASCN/2018/AMM/DOC-1',
          dueDate: 'Friday, 27 July 2018, 09:00 UTC',
        },
        answers: [{ request: 'ascn/cycle/2018/clearance/announcement-v2.KH', as: 'answer' }],
      },
    ],
    [
      'For national clearance: draft smart city action plan of Phnom Penh',
      { template: 'national-clearance', form: 'national-clearance', to: ['nr-kh'] },
    ],
    [
      'For the secretariat: The report on the progress of the projects of Battambang is not answered',
      {
        template: 'notice',
        number: 'ASCN/2018/notice/nomination/my/exception/1',
        answers: [],
        form: undefined,
        to: ['secretariat-sg'],
        values: {
          about: 'nomination/my/exception/1',
          what: 'progress/battambang is not answered. csco-phnom-penh of KH was asked.',
          command: 'ascn request accept',
        },
      },
    ],
  ])('%s', async (subject, more) => {
    expect((await letter({ ...toCambodia, ...more })).subject).toBe(subject);
  });

  test('a notice gives names where the engine has ids, and its command on one line', async () => {
    const command = 'ascn clearance open 2018/jcm-autumn --file TEXT.yaml --as OFFICE --why REASON';
    const notice = await letter({
      template: 'notice',
      number: 'ASCN/2018/notice/x',
      answers: [],
      form: undefined,
      to: ['secretariat-sg'],
      values: {
        about: 'x',
        what: 'Mail to csco-phnom-penh about progress/phnom-penh came back; KH was told.',
        command,
      },
    });
    expect(notice.text).toContain(
      'Mail to the Chief Smart City Officer of Phnom Penh about the report on the progress of the projects of Phnom Penh came back; Cambodia was told.',
    );
    expect(notice.letter).toContain(`\n${command}\n`);
  });

  test('the receipt of a clearance names the text, and that of a national clearance what was cleared', async () => {
    const receipt = { template: 'receipt', copy: [], automaticAnswer: true, to: ['nr-kh'] };
    const clearance = await letter({
      ...receipt,
      values: { text: 'Announcement', version: 2 },
      answers: [{ request: 'ascn/cycle/2018/clearance/announcement-v2.KH', as: 'answer' }],
    });
    expect(clearance.subject).toBe('Received: position of Cambodia on “Announcement”, version 2');
    const cleared = submission({
      request: 'ascn/cycle/2018/final-action-plan/phnom-penh',
      form: 'national-clearance',
    });
    const national = await letter({
      ...toCambodia,
      ...receipt,
      submissions: [await desk.store.putJson(cleared)],
    });
    expect(national.subject).toBe(
      'Received: national clearance of the final smart city action plan of Phnom Penh',
    );
  });

  test('a meeting is called by its name in the language of the letter, and as a sentence has it', async () => {
    const meeting = 'First annual meeting of the network';
    const reading = { template: 'reading', form: undefined, values: { meeting } };
    expect((await letter({ ...toCambodia, ...reading })).subject).toBe(
      'Reading for the first annual meeting of the network',
    );
    expect((await letter(reading)).subject).toContain('cuộc họp thường niên đầu tiên của Mạng lưới');
  });

  test('the reminders of one request all differ', async () => {
    const subjects = await Promise.all(
      [1, 2, 3].map(
        async (count) =>
          (await letter({ template: 'reminder', values: { dueDate: '2018-06-08', days: 14 / count, count } }))
            .subject,
      ),
    );
    expect(new Set(subjects).size).toBe(3);
  });
});

describe('the form', () => {
  test('is printed to fill in, with an example on each line', async () => {
    const { letter: text } = await letter(toCambodia);
    expect(text).toContain(
      '\nVision: (for example: A clean and liveable city that its residents can reach on foot.)\n',
    );
    expect(text).toContain('\nProject 1 title: (for example: Pavement management system)\n');
  });

  test('sent back with nothing filled in is no answer; filled in, it is read, whichever words were left standing', async () => {
    const form = (await loadForms('data')).get('action-plan')!;
    for (const to of [toCambodia, {}]) {
      const { letter: text } = await letter(to);
      expect(readAnswer(form, text)).toMatchObject({ fields: {}, problems: [] });
    }
    const { letter: text } = await letter(toCambodia);
    const filled = text
      .replace('Vision: (for example: A clean', 'Vision: A city of gardens (for example: A clean')
      .replace('Plan period: (for example: 2018-2025)', 'Plan period: 2018-2030');
    expect(readAnswer(form, filled).fields).toEqual({
      vision: 'A city of gardens',
      'plan-period': '2018-2030',
    });
  });

  test('of the National Representative’s clearance stands below the city’s answer', async () => {
    const { letter: text } = await letter({
      ...toCambodia,
      template: 'national-clearance',
      to: ['nr-kh'],
      form: 'national-clearance',
      submissions: [
        await desk.store.putJson(submission({ request: 'ascn/cycle/2018/action-plan/phnom-penh' })),
      ],
    });
    expect(text.indexOf('As we understood it: draft smart city action plan of Phnom Penh')).toBeGreaterThan(
      0,
    );
    expect(text.indexOf('Your answer')).toBeGreaterThan(
      text.indexOf('Focus areas: Quality environment; Built infrastructure'),
    );
    expect(text).toContain('\nYour Excellency,\n');
  });

  test('is not repeated in a receipt, which asks only for what is missing', async () => {
    const { letter: text } = await letter({
      ...toCambodia,
      template: 'receipt-incomplete',
      automaticAnswer: true,
      submissions: [await desk.store.putJson(submission({ missing: ['targets'] }))],
    });
    expect(text).toContain('\nStrategic targets: (for example:');
    expect(text).not.toContain('Plan period: (for example:');
  });
});

test('a confidential field is shown to the office that gave it, and not to the National Representative', async () => {
  const given = submission();
  const budget = { ...given.fields['vision']!, value: 'USD 123 million' };
  const submissions = [
    await desk.store.putJson({ ...given, fields: { ...given.fields, 'project.1.budget': budget } }),
  ];
  const receipt = { template: 'receipt', automaticAnswer: true, submissions };
  expect((await letter({ ...receipt, copy: [] })).letter).toContain('USD 123 million');
  expect((await letter({ ...receipt, copy: ['nr-vn'] })).letter).not.toContain('USD 123');
  const toNr = await letter({
    submissions,
    template: 'national-clearance',
    form: 'national-clearance',
    to: ['nr-vn'],
  });
  expect(toNr.letter).toContain('Project 1 budget: given; kept confidential');
  expect(toNr.letter).not.toContain('USD 123');
});

test('a letter that a person has edited is sent as edited, with its reference, form and closing', async () => {
  const edited = await letter({
    ...toCambodia,
    edited: { subject: 'A word on your plan', text: 'First paragraph.\n\nSecond one {city}.' },
  });
  expect(edited.subject).toBe('A word on your plan');
  expect(edited.text).toBe('First paragraph.\n\nSecond one {city}.');
  expect(edited.letter).toContain('Our reference: ASCN/2018/action-plan/phnom-penh/1');
  expect(edited.letter).toContain('Your answer');
});

test('dates are worded in the language of the letter and for the day where the addressee is', () => {
  expect(wordDay('2018-06-08T16:59:59Z', 'Asia/Ho_Chi_Minh', 'en')).toBe('Friday, 8 June 2018');
  expect(wordDay('2018-06-08T16:59:59Z', 'Asia/Jayapura', 'en')).toBe('Saturday, 9 June 2018');
  expect(wordDay('2018-02-06', 'Asia/Ho_Chi_Minh', 'vi')).toBe('thứ Ba, ngày 06 tháng 02 năm 2018');
  expect(wordDay('the end of June', 'Asia/Ho_Chi_Minh', 'en')).toBe('the end of June');
  expect(wordDays('2018-05-22', '2018-05-25', 'en')).toBe('22 to 25 May 2018');
  expect(wordDays('2018-07-30', '2018-08-04', 'vi')).toBe('từ ngày 30 tháng 7 đến ngày 04 tháng 8 năm 2018');
  expect(wordDays('2018-07-08', '2018-07-08', 'en')).toBe('Sunday, 8 July 2018');
  expect(wordCutOff('2018-06-29T09:00:00Z', 'en')).toBe('Friday, 29 June 2018, 09:00 UTC');
});

test('a due date that comes worded for the office asked is worded anew in the language of the letter', () => {
  const hanoi = 'Asia/Ho_Chi_Minh';
  expect(wordDue('Thứ Sáu, ngày 2 tháng 2 năm 2018', hanoi, 'vi')).toBe('thứ Sáu, ngày 02 tháng 02 năm 2018');
  expect(wordDue('Thứ Sáu, ngày 25 tháng 5 năm 2018', hanoi, 'en')).toBe('Friday, 25 May 2018');
  expect(wordDue('Friday, 29 June 2018, 09:00 UTC', hanoi, 'en')).toBe('Friday, 29 June 2018, 09:00 UTC');
  expect(wordDue('2018-06-08T16:59:59Z', hanoi, 'en')).toBe('Friday, 8 June 2018');
});

test('the layout that is sent is the one that layout.mjml describes', async () => {
  await promisify(execFile)(process.execPath, ['activities/mail/out/build-layout.mjs', '--check']);
});
