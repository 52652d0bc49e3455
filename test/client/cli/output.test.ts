import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paragraph, table, utcAndThere } from '../../../client/cli/output.js';
import { readWording, writeWording } from '../../../client/cli/wording.js';
import type { Paper } from '../../../domain/paper.js';
import { longestLine } from './run.js';

const cell = fc.string({ unit: fc.constantFrom('a', 'b', 'ế', ' ', '-', '/'), maxLength: 150 });

describe('tables and paragraphs', () => {
  test('fit into 100 columns and lose no letter, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 4 }), (rows) => {
        const set = table(['Request', 'State', 'Due', 'Marks'], rows);
        const letters = (text: string): number => text.replace(/[^abế/]/g, '').length;
        expect(longestLine(set)).toBeLessThanOrEqual(100);
        expect(letters(set.split('\n').slice(2).join(''))).toBe(letters(rows.flat().join('')));
      }),
    );
  });

  test('short cells stand one row a line, under their headings', () => {
    expect(
      table(
        ['Member', 'Position'],
        [
          ['VN', 'agree'],
          ['TH', 'object'],
        ],
      ),
    ).toBe(['Member  Position', '------  --------', 'VN      agree', 'TH      object'].join('\n'));
  });

  test('ids stay whole, to be copied, while there are words to break between', () => {
    const id = 'ASCN/2018/final-action-plan/phnom-penh/R12';
    const set = table(['Number', 'Subject'], [[id, 'word '.repeat(40)]]);
    expect(set).toContain(`\n${id}  word`);
    expect(longestLine(set)).toBeLessThanOrEqual(100);
  });

  test('a paragraph keeps its own line breaks and is set in', () => {
    expect(paragraph('one\ntwo', 2)).toBe('  one\n  two');
  });
});

describe('times', () => {
  test('are told in UTC and where the office is, with the day where it differs', () => {
    expect(utcAndThere('2018-05-25T16:59:59Z', 'Asia/Ho_Chi_Minh')).toBe(
      '2018-05-25 16:59 UTC (23:59 in Asia/Ho_Chi_Minh)',
    );
    expect(utcAndThere('2018-05-25T20:00:00Z', 'Asia/Manila')).toBe(
      '2018-05-25 20:00 UTC (2018-05-26 04:00 in Asia/Manila)',
    );
    expect(utcAndThere('2018-05-25T20:00:00Z', undefined)).toBe('2018-05-25 20:00 UTC');
  });
});

const paperOf = (texts: string[]): Paper => ({
  ...{
    id: 'jcm-autumn',
    number: 'ASCN/2018/JCM-AUTUMN/DOC-1',
    version: 1,
    body: 'JCM',
    bodyName: 'JCM',
    title: 'Report',
  },
  ...{ marking: 'members', chair: 'Singapore', place: 'Singapore', date: '2018-10-01', changes: [] },
  session: { title: 'JCM', date: '2018-10-15', until: '2018-10-16' },
  items: [
    {
      ...{ id: 'framework', title: 'Framework', actionRequested: 'for endorsement', tables: [] },
      statements: texts.map((text, i) => ({ id: `jcm-autumn:1.${i + 1}`, text })),
    },
  ],
});

describe('the statements as a file to edit', () => {
  test('come back as they were written: figures, colons, empty cells, any script', () => {
    const texts = [
      '26',
      'true',
      '',
      'A: b # c',
      '- no list',
      'Đà Nẵng — ភ្នំពេញ',
      'long '.repeat(60).trim(),
      '2018-11-13',
      "it's “so”",
    ];
    const read = readWording('--file', 'text.yaml', writeWording(paperOf(texts)));
    expect(Object.values(read)).toEqual(texts);
  });

  test('come back for any words', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 }), (texts) => {
        expect(Object.values(readWording('--file', 'text.yaml', writeWording(paperOf(texts))))).toEqual(
          texts,
        );
      }),
    );
  });

  test.each([
    ['just words', /expected lines of “statement: words”/],
    ['a: [b', /which is not YAML/],
    ['a:\n  b: c', /the statement “a” has a list or a block; expected words/],
    ['a: b\na: c', /which is not YAML: Map keys must be unique/],
  ])('%j is refused', (text, sentence) => {
    expect(() => readWording('--file', 'text.yaml', text)).toThrow(sentence);
  });
});
