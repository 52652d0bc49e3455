import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { parsed } from '../../../../setup/letters.js';
import { messageOf } from './message.js';

const read = (type: string, body: Uint8Array) => parsed(messageOf([`Content-Type: ${type}`], body));

const thai = 'เรียน ท่านเลขาธิการ เมืองภูเก็ตขอส่งแผนปฏิบัติการเมืองอัจฉริยะตามที่ขอมา';
const chinese = '尊敬的秘书处：我们已经收到您的来信，现将行动计划发给您。';
const korean = '안녕하세요. 행동 계획을 보내 드립니다.';
const japanese = '行動計画をお送りいたします。よろしくお願いします。';

describe('a text is read by the charset that it names', () => {
  test.each([
    ['windows-874', thai],
    ['TIS-620', thai],
    ['cp874', thai],
    ['GB18030', chinese],
    ['gb2312', chinese],
    ['Big5', '敬啟者：我們已收到您的來信，現附上行動計畫。'],
    ['EUC-KR', korean],
    ['ks_c_5601-1987', korean],
    ['Shift_JIS', japanese],
    ['utf-7', 'Kế hoạch – 計画'],
    ['windows-1252', 'The city’s “plan” – à l’été, 5 €'],
    ['iso-8859-1', 'The city’s “plan” – à l’été, 5 €'],
    ['koi8-r', 'План города'],
  ])('%s', (charset, text) => {
    const codec =
      charset === 'ks_c_5601-1987' ? 'euc-kr' : charset === 'iso-8859-1' ? 'windows-1252' : charset;
    const letter = read(`text/plain; charset=${charset}`, iconv.encode(text, codec));
    expect(letter.wholeText).toBe(text);
    expect(letter.defects).toEqual([]);
  });

  test('windows-1258, whose tones are marks of their own, comes out composed', () => {
    const marks = 'Kính gửi Ban Thư ký: Đà Nẵng'
      .normalize('NFD')
      .replace(/([aeo])\u0302/g, (pair) => pair.normalize('NFC'))
      .replace(/([au])\u0306|([ou])\u031b/g, (pair) => pair.normalize('NFC'));
    // Of ẵ the table has the letter ă and the tone.
    const bytes = iconv.encode(marks.replaceAll('a\u0306\u0303', 'ă\u0303'), 'windows-1258');
    const { wholeText } = read('text/plain; charset=windows-1258', bytes);
    expect(wholeText).toBe('Kính gửi Ban Thư ký: Đà Nẵng');
  });

  test('ISO-2022-JP, named or not', () => {
    const bytes = Buffer.from('\x1b$B9TF07W2h\x1b(B 2018', 'latin1');
    expect(read('text/plain; charset=iso-2022-jp', bytes).wholeText).toBe('行動計画 2018');
    expect(read('text/plain', bytes).wholeText).toBe('行動計画 2018');
  });
});

describe('a text whose charset is missing or wrong', () => {
  test.each([
    ['in UTF-8 without a word of it', 'text/plain', Buffer.from('Kế hoạch'), 'Kế hoạch', undefined],
    ['in UTF-8, named ASCII', 'text/plain; charset=us-ascii', Buffer.from('Kế hoạch'), 'Kế hoạch', undefined],
    [
      'in UTF-8, named Latin-1',
      'text/plain; charset=iso-8859-1',
      Buffer.from('Kế hoạch'),
      'Kế hoạch',
      'is in UTF-8',
    ],
    [
      'in UTF-8, named GB2312',
      'text/plain; charset=gb2312',
      Buffer.from('Đà Nẵng và Huế'),
      'Đà Nẵng và Huế',
      'is in UTF-8',
    ],
    [
      'with an unknown name',
      'text/plain; charset=x-unknown',
      Buffer.from('Kế hoạch'),
      'Kế hoạch',
      'not known',
    ],
    ['in Thai, unnamed', 'text/plain', iconv.encode(thai, 'windows-874'), thai, 'windows-874'],
    [
      'in Chinese, named UTF-8',
      'text/plain; charset=utf-8',
      iconv.encode(chinese, 'gb18030'),
      chinese,
      'gb18030',
    ],
    ['in Korean, unnamed', 'text/plain', iconv.encode(korean, 'euc-kr'), korean, 'euc-kr'],
  ])('%s', (_, type, bytes, text, defect) => {
    const letter = read(type, bytes);
    expect(letter.wholeText).toBe(text);
    if (defect === undefined) expect(letter.defects).toEqual([]);
    else expect(letter.defects.join(' ')).toContain(defect);
  });

  test('keeps what can be read of UTF-8 with one broken character', () => {
    const bytes = Buffer.concat([
      Buffer.from('Thành phố Đà Nẵng, kế hoạch '),
      Buffer.from([0xe1, 0xba]),
      Buffer.from(' 2018'),
    ]);
    const { wholeText, defects } = read('text/plain; charset=utf-8', bytes);
    expect(wholeText).toContain('Thành phố Đà Nẵng, kế hoạch ');
    expect(defects).toHaveLength(1);
  });
});

test('Burmese in the order of the Zawgyi font becomes Unicode, and is told', () => {
  const zawgyi = 'ၿမိဳ႕ေတာ္၏ အစီအစဥ္ကို ပို႔ပါသည္';
  const { wholeText, defects } = read('text/plain; charset=utf-8', Buffer.from(zawgyi));
  expect(wholeText).toBe('မြို့တော်၏ အစီအစဉ်ကို ပို့ပါသည်');
  expect(defects.join(' ')).toContain('Zawgyi');
  const unicode = read('text/plain; charset=utf-8', Buffer.from('မြို့တော်၏ အစီအစဉ်ကို ပို့ပါသည်'));
  expect(unicode).toMatchObject({ wholeText: 'မြို့တော်၏ အစီအစဉ်ကို ပို့ပါသည်', defects: [] });
});
