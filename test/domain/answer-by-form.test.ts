import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { askedByTitle, splitByForm, splitByTitle } from '../../domain/answer-by-form.js';
import { loadForms } from '../../activities/forms/load.js';

const forms = await loadForms('data');
const plan = forms.get('final-action-plan')!;
const progress = forms.get('progress')!;
const asked = [
  { request: 'plan', form: plan, title: 'Final smart city action plan of Da Nang' },
  { request: 'progress', form: progress, title: 'Report on the progress of the projects of Da Nang' },
];

describe('a title', () => {
  test.each([
    ['Final smart city action plan of Da Nang', 'plan'],
    ['1. FINAL SMART CITY ACTION PLAN OF DA NANG:', 'plan'],
    ['*Report on the progress of the projects of Đà Nẵng*', 'progress'],
    ['Final smart city action plan - Da Nang', 'plan'],
    ['Tiến độ các dự án', 'progress'],
    ['Final smart city action plan of Da Nang is attached.', ''],
    ['> Final smart city action plan of Da Nang', 'plan'],
    ['Vision: Final smart city action plan', ''],
    ['', ''],
  ])('“%s” names %s', (line, request) => {
    expect(
      askedByTitle(line, asked)
        .map((each) => each.request)
        .join(),
    ).toBe(request);
  });

  test('of a form names all the answers on that form', () => {
    const cities = ['a', 'b'].map((city) => ({ request: city, form: plan, title: `Plan of ${city}` }));
    expect(askedByTitle('Final smart city action plan', cities)).toEqual(cities);
  });
});

test('a text is split at its titles; the rule below them is no part of it, and two parts of one title are joined', () => {
  const text = [
    'Dear colleagues,',
    'Final smart city action plan of Da Nang',
    '=======================================',
    'Vision: Green',
    'Progress of the projects',
    'Project 1 status: Ongoing',
    'Final smart city action plan',
    'Plan period: 2018-2025',
  ].join('\n');
  const { before, parts } = splitByTitle(text, asked);
  expect(before).toBe('Dear colleagues,');
  expect(parts.map(({ asked: of, text: part }) => [of.map(({ request }) => request).join(), part])).toEqual([
    ['plan', 'Vision: Green\nPlan period: 2018-2025'],
    ['progress', 'Project 1 status: Ongoing'],
  ]);
});

describe('without titles', () => {
  const split = (text: string) => {
    const { texts, unclear } = splitByForm(text, [plan, progress]);
    return { ...Object.fromEntries(texts), unclear: unclear.map(({ label }) => label) };
  };

  test('a text of which one form has all labels is that form’s, with the labels that others have too', () => {
    const text = 'Project 1 title: Buses\nProject 1 status: Ongoing';
    expect(split(text)).toEqual({ progress: text, unclear: [] });
  });

  test('each line goes to the one form that has its label, with the lines below it', () => {
    expect(split('Hello\nVision: Green\nand clean\nProject 1 status: Ongoing')).toEqual({
      'final-action-plan': 'Vision: Green\nand clean',
      progress: 'Project 1 status: Ongoing',
      unclear: [],
    });
  });

  test('what several have, beside lines of both, is not clear', () => {
    expect(split('Vision: Green\nProject 1 title: Buses\nProject 1 status: Ongoing')).toEqual({
      'final-action-plan': 'Vision: Green',
      progress: 'Project 1 status: Ongoing',
      unclear: ['Project 1 title'],
    });
    expect(split('Project 1 title: Buses')).toEqual({ unclear: ['Project 1 title'] });
  });

  test('prose is nobody’s', () => {
    expect(split('We are working on it.')).toEqual({ unclear: [] });
  });

  test('no line is given to two forms', () => {
    const lines = fc.constantFrom(
      'Vision: a',
      'Project 1 title: b',
      'Project 1 status: c',
      'more',
      '> Vision: d',
      '',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), (all) => {
        const numbered = all.map((line, i) => `${line} #${i}`);
        const { texts } = splitByForm(numbered.join('\n'), [plan, progress]);
        const given = [...texts.values()].flatMap((text) => text.split('\n'));
        expect(new Set(given).size).toBe(given.length);
      }),
    );
  });
});
