import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAnswer, saysReplaces } from '../../domain/answer.js';
import { splitByCity } from '../../domain/answer-by-city.js';
import { firstDayIn, readDate } from '../../domain/dates-in-words.js';
import { form } from './forms.js';

const plan = form('action-plan');
const labels = plan.fields.flatMap(({ id, label }) => [id, label.en, label.vi]);
const piece = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...labels,
    ':',
    '：',
    '\n',
    '\r\n',
    '>',
    '(for example:',
    ')',
    '- ',
    'City: ',
    'Replaces',
    ' ',
  ),
);
const letter = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

describe('any letter', () => {
  test('is read without an error, and its text is kept whole', () => {
    fc.assert(
      fc.property(letter, fc.constantFrom('en' as const, 'vi' as const), (text, language) => {
        const answer = readAnswer(plan, text, language);
        expect(answer.text).toBe(text);
        saysReplaces(text);
        splitByCity(text, []);
        readDate(text);
        firstDayIn(text, '2018-05-03');
      }),
    );
  });

  test('gives back what was put into it', () => {
    const words = fc.stringMatching(/^[A-Za-z][a-z]{0,10}( [a-z]{1,10}){0,6}$/);
    fc.assert(
      fc.property(words, words, fc.integer({ min: 1, max: 99 }), (vision, title, n) => {
        const { fields } = readAnswer(plan, `Vision: ${vision}\nProject ${n} title: ${title}`);
        expect(fields).toEqual({ vision, [`project.${n}.title`]: title });
      }),
    );
  });
});
