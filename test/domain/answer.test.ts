import { describe, expect, test } from '@jest/globals';
import { readAnswer, saysReplaces } from '../../domain/answer.js';
import { splitByCity } from '../../domain/answer-by-city.js';
import { form } from './forms.js';

const plan = form('action-plan');

describe('an answer’s lines', () => {
  test('are read by their English labels, a text over several lines and paragraphs', () => {
    const { fields, problems } = readAnswer(
      plan,
      [
        'Dear colleagues,',
        '',
        'Vision: A clean city',
        'that its people can cross on foot.',
        '',
        'And a safe one.',
        'Focus areas: Quality environment; Built infrastructure',
        'Strategic targets:',
        '- half of all journeys by public transport',
        '- ten parks',
        'Plan period: 2018-2025',
        'Project 1 title: Clean river',
        'Project 1 focus area: quality environment',
        'Project 1 budget: USD 2,5 million',
        'Project 1 source of funding: City budget',
        'Project 1 support sought: 1, 2',
        'Project 1 partners: Ministry of Works; Water board, North',
        'Project 1 bankable: Yes',
        'Project 2 title: Bus lanes',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      vision: 'A clean city\nthat its people can cross on foot.\n\nAnd a safe one.',
      'focus-areas': ['quality-environment', 'built-infrastructure'],
      targets: '- half of all journeys by public transport\n- ten parks',
      'plan-period': '2018-2025',
      'project.1.title': 'Clean river',
      'project.1.focus-area': 'quality-environment',
      'project.1.budget': 'USD 2500000',
      'project.1.funding': 'City budget',
      'project.1.support': ['funding', 'technical'],
      'project.1.partners': ['Ministry of Works', 'Water board, North'],
      'project.1.bankable': 'yes',
      'project.2.title': 'Bus lanes',
    });
  });

  test('are read in Vietnamese, with and without accents, in any spacing and with any colon', () => {
    const { fields, problems } = readAnswer(
      plan,
      [
        'Tầm nhìn: Thành phố đáng sống',
        'LINH VUC TRONG TAM： Chất lượng môi trường, An toàn và an ninh',
        'Dự án 1 - tên: Sông sạch',
        'dự án 1 lĩnh vực trọng tâm : chat luong moi truong',
        'Dự án 1 - có khả năng huy động vốn: Không',
        'plan-period: 2018-2025',
      ].join('\n'),
      'vi',
    );
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      vision: 'Thành phố đáng sống',
      'focus-areas': ['quality-environment', 'safety-and-security'],
      'project.1.title': 'Sông sạch',
      'project.1.focus-area': 'quality-environment',
      'project.1.bankable': 'no',
      'plan-period': '2018-2025',
    });
  });

  test('may be numbered, bulleted, bold, or name a project without its number', () => {
    const { fields } = readAnswer(
      plan,
      [
        '1. Vision: Green',
        '- Plan period: 2018-2025',
        '*Master plan:* Plan of 2015',
        'Project title: One',
        'Project budget: USD 1',
        'Project title: Two',
      ].join('\n'),
    );
    expect(fields).toEqual({
      vision: 'Green',
      'plan-period': '2018-2025',
      'master-plan': 'Plan of 2015',
      'project.1.title': 'One',
      'project.1.budget': 'USD 1',
      'project.2.title': 'Two',
    });
  });

  test('that are no question of the form are left in the text', () => {
    const text = 'Weather: fine\nVision: Green\nPosition: agree';
    const answer = readAnswer(plan, text);
    expect(answer.fields).toEqual({ vision: 'Green\nPosition: agree' });
    expect(answer.text).toBe(text);
  });

  test('a question left empty, and an example left standing, are no answer', () => {
    const { fields, problems } = readAnswer(
      plan,
      [
        'Vision: (for example: A clean and liveable city.)',
        'Focus areas:',
        '(for example: Quality environment; Built infrastructure)',
        'Strategic targets: ten parks (for example: Half of all journeys by public transport by 2025.)',
        'Plan period: (for example: 2018-2025) 2018-2024',
        'Project 1 title: …',
        'Project 1 budget: (ví dụ: 45 tỷ đồng)',
        'Project 1 bankable: (for example: yes)',
        'yes',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(fields).toEqual({ targets: 'ten parks', 'plan-period': '2018-2024', 'project.1.bankable': 'yes' });
  });

  test('quoted lines are not read, wherever they stand', () => {
    const above = '> Vision: Quoted\n> Plan period: 2001\nVision: Own';
    const below = 'Vision: Own\n\n> Vision: Quoted\n>> Plan period: 2001';
    for (const text of [above, below]) expect(readAnswer(plan, text).fields).toEqual({ vision: 'Own' });
  });
});

describe('what cannot be used', () => {
  test('is told in the writer’s language with field, value and an example', () => {
    const english = readAnswer(form('clearance'), 'Position: Agree, but only without paragraph 4');
    expect(english.fields).toEqual({});
    expect(english.problems).toEqual([
      {
        field: 'position',
        value: 'Agree, but only without paragraph 4',
        sentence:
          '“Position” says “Agree, but only without paragraph 4”, which is not one of the answers offered: Agree; Comment; Object. For example: Agree',
      },
    ]);
    const [vietnamese] = readAnswer(plan, 'Dự án 2 - kinh phí: chưa rõ', 'vi').problems;
    expect(vietnamese?.field).toBe('project.2.budget');
    expect(vietnamese?.sentence).toBe(
      'Mục “Dự án 2 - kinh phí” ghi “chưa rõ”, chưa nêu số tiền bằng chữ số kèm đơn vị tiền tệ. Ví dụ: 45 tỷ đồng',
    );
  });

  test('does not take away what was understood beside it', () => {
    const { fields, problems } = readAnswer(plan, 'Focus areas: Built infrastructure; Water');
    expect(fields).toEqual({ 'focus-areas': ['built-infrastructure'] });
    expect(problems).toMatchObject([{ field: 'focus-areas', value: 'Water' }]);
  });

  test.each([
    ['nomination', 'City 1 officer e-mail: the office', 'city.1.officer.email', 'is not an e-mail address'],
    ['partner-offer', 'Number of cities: two', 'places', 'is not a number in figures'],
    ['action-plan', 'Project 1 bankable: perhaps', 'project.1.bankable', 'is neither yes nor no'],
  ])('%s: %s', (id, line, field, words) => {
    const { fields, problems } = readAnswer(form(id), line);
    expect(fields).toEqual({});
    expect(problems[0]?.field).toBe(field);
    expect(problems[0]?.sentence).toContain(words);
  });

  test('a date that can be read two ways is asked about', () => {
    const dated = {
      ...plan,
      fields: [
        {
          ...plan.fields[0]!,
          id: 'day',
          type: 'date' as const,
          label: { en: 'Day', vi: 'Ngày' },
          example: { en: '12 May 2018', vi: '2018-05-12' },
        },
      ],
    };
    const read = (value: string): unknown => readAnswer(dated, `Day: ${value}`).fields['day'];
    for (const value of [
      '2018-05-25',
      '25 May 2018',
      'May 25th, 2018',
      '25/5/2018',
      '5/25/2018',
      'ngày 25 tháng 5 năm 2018',
    ]) {
      expect([value, read(value)]).toEqual([value, '2018-05-25']);
    }
    expect(read('31 April 2018')).toBeUndefined();
    expect(readAnswer(dated, 'Day: 12/5/2018').problems[0]?.sentence).toBe(
      '“Day” says “12/5/2018”, which may be 2018-05-12 or 2018-12-05; please write the month as a word, or year-month-day. For example: 12 May 2018',
    );
  });

  test('an address is found as mail programs write it', () => {
    const read = (value: string): unknown =>
      readAnswer(form('nomination'), `City 1 officer e-mail: ${value}`).fields['city.1.officer.email'];
    for (const value of [
      'o@hue.example',
      'Office <o@hue.example>',
      'o@hue.example <mailto:o@hue.example>',
      '(mailto:o@hue.example) o@hue.example',
    ]) {
      expect(read(value)).toBe('o@hue.example');
    }
    expect(read('o@hue.example or p@hue.example')).toBeUndefined();
  });
});

describe('an answer that replaces the earlier one', () => {
  test.each([
    'Replaces',
    'This replaces my earlier answer.',
    'Replaces: yes',
    'Thay thế',
    'Thư này thay thế thư trước.',
  ])('%s', (line) => {
    const text = `${line}\n\nVision: New`;
    expect(saysReplaces(text)).toBe(true);
    expect(readAnswer(plan, text).fields).toEqual({ vision: 'New' });
    expect(readAnswer(plan, `Vision: New\n${line}`).fields).toEqual({ vision: 'New' });
  });

  test.each(['> Replaces', 'The tram replaces the bus.', 'Replaces 40 old pumps by new ones'])(
    'not: %s',
    (line) => {
      expect(saysReplaces(line)).toBe(false);
    },
  );
});

describe('a joint answer', () => {
  const cities = [
    { id: 'phnom-penh', name: 'Phnom Penh', localName: 'ភ្នំពេញ' },
    { id: 'siem-reap', name: 'Siem Reap', localName: 'សៀមរាប' },
    { id: 'battambang', name: 'Battambang', localName: 'បាត់ដំបង' },
  ];

  test('has a part for each city, named in any of its names', () => {
    const { before, parts } = splitByCity(
      'Dear all,\nCity: Phnom Penh\nVision: One\n\nCITY: សៀមរាប\nVision: Two\nThành phố: battambang\nVision: Three\nCity: Phnom Penh\nMore',
      cities,
    );
    expect(before).toBe('Dear all,');
    expect(parts.map(({ city, text }) => [city, text])).toEqual([
      ['phnom-penh', 'Vision: One\n\nMore'],
      ['siem-reap', 'Vision: Two'],
      ['battambang', 'Vision: Three'],
    ]);
  });

  test('keeps apart what stands under a name that is none of them', () => {
    const { parts } = splitByCity('City: Atlantis\nVision: One\nCity: Siem Reap\nVision: Two', cities);
    expect(parts).toEqual([
      { heading: 'City: Atlantis', text: 'Vision: One' },
      { city: 'siem-reap', heading: 'City: Siem Reap', text: 'Vision: Two' },
    ]);
  });

  test('is not seen where no heading stands', () => {
    expect(splitByCity('Vision: One\n> City: Siem Reap\nOur city: fine', cities).parts).toEqual([]);
  });
});
