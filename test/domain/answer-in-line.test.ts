import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAnswer } from '../../domain/answer.js';
import { belowQuestions } from '../../domain/answer-in-line.js';
import { form } from './forms.js';

const plan = form('action-plan');
const below = (...lines: string[]): string =>
  belowQuestions([{ request: 'plan', form: plan }], lines.join('\n'));
const fieldsOf = (...lines: string[]) => readAnswer(plan, below(...lines)).fields;

describe('an answer below a question that is quoted', () => {
  test('is the answer to it', () => {
    expect(
      fieldsOf(
        'Dear colleagues, see below.',
        '> Vision: (for example: A clean and liveable city that its residents can reach on foot.)',
        '',
        'A calm river city',
        'for everyone',
        '',
        '> Focus areas: (for example: Quality environment; Built infrastructure)',
        'Built infrastructure',
        '> Plan period:',
        '>',
        '2018-2025',
      ),
    ).toEqual({
      vision: 'A calm river city\nfor everyone',
      'focus-areas': ['built-infrastructure'],
      'plan-period': '2018-2025',
    });
  });

  test('is found under a question that the mail program has broken, in another language, and quoted twice', () => {
    expect(
      fieldsOf(
        '>> Vision: (for example: A clean and liveable city that its residents can',
        '>> reach on foot.)',
        'A calm river city',
        '＞ Dự án 1 - tên: (ví dụ: Hệ thống quản lý vỉa hè)',
        'Sensors',
      ),
    ).toEqual({ vision: 'A calm river city', 'project.1.title': 'Sensors' });
  });

  test('may repeat the label, and further entries have theirs', () => {
    expect(
      fieldsOf(
        '> Vision:',
        'Vision: A calm river city',
        '> Project 1 title: (for example: Pavement management system)',
        'Sensors',
        'Project 2 title: Trams',
      ),
    ).toEqual({ vision: 'A calm river city', 'project.1.title': 'Sensors', 'project.2.title': 'Trams' });
  });
});

describe('nothing is taken for an answer', () => {
  test('below what asks nothing, or what is answered in the quotation', () => {
    expect(
      fieldsOf(
        '> We should be grateful for the draft plan.',
        'You will have it.',
        '> Vision: A clean city',
        'That is right.',
        '> Strategic targets: (for example: Half of all journeys)',
        '> You may answer in several letters.',
        'We shall.',
      ),
    ).toEqual({});
  });

  test('and what follows below another line of the quotation does not go on with the answer', () => {
    expect(
      below('> Vision:', 'A calm river city', '> Budgets are kept confidential.', 'Why so?').split('\n'),
    ).toEqual(['Vision: A calm river city', '> Budgets are kept confidential.', 'Why so?']);
    expect(fieldsOf('> Vision:', 'A calm river city', '> Budgets are kept confidential.', 'Why so?')).toEqual(
      { vision: 'A calm river city' },
    );
  });
});

test('any letter keeps each line of the person’s own, once, and takes no longer for its marks', () => {
  const line = fc.constantFrom(
    '> Vision:',
    '> Vision: (for',
    '> x)',
    '>',
    'Vision: Own',
    'Own',
    '',
    '> Prose.',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const own = lines.filter((each) => each !== '' && !each.startsWith('>'));
      const kept = below(...lines)
        .split('\n')
        .filter((each) => each !== '' && !each.startsWith('>'));
      expect(kept.map((each) => each.replace(/^Vision: /, ''))).toEqual(
        own.map((each) => each.replace(/^Vision: /, '')),
      );
    }),
  );
  expect(below(`${'>'.repeat(1_000_000)}\u2028`, 'Own')).toBe('Own');
  expect(below(`> Vision: (${' ('.repeat(500_000)}`, 'Own')).toBe('Own');
});
