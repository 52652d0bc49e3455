import { describe, expect, test } from '@jest/globals';
import type { WhatNext } from '../../domain/receipt.js';
import { othersWhoAnswered, receiptTemplate, weightiest, whatIsNext } from '../../domain/receipt.js';
import type { RequestRecord } from '../../domain/request.js';
import { answered } from '../../domain/request.js';
import type { FiledSubmission } from '../../domain/submission.js';
import { arrival, asked as request, filed, plan } from './request-plan.js';

const take = (
  record: RequestRecord,
  from: string,
  more: Partial<FiledSubmission> = {},
  confirmed = true,
  letter = 'd1',
): RequestRecord => answered(record, filed(more.version, more), arrival({ from, letter, confirmed }));

describe('what happens next with an answer', () => {
  const [office = ''] = plan.addressees;
  test.each<[WhatNext, string, RequestRecord, boolean]>([
    ['accepted', 'receipt', take(request(), office), false],
    ['incomplete', 'receipt-incomplete', take(request(), office, { missing: ['vision'] }), false],
    ['incomplete', 'receipt-incomplete', take(request(), office, { problems: ['vision'] }), false],
    [
      'incomplete-after-accepted',
      'receipt-incomplete',
      take(take(request(), office), office, { version: 2, missing: ['vision'] }),
      false,
    ],
    ['national-clearance', 'receipt', take(request({ clearedBy: 'nr-vn' }), office), false],
    ['decision', 'receipt', take(request(), office, { exceptions: ['A fourth city.'] }), false],
    ['confirmation', 'receipt-unconfirmed', take(request(), office, {}, false), false],
    ['to-be-read', 'receipt-to-be-read', take(request(), office, {}, false), true],
  ])('%s: %s', (next, template, record, unread) => {
    expect(whatIsNext(record, unread)).toBe(next);
    expect(receiptTemplate(next)).toBe(template);
  });
});

describe('who else gets a receipt', () => {
  const two = request({ addressees: ['csco', 'alternate'], mayAnswer: ['nr'] });

  test('is whoever of the same office has answered, with a letter that counts', () => {
    const both = take(take(two, 'csco'), 'alternate', { version: 2 });
    expect(othersWhoAnswered(both, 'alternate')).toEqual(['csco']);
    expect(othersWhoAnswered(both, 'csco')).toEqual(['alternate']);
    expect(othersWhoAnswered(take(two, 'csco'), 'csco')).toEqual([]);
    expect(othersWhoAnswered(take(two, 'csco', {}, false), 'alternate')).toEqual([]);
  });

  test('is not the National Representative, and not the office for which the secretariat entered an answer', () => {
    expect(othersWhoAnswered(take(take(two, 'nr'), 'csco'), 'csco')).toEqual([]);
    expect(othersWhoAnswered(take(take(two, 'csco'), 'nr'), 'nr')).toEqual([]);
    expect(othersWhoAnswered(take(two, 'csco', {}, true, 'record/secretariat-sg/1'), 'alternate')).toEqual(
      [],
    );
  });
});

test('one letter with several answers has the receipt of the one that needs most', () => {
  const receipts = ['receipt', 'receipt-to-be-read', 'receipt-incomplete'].map((template) => ({ template }));
  expect(weightiest(receipts)).toEqual({ template: 'receipt-incomplete' });
  expect(weightiest([{ template: 'receipt' }])).toEqual({ template: 'receipt' });
  expect(weightiest([])).toBeUndefined();
});
