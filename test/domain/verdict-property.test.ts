import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadPhrases } from '../../activities/mail/in/phrases.js';
import { languageOf } from '../../domain/language-of.js';
import type { LetterFacts } from '../../domain/verdict.js';
import { verdictOf } from '../../domain/verdict.js';

const phrases = await loadPhrases(join(import.meta.dirname, '../../data'));

const words = [
  ...phrases.automatic.flatMap((each) => [...each.away, ...each.promises, ...each.challenges, ...each.until]),
  ...phrases.bounces.openings,
  ...phrases.bounces.cuts,
  ...phrases.bounces.wordings.flatMap((each) => each.words),
];
const piece = fc.oneof(
  fc.constantFrom(...words),
  fc.constantFrom(
    'csco@city.example',
    '<a@b.example>:',
    '550 5.1.1 ',
    '5.0.0',
    '20 May 2018',
    '5/6',
    '\n',
    '\n\n',
    '>',
    ': ',
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
);
const text = fc.array(piece, { maxLength: 50 }).map((pieces) => pieces.join(' '));
const header = fc.constantFrom(
  'return-path',
  'precedence',
  'auto-submitted',
  'list-id',
  'x-autoreply',
  'content-type',
  'content-class',
  'x-failed-recipients',
);
const report = fc.record({
  recipient: fc.oneof(fc.constant('csco@city.example'), fc.string()),
  action: fc.constantFrom('failed', 'delayed', 'delivered', 'relayed', 'expanded', '', 'x'),
  status: fc.constantFrom('5.1.1', '5.0.0', '4.2.2', '2.0.0', ''),
  diagnostic: text,
});
const facts: fc.Arbitrary<LetterFacts> = fc.record({
  headers: fc
    .array(fc.tuple(header, fc.oneof(fc.constantFrom('<>', 'bulk', 'no', 'auto-replied'), fc.string())), {
      maxLength: 4,
    })
    .map((entries) => new Map(entries)),
  from: fc.oneof(fc.constantFrom('mailer-daemon@mx.example', 'csco@city.example'), fc.string()),
  fromName: fc.string(),
  to: fc.array(fc.string(), { maxLength: 3 }),
  subject: text,
  reports: fc.array(report, { maxLength: 3 }),
  text,
  whole: text,
  quoted: fc.oneof(fc.constant(''), text),
  answered: fc.nat(3),
  attachments: fc.nat(2),
  received: fc.constant('2018-05-03'),
});

test('any letter is something, and the same each time', () => {
  fc.assert(
    fc.property(facts, (letter) => {
      const judged = verdictOf(letter, phrases);
      expect(verdictOf(letter, phrases)).toEqual(judged);
      expect(judged.reason).not.toBe('');
      expect(judged.confidence).toBeGreaterThan(0);
      expect(judged.confidence).toBeLessThanOrEqual(1);
      for (const day of [judged.promised, judged.awayUntil])
        if (day !== undefined) expect(day >= letter.received).toBe(true);
      if (judged.bounce) {
        expect(judged.bounce.status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/);
        if (judged.bounce.permanent) expect(judged.bounce.status).toMatch(/^5/);
      }
    }),
    { numRuns: 300 },
  );
});

test('fields that were filled in are never thrown away for signs that programs share with people', () => {
  const weak = fc.constantFrom<[string, string]>(
    ['precedence', 'bulk'],
    ['precedence', 'list'],
    ['list-id', '<cities.ministry.example>'],
    ['x-auto-response-suppress', 'All'],
    ['x-loop', 'x'],
    ['return-path', '<>'],
    ['auto-submitted', 'no'],
  );
  fc.assert(
    fc.property(fc.array(weak, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (signs, answered) => {
      const letter: LetterFacts = {
        headers: new Map(signs),
        from: 'csco@city.example',
        subject: 'Re: Action plan',
        reports: [],
        text: 'Vision: a green city',
        answered,
        attachments: 0,
        received: '2018-05-03',
      };
      expect(verdictOf(letter, phrases).verdict).toBe('answer');
    }),
  );
});

test('what a program says in the form of RFC 3834 is never an answer', () => {
  fc.assert(
    fc.property(
      facts,
      fc.constantFrom('auto-replied', 'auto-generated', 'auto-notified; x=y'),
      (letter, said) => {
        const { verdict } = verdictOf({ ...letter, headers: new Map([['auto-submitted', said]]) }, phrases);
        expect(['answer', 'acknowledgement', 'empty']).not.toContain(verdict);
      },
    ),
  );
});

test('any text is in a language or in none', () => {
  fc.assert(
    fc.property(text, (each) => {
      expect(languageOf(each)).toBe(languageOf(each));
    }),
  );
});

test.each([
  ['one line', 'a'.repeat(3e6)],
  ['addresses', 'x@y.example '.repeat(2e5)],
  ['half addresses', '@a'.repeat(1e6)],
  ['a long domain', `a@${'a.'.repeat(1e6)}`],
  ['dates', '1/'.repeat(1e6)],
  ['statuses', '5.1.'.repeat(7e5)],
  ['a wording', 'mailbox '.repeat(3e5)],
  ['blank lines', '\n'.repeat(3e6)],
  ['accents', '\u0301'.repeat(1e6)],
])('a letter of nothing but %s is judged as well', (_, body) => {
  const letter: LetterFacts = {
    headers: new Map([['return-path', '<>']]),
    from: 'mailer-daemon@mx.example',
    subject: body,
    reports: [],
    text: body,
    whole: body,
    answered: 0,
    attachments: 0,
    received: '2018-05-03',
  };
  expect(verdictOf(letter, phrases).reason).not.toBe('');
  languageOf(body);
});
