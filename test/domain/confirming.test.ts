import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadConfirming } from '../../activities/mail/confirming.js';
import { confirmingIn } from '../../domain/confirming.js';

const words = await loadConfirming('data');

test.each([
  'Yes',
  'YES!',
  'Yes, this is our answer.',
  'Dear Sir or Madam,\n\nConfirmed.\n\nThank you.',
  'We confirm. The deputy wrote from home.',
  'ok',
  'Có',
  'Vâng. Xác nhận.',
  'Xác nhận.',
  'Kính gửi Ban Thư ký,\nĐồng ý, đây là câu trả lời của chúng tôi.',
  'xac nhan',
  'Ya, benar.',
  'ใช่ครับ',
  'បាទ',
  'ແມ່ນແລ້ວ',
  'ဟုတ်ကဲ့။',
  '是的。',
  'Opo.',
])('“%s” says that it is the office’s own', (text) => {
  expect(confirmingIn(text, words)).toBe('yes');
});

test.each([
  'No',
  'No. We did not send this.',
  'No, this is not our answer.',
  'Không phải của chúng tôi.',
  'Không, đây không phải câu trả lời của chúng tôi.',
  'Tidak',
  'ไม่ใช่',
])('“%s” says that it is not', (text) => {
  expect(confirmingIn(text, words)).toBe('no');
});

test.each([
  '',
  'Yes, but not the budget.',
  'Yes. No.',
  'Đồng ý, nhưng trừ kinh phí',
  'Which answer do you mean?',
  'I think so',
  'No idea',
  'Our mayor says: yes',
  'We are not sure. Yes?',
  `Yes. ${'The plan was drawn up in May. '.repeat(20)}`,
])('“%s” is for a person to read', (text) => {
  expect(confirmingIn(text, words)).toBeUndefined();
});

test('no word means yes and no, and any text is read without harm', () => {
  for (const { yes, no } of words) {
    for (const word of yes) expect([word, confirmingIn(word, words)]).toEqual([word, 'yes']);
    for (const word of no) expect([word, confirmingIn(word, words)]).toEqual([word, 'no']);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 1_000 }), (text) => {
      confirmingIn(text, words);
    }),
  );
});
