import { expect, test } from '@jest/globals';
import { withinLimits } from '../../../../../activities/mail/in/reading/document.js';
import { withFewMarks } from '../../../../../activities/mail/in/reading/marks.js';
import { parsed } from '../../../../setup/letters.js';
import { message } from './message.js';

test.each(['Tiê\u0301n đô\u0323', 'ที่นี่', 'ကြိုးစားပါ', 'க்ஷௌ', '🏴\u200d☠\ufe0f', `a${'\u0301'.repeat(30)}`])(
  'a word keeps its marks: %s',
  (word) => expect(withFewMarks(word)).toBe(word),
);

const marks = `${'\u0301'.repeat(200_000)}${'\u0323'.repeat(200_000)}`;

test('of a letter with marks without an end thirty are read, in whatever way they are written', () => {
  const inText = parsed(message(['Content-Type: text/plain; charset=utf-8'], `a${marks}b`));
  const entities = '&#769;'.repeat(50_000) + '&#803;'.repeat(50_000);
  const inHtml = parsed(message(['Content-Type: text/html'], `<p>a${entities}b`));
  for (const { text } of [inText, inHtml]) {
    expect(text.length).toBeLessThan(35);
    expect(text.normalize('NFD').replace(/\p{M}/gu, '')).toBe('ab');
  }
});

test('a document goes on with few marks on each letter', () => {
  const read = { source: 'word' as const, blocks: [{ text: `a${marks}` }, { rows: [[`b${marks}`, 'c']] }] };
  const [text, table] = (withinLimits(read) as typeof read).blocks;
  expect([text?.text?.length, table?.rows?.[0]?.map(({ length }) => length)]).toEqual([31, [31, 1]]);
});

test.each([
  ['cells', { rows: Array.from({ length: 1001 }, () => Array<string>(100).fill('x')) }],
  ['characters', { rows: [['x'.repeat(1_000_001)]] }],
  ['text', { text: 'x'.repeat(1_000_001) }],
])('a document with more %s than any answer has is too large', (_, block) => {
  expect(withinLimits({ source: 'sheet', blocks: [block] })).toEqual({ unread: 'too-large' });
});
