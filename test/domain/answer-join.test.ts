import { describe, expect, test } from '@jest/globals';
import { readAnswers } from '../../domain/answer-documents.js';
import type { AnswerDocument } from '../../domain/answer-documents.js';
import { partsByCity } from '../../domain/answer-documents.js';
import { readAnswer } from '../../domain/answer.js';
import type { Source } from '../../domain/form.js';
import { form } from './forms.js';

const plan = form('action-plan');
const writer = { language: 'en' as const };
const document = (source: Source, name: string, ...rows: string[][]): AnswerDocument => ({
  name,
  read: { source, blocks: [{ rows }] },
});
const word = document(
  'word',
  'plan.docx',
  ['Vision', 'Clean'],
  ['Project 1 title', 'Bus lanes'],
  ['Project 1 budget', 'USD 1 million'],
);
const sheet = document('sheet', 'list.xlsx', ['Title', 'Budget'], ['Bus lanes', 'USD 2 million']);

describe('an answer given in several places', () => {
  test('says of each field where it stands, how sure it is, and how it was written', () => {
    const { fields, given } = readAnswers(
      { text: 'Plan period: 2018-2025', documents: [word] },
      plan,
      writer,
    );
    expect(fields).toEqual({
      vision: 'Clean',
      'plan-period': '2018-2025',
      'project.1.title': 'Bus lanes',
      'project.1.budget': 'USD 1000000',
    });
    expect(given).toEqual({
      vision: { source: 'word', document: 'plan.docx', sure: 'certain' },
      'plan-period': { source: 'text', sure: 'certain' },
      'project.1.title': { source: 'word', document: 'plan.docx', sure: 'certain' },
      'project.1.budget': {
        source: 'word',
        document: 'plan.docx',
        sure: 'certain',
        written: 'USD 1 million',
      },
    });
  });

  test('the letter itself counts before its documents, and the writer is told', () => {
    const text = 'Vision: Clean and green\nProject 1 title: BUS LANES';
    const { fields, remarks } = readAnswers({ text, documents: [word] }, plan, writer);
    expect(fields).toMatchObject({ vision: 'Clean and green', 'project.1.title': 'BUS LANES' });
    expect(remarks).toEqual([
      '“Vision” is “Clean” in “plan.docx” and “Clean and green” in the letter; we took what the letter says.',
    ]);
  });

  test('for a list the spreadsheet counts before the Word form, whichever is attached first', () => {
    for (const documents of [
      [word, sheet],
      [sheet, word],
    ]) {
      const { fields, remarks } = readAnswers({ text: '', documents }, plan, writer);
      expect(fields['project.1.budget']).toBe('USD 2000000');
      expect(remarks).toEqual([
        '“Project 1 budget” is given differently in “plan.docx” and in “list.xlsx”; we took what “list.xlsx” says.',
      ]);
    }
  });

  test('of two documents of one kind the later one counts', () => {
    const second = document('word', 'plan-2.docx', ['Vision', 'Green']);
    const { fields, given } = readAnswers({ text: '', documents: [word, second] }, plan, writer);
    expect([fields['vision'], given?.['vision']?.document]).toEqual(['Green', 'plan-2.docx']);
  });

  test('what a document leaves unclear is told like what a letter does', () => {
    const { fields, problems } = readAnswers(
      {
        text: '',
        documents: [document('sheet', 'list.xlsx', ['Title', 'Budget'], ['Bus', '1.500 million USD'])],
      },
      plan,
      writer,
    );
    expect(fields).toEqual({ 'project.1.title': 'Bus' });
    expect(problems[0]?.sentence).toBe(
      '“Project 1 budget” says “1.500 million USD”, which may be USD 1,500,000,000 or USD 1,500,000; please write the figure without marks for thousands, and the currency in full. For example: USD 2 million',
    );
  });

  test('a scan is kept, and told in the writer’s language', () => {
    const scan: AnswerDocument = { name: 'kế hoạch.pdf', read: { unread: 'not-a-form' } };
    const { remarks } = readAnswers({ text: '', documents: [scan] }, plan, { language: 'vi', member: 'VN' });
    expect(remarks).toEqual([
      '“kế hoạch.pdf” được lưu cùng thư; không có câu trả lời nào được đọc từ tệp này.',
    ]);
  });
});

describe('rows of a table pasted into a letter', () => {
  test.each([
    ['tabs', 'Vision\tA clean city\nPlan period\t2018-2025'],
    ['bars', 'Vision | A clean city\nPlan period | 2018-2025'],
    [
      'bars around them',
      '| Question | Answer |\n| --- | --- |\n| Vision | A clean city |\n| Plan period | 2018-2025 |',
    ],
    ['examples', 'Vision (for example: A clean and liveable city.)\tA clean city\nPlan period\t2018-2025'],
  ])('with %s', (_, text) => {
    expect(readAnswer(plan, text).fields).toEqual({ vision: 'A clean city', 'plan-period': '2018-2025' });
  });

  test('a bar in a text is part of it', () => {
    expect(readAnswer(plan, 'Vision: clean | green').fields).toEqual({ vision: 'clean | green' });
  });
});

describe('a document for several cities', () => {
  const cities = (blocks: Parameters<typeof partsByCity>[0] & object) =>
    partsByCity(blocks, (name) => ['Phnom Penh', 'Siem Reap'].includes(name)).map(({ city, read }) => [
      city,
      'blocks' in read ? read.blocks : read,
    ]);

  test('is split at its headings', () => {
    const one = { rows: [['Vision', 'Clean']] };
    const two = { rows: [['Vision', 'Green']] };
    const blocks = [{ text: 'Form\nCity: Phnom Penh' }, one, { text: 'City: Siem Reap' }, two];
    expect(cities({ source: 'word', blocks })).toEqual([
      ['Phnom Penh', [one]],
      ['Siem Reap', [two]],
    ]);
  });

  test('is split by a column, by rows, and by sheets called like cities', () => {
    const head = ['City', 'No.', 'Title', 'Budget'];
    const list = [
      head,
      ['Phnom Penh', '1', 'Bus', 'USD 1'],
      ['Siem Reap', '1', 'Path', 'USD 2'],
      ['Phnom Penh', '2', 'Tram', 'USD 3'],
    ];
    expect(cities({ source: 'sheet', blocks: [{ rows: list }] })).toEqual([
      ['Phnom Penh', [{ rows: [head, list[1], list[3]] }]],
      ['Siem Reap', [{ rows: [head, list[2]] }]],
    ]);
    const rows = [
      ['City', 'Phnom Penh'],
      ['Vision', 'Clean'],
      ['City', 'Siem Reap'],
      ['Vision', 'Green'],
    ];
    expect(cities({ source: 'word', blocks: [{ rows }] })).toEqual([
      ['Phnom Penh', [{ rows: [rows[1]] }]],
      ['Siem Reap', [{ rows: [rows[3]] }]],
    ]);
    const sheets = [
      { sheet: 'Phnom Penh', rows: [rows[1]!] },
      { sheet: 'Siem Reap', rows: [rows[3]!] },
    ];
    expect(cities({ source: 'sheet', blocks: sheets })).toEqual([
      ['Phnom Penh', [{ rows: [rows[1]] }]],
      ['Siem Reap', [{ rows: [rows[3]] }]],
    ]);
  });
});
