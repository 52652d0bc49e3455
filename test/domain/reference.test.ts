import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messageIdOf } from '../../activities/mail/out/address.js';
import { messageIdsIn, numbersIn, referenceIn } from '../../domain/reference.js';

const settings = { mailDomain: 'ascn.example', replyAddress: 'reply@ascn.example', secret: 's' };

describe('a Message-ID of ours', () => {
  test.each([
    ['ascn', 'ASCN/2018/action-plan/da-nang/1'],
    ['rehearsal-7f3a', 'ASCN/2027/clearance/jcm-spring-v1.BN/R2'],
    ['ascn', 'ASCN/2027/notice/action-plan/da-nang/confirm/1/20270420T020000Z'],
  ])('of network %s gives back the number %s', (network, number) => {
    const reference = referenceIn(messageIdOf(settings, { network, number }));
    expect(reference).toEqual({ network, number, cycle: Number(number.split('/')[1]) });
  });

  test.each([
    '<1@there.example>',
    '<CAF+abc@mail.example>',
    '<ASCN.2018+ascn@x>',
    '<ASCN.2018.a.1@x>',
    'ASCN',
    '',
  ])('is none of ours: %s', (messageId) => {
    expect(referenceIn(messageId)).toBeUndefined();
  });

  test('is found in a header among those of others', () => {
    expect(messageIdsIn('<a@b.example>\n <ASCN.2018.x.1+ascn@ascn.example>')).toEqual([
      '<a@b.example>',
      '<ASCN.2018.x.1+ascn@ascn.example>',
    ]);
  });
});

describe('the number of a letter in a text', () => {
  test.each([
    ['Your reference: ASCN/2018/action-plan/da-nang/1', ['ASCN/2018/action-plan/da-nang/1']],
    ['(ascn/2018/action-plan/da-nang/1).', ['ASCN/2018/action-plan/da-nang/1']],
    ['> Our reference: ASCN/2018/action-plan/da-nang/R2\n> Date', ['ASCN/2018/action-plan/da-nang/R2']],
    ['ASCN/2018/a/b/1 and ASCN/2018/a/c/1, again ASCN/2018/a/b/1', ['ASCN/2018/a/b/1', 'ASCN/2018/a/c/1']],
    ['https://ascn.example/ASCN/2018/action-plan/da-nang/1', []],
    ['XASCN/2018/action-plan/da-nang/1', []],
    ['ASCN/2018', []],
    ['ASCN/18/action-plan/da-nang/1', []],
    ['ASCN/2018//1', []],
  ])('%s', (text, numbers) => {
    expect(numbersIn(text).map(({ number }) => number)).toEqual(numbers);
  });

  test('is looked for in any text without harm', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(numbersIn(`${text}ASCN/2018/${text}`).length).toBeLessThanOrEqual(20);
        referenceIn(`<${text}+${text}@${text}>`);
        messageIdsIn(text);
      }),
    );
    expect(numbersIn('ASCN/2018/a/b/'.repeat(100_000))).toEqual([]);
    expect(messageIdsIn('<'.repeat(1_000_000))).toEqual([]);
  });
});
