import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadPhrases } from '../../activities/mail/in/phrases.js';
import type { DeliveryReport, LetterFacts } from '../../domain/verdict.js';
import { verdictOf } from '../../domain/verdict.js';

const phrases = await loadPhrases(join(import.meta.dirname, '../../data'));

const letter = (facts: Partial<LetterFacts> & { header?: Record<string, string> } = {}): LetterFacts => {
  const { header = {}, ...rest } = facts;
  return {
    headers: new Map(Object.entries(header)),
    reports: [],
    text: '',
    answered: 0,
    attachments: 0,
    received: '2018-05-03',
    ...rest,
  };
};
const report = (status: string, action = 'failed'): DeliveryReport => ({
  recipient: 'office@city.example',
  action,
  status,
  diagnostic: '550 no such mailbox',
});

const auto = { 'auto-submitted': 'auto-replied' };
const verdicts: [string, LetterFacts, string][] = [
  ['fields of the form', letter({ answered: 3, text: 'Vision: …' }), 'answer'],
  ['words of its own', letter({ text: 'Our city will be green.' }), 'answer'],
  ['a document and no words', letter({ attachments: 1 }), 'answer'],
  ['no words', letter({ text: ' \n ' }), 'empty'],
  ['an out-of-office reply', letter({ header: auto, text: 'I am away.' }), 'auto-reply'],
  ['an out-of-office reply that repeats our letter', letter({ header: auto, answered: 4 }), 'auto-reply'],
  ['Auto-Submitted: no', letter({ header: { 'auto-submitted': 'no' }, answered: 1 }), 'answer'],
  ['X-Autoreply', letter({ header: { 'x-autoreply': 'yes' }, text: 'Away' }), 'auto-reply'],
  ['Precedence: auto_reply', letter({ header: { precedence: 'auto_reply' }, text: 'Away' }), 'auto-reply'],
  ['an empty return path', letter({ header: { 'return-path': '<>' }, text: 'Away' }), 'auto-reply'],
  [
    'a notice that it was opened',
    letter({ header: { 'content-type': 'multipart/report; report-type=disposition-notification' } }),
    'read-receipt',
  ],
  [
    'a sign that programs share with people, and words of its own',
    letter({ header: { precedence: 'bulk' }, text: 'Our city will be green.' }),
    'answer',
  ],
  [
    'X-Auto-Response-Suppress and words of its own',
    letter({ header: { 'x-auto-response-suppress': 'All' }, text: 'Our city will be green.' }),
    'answer',
  ],
  [
    'such a sign and mere thanks',
    letter({ header: { precedence: 'bulk' }, text: 'Thank you for your letter.' }),
    'auto-reply',
  ],
  [
    'such a sign and a promise with its day',
    letter({ header: { precedence: 'bulk' }, text: 'Under approval, answer on the 20th.' }),
    'acknowledgement',
  ],
  [
    'an empty return path and lines that were filled in',
    letter({ header: { 'return-path': '<>' }, text: 'Vision: a green city\nPopulation: 40,000' }),
    'answer',
  ],
  [
    'a weak sign with an answer',
    letter({ header: { precedence: 'list', 'list-id': 'x' }, answered: 2 }),
    'answer',
  ],
  [
    'a mailbox that is not there',
    letter({ header: { ...auto, 'return-path': '<>' }, reports: [report('5.1.1')] }),
    'bounce',
  ],
  ['a delay', letter({ reports: [report('4.4.1', 'delayed')] }), 'delay'],
  ['a report of success', letter({ reports: [report('2.0.0', 'delivered')] }), 'auto-reply'],
  [
    'a bounce in words',
    letter({ header: { 'return-path': '<>' }, from: 'MAILER-DAEMON@mx.example', subject: 'failure notice' }),
    'bounce',
  ],
  [
    'a stranger’s letter',
    letter({ notOurs: 'Its reply address belongs to no letter that we sent.', answered: 2 }),
    'not-ours',
  ],
  ['thanks', letter({ text: 'Received with thanks.' }), 'acknowledgement'],
  ['a promise beside a document', letter({ text: 'The rest is under approval.', attachments: 1 }), 'answer'],
  ['a promise beside answers', letter({ text: 'The budget is under approval.', answered: 2 }), 'answer'],
];

describe('a letter that came in', () => {
  test.each(verdicts)('%s', (_, facts, expected) => {
    const { verdict, reason } = verdictOf(facts, phrases);
    expect(verdict).toBe(expected);
    expect(reason).toMatch(/^[A-Z“].*\.$/s);
  });
});

describe('a promise', () => {
  test.each([
    ['Under approval, answer on the 20th.', '2018-05-20'],
    ['The plan is pending approval of the Governor; we will reply by 21 May.', '2018-05-21'],
    ['Your letter of 2 May is under review. We shall send our answer on the 1st.', '2018-06-01'],
    ['We will revert by Friday.', '2018-05-04'],
    ['Our answer will follow in 5 days.', '2018-05-08'],
    ['Đang trình lãnh đạo phê duyệt, sẽ trả lời vào ngày 20.', '2018-05-20'],
    ['Chúng tôi đang chờ phê duyệt và sẽ gửi trước ngày 21/5.', '2018-05-21'],
    ['Kế hoạch đang chờ duyệt, sẽ phúc đáp ngày 21 tháng 5 năm 2018.', '2018-05-21'],
    ['We will answer on 2018-05-22; your reminder of 1 May came.', '2018-05-22'],
    ['It is under approval.', undefined],
    ['We will answer after the session of 3 March 2017.', undefined],
  ])('%s', (text, promised) => {
    const judged = verdictOf(letter({ text }), phrases);
    expect(judged.verdict).toBe('acknowledgement');
    expect(judged.promised).toBe(promised);
  });
});

test.each([
  ['5.1.1', 'no such mailbox', 'failed', true],
  ['5.4.4', 'unable to route', 'failed', true],
  ['5.0.0', '550 user unknown', 'failed', true],
  ['5.0.0', 'no reason given', 'failed', false],
  ['5.2.2', 'mailbox full', 'failed', false],
  ['5.1.1', 'mailbox full', 'failed', false],
  ['5.7.1', 'message refused', 'failed', false],
  ['4.2.2', 'over quota', 'failed', false],
  ['5.1.1', 'no such mailbox', 'delayed', false],
])('status %s, “%s”, %s: for good is %s', (status, diagnostic, action, permanent) => {
  const reports = [{ ...report(status, action), diagnostic }];
  expect(verdictOf(letter({ reports }), phrases).bounce?.permanent).toBe(permanent);
});
