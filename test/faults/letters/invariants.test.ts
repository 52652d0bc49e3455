/** The checks of the thousand letters can fail: each is given an end in which what it guards did not hold. */
import { describe, expect, test } from '@jest/globals';
import type { RequestEnd } from './expected.js';
import type { CopyOfAnswer, Expected, LettersEnd } from './invariants.js';
import { faultsOf } from './invariants.js';

const receipt = '<ascn/2018/action-plan/city-01/R1@letters.example>';
const number = 'ASCN/2018/action-plan/city-01/R1';

const request = (letter: string): RequestEnd => ({
  id: 'action-plan/city-01',
  state: 'accepted',
  accepted: 1,
  versions: [
    {
      letter,
      from: 'csco-city-01',
      confirmed: true,
      disowned: false,
      fields: { vision: { value: 'A city for everyone', letter }, targets: { value: 'Many', letter } },
    },
  ],
});

/** An answer, which is accepted, and a notice of absence. */
const expected: Expected = {
  letters: [
    { id: 'answer', outcome: 'submitted', receipts: 1, handedIn: 2 },
    { id: 'absence', outcome: 'noted', receipts: 0, handedIn: 1 },
    { id: 'advertisement', outcome: 'kept-aside', receipts: 0, handedIn: 1 },
  ],
  requests: [request('answer')],
};

const copy = (more: Partial<CopyOfAnswer> = {}): CopyOfAnswer => ({
  number,
  messageId: receipt,
  recipients: ['csco@city-01.example'],
  begunAt: 1,
  at: 2,
  digest: 'bytes',
  inReplyTo: '<answer@city-01.example>',
  ...more,
});

const good: LettersEnd = {
  handedIn: ['answer', 'absence', 'advertisement'].map((id, i) => ({
    id,
    messageId: `<${id}@city-01.example>`,
    digest: `d${i + 1}`,
    taken: id === 'answer' ? 2 : 1,
  })),
  received: [
    { digest: 'd1', outcome: 'submitted', reason: 'It gives two answers of the form.' },
    { digest: 'd2', outcome: 'noted', reason: 'It says that it is automatic.' },
    { digest: 'd3', outcome: 'kept-aside', reason: 'It is nobody’s answer.' },
  ],
  tray: [{ digest: 'd3', reason: 'It is nobody’s answer.' }],
  requests: [request('d1')],
  ledger: [
    {
      ...{ number, template: 'receipt', messageId: receipt, outcome: 'sent', to: 'csco-city-01' },
      ...{ recipients: ['csco@city-01.example'], requests: ['action-plan/city-01'] },
    },
  ],
  copies: [copy()],
  openAtDeath: [],
  overlapping: [],
  open: [],
  broken: [],
};

const faults = (change: Partial<LettersEnd>): string[] => faultsOf({ ...good, ...change }, expected);

test('what ended as the letters say has no faults, in whichever order the fields stand', () => {
  expect(faults({})).toEqual([]);
  const [only] = good.requests;
  const [version] = only!.versions;
  const fields = Object.fromEntries(Object.entries(version!.fields).reverse());
  expect(faults({ requests: [{ ...only!, versions: [{ ...version!, fields }] }] })).toEqual([]);
});

describe('every letter is accounted for', () => {
  test('one that was never taken, or not as often as it was handed in', () => {
    const [answer, ...rest] = good.handedIn;
    expect(faults({ handedIn: [{ ...answer!, taken: 1 }, ...rest] })).toEqual([
      'answer was taken 1 times at the door, and handed in 2 times',
    ]);
    expect(faults({ handedIn: rest })).toContain(
      'answer was taken 0 times at the door, and handed in 2 times',
    );
  });

  test('one that stands nowhere, or twice', () => {
    const [answer, absence, advertisement] = good.received;
    expect(faults({ received: [answer!, advertisement!] })).toEqual([
      'absence is lost: it stands neither in the ledger nor in the tray',
    ]);
    expect(faults({ received: [...good.received, absence!] })).toEqual([
      'absence stands 2 times in the ledger',
    ]);
  });

  test('one that became something else', () => {
    const [answer, absence, advertisement] = good.received;
    expect(faults({ received: [answer!, { ...absence!, outcome: 'submitted' }, advertisement!] })).toEqual([
      'absence was submitted (It says that it is automatic.), expected noted',
    ]);
  });

  test('one that should lie in the tray and does not, or without a reason; what lies there alone is accounted for', () => {
    const [aside] = good.tray;
    const [answer, absence] = good.received;
    expect(faults({ tray: [] })).toEqual(['advertisement was kept-aside and lies 0 times in the tray']);
    expect(faults({ tray: [{ ...aside!, reason: ' ' }] })).toEqual([
      'advertisement lies in the tray without a reason',
    ]);
    expect(faults({ received: [answer!, absence!] })).toEqual([]);
  });

  test('one that nobody sent', () => {
    const more = { digest: 'd4', outcome: 'noted', reason: 'It says that it is automatic.' };
    expect(faults({ received: [...good.received, more] })).toEqual([
      'the letter d4, which nobody sent, was noted',
    ]);
  });
});

describe('every submission is there once', () => {
  const [only] = good.requests;
  const [version] = only!.versions;

  test('one that is recorded twice, or not at all', () => {
    expect(faults({ requests: [{ ...only!, versions: [version!, version!] }] })).toEqual([
      'action-plan/city-01 has recorded one answer twice: answer',
      'action-plan/city-01 has 2 versions, expected 1',
    ]);
    expect(faults({ requests: [{ ...only!, versions: [] }] })).toContain(
      'action-plan/city-01 has not recorded answer',
    );
    expect(faults({ requests: [] })).toEqual(['action-plan/city-01 was not asked']);
  });

  test('one with another value, or a value of another letter', () => {
    const fields = { ...version!.fields, vision: { value: 'A city for some', letter: 'd1' } };
    expect(faults({ requests: [{ ...only!, versions: [{ ...version!, fields }] }] })).toHaveLength(1);
    const by = { ...version!.fields, vision: { ...version!.fields.vision!, letter: 'd2' } };
    expect(faults({ requests: [{ ...only!, versions: [{ ...version!, fields: by }] }] })).toHaveLength(1);
    expect(faults({ requests: [{ ...only!, versions: [{ ...version!, confirmed: false }] }] })).toHaveLength(
      1,
    );
  });

  test('a request that ended otherwise', () => {
    expect(faults({ requests: [{ ...only!, state: 'returned' }] })).toEqual([
      'action-plan/city-01 is returned, expected accepted',
    ]);
    expect(faults({ requests: [{ ...only!, accepted: null }] })).toEqual([
      'action-plan/city-01 counts version null, expected 1',
    ]);
  });
});

describe('one receipt', () => {
  test('a second one, with a number of its own', () => {
    const second = { number: `${number}2`, messageId: '<second@letters.example>' };
    const [first] = good.ledger;
    expect(faults({ ledger: [first!, { ...first!, ...second }], copies: [copy(), copy(second)] })).toEqual([
      `answer got 2 receipts, expected 1: ${number}, ${number}2`,
    ]);
  });

  test('none, and one for what a program wrote', () => {
    const other = copy({ inReplyTo: '<absence@city-01.example>' });
    expect(faults({ copies: [other] })).toEqual([
      'answer got 0 receipts, expected 1',
      `absence got 1 receipts, expected 0: ${number}`,
    ]);
  });

  test('a second copy, unless a death fell between sending it and the record of it; never with other bytes', () => {
    expect(faults({ copies: [copy(), copy({ at: 9 })] })).toHaveLength(1);
    expect(faults({ copies: [copy(), copy({ at: 9 })], openAtDeath: [[receipt]] })).toEqual([]);
    expect(faults({ copies: [copy(), copy({ digest: 'others' })], openAtDeath: [[receipt]] })).toEqual([
      `${receipt} came in with different contents`,
    ]);
  });

  test('one that the ledger says has left, and nobody has', () => {
    expect(faults({ copies: [] })).toContain(`${number} is lost: csco@city-01.example does not have it`);
  });
});

test('a workflow that is still open or broke down is seen', () => {
  expect(faults({ open: ['ascn/letter/d1'] })).toEqual(['ascn/letter/d1 is still open']);
  expect(faults({ broken: ['ascn/letter/d1'] })).toEqual(['ascn/letter/d1 broke down']);
});
