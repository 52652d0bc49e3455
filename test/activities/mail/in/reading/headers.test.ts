import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { readAddresses } from '../../../../../activities/mail/in/reading/addresses.js';
import { decodeWords } from '../../../../../activities/mail/in/reading/encoded-words.js';
import { readHead } from '../../../../../activities/mail/in/reading/head.js';
import { safeName } from '../../../../../activities/mail/in/reading/names.js';
import { readParameters } from '../../../../../activities/mail/in/reading/parameters.js';

const bytes = (text: string, charset = 'utf-8'): string => iconv.encode(text, charset).toString('latin1');

describe('encoded words', () => {
  test.each([
    ['=?utf-8?B?S+G6vyBob+G6oWNo?=', 'Kế hoạch'],
    ['Re: =?UTF-8?q?K=E1=BA=BF_ho=E1=BA=A1ch?= 2018', 'Re: Kế hoạch 2018'],
    ['=?utf-8?q?K=E1=BA?= =?utf-8?q?=BF?=', 'Kế'],
    ['=?utf-8*vi?q?K=E1=BA=BF?=', 'Kế'],
    ['=?utf-8?q?K=E1=BA=BF ho=E1=BA=A1ch?=', 'Kế hoạch'],
    ['=?utf-8?b?S+G6vyBob+G6oWNo', 'Kế hoạch'],
    ['=?utf-8?q?a?= and =?utf-8?q?b?=', 'a and b'],
    ['=?x-none?q?plan?=', 'plan'],
    ['=?gb2312?B?0NC2r7zGu64=?=', '行动计划'],
    ['=?tis-620?q?=E1=BC=B9?=', 'แผน'],
    ['=?not a word?=', '=?not a word?='],
    ['=?utf-8?q?one=0D=0ABcc:_x@y.example?=', 'one Bcc: x@y.example'],
    ['=?utf-8?q?invoice=E2=80=AEcod.exe?=', 'invoicecod.exe'],
    [bytes('Kế hoạch'), 'Kế hoạch'],
  ])('%s', (value, text) => {
    expect(decodeWords(value)).toBe(text);
  });

  test('raw bytes are read by the charset of the text, where that fits', () => {
    expect(decodeWords(bytes('แผนงานเมือง', 'windows-874'), 'tis-620')).toBe('แผนงานเมือง');
  });
});

describe('parameters', () => {
  const nameIn = (header: string): string | undefined => readParameters(header).parameters.get('filename');
  test.each([
    ['attachment; filename=plan.pdf', 'plan.pdf'],
    ['attachment; filename=our plan.pdf', 'our plan.pdf'],
    ['attachment; filename="a; b.pdf"', 'a; b.pdf'],
    ['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
    ['attachment; FileName="plan.pdf', 'plan.pdf'],
    ["attachment; filename*=utf-8'vi'K%E1%BA%BF.pdf", 'Kế.pdf'],
    ["attachment; filename=k.pdf; filename*=UTF-8''K%E1%BA%BF.pdf", 'Kế.pdf'],
    ["attachment; filename*1*=%BF.pdf; filename*0*=utf-8''K%E1%BA", 'Kế.pdf'],
    ['attachment; filename*0="long "; filename*1="name.pdf"', 'long name.pdf'],
    ["attachment; filename*=utf-8''a%0D%0ABcc%3A%20x.pdf", 'a Bcc: x.pdf'],
    ['attachment; filename="=?utf-8?B?S+G6vy5wZGY=?="', 'Kế.pdf'],
    ['attachment; filename="=?utf-8?q?a=0D=0AX-Evil:_1?="', 'a X-Evil: 1'],
    [`attachment; filename="${bytes('Kế.pdf')}"`, 'Kế.pdf'],
    ["attachment; filename*=windows-874''%E1%BC%B9.pdf", 'แผน.pdf'],
  ])('%s', (header, name) => {
    expect(nameIn(header)).toBe(name);
  });

  test('the value comes without them, in small letters', () => {
    expect(readParameters('Text/HTML (page); charset="UTF-8"; charset=x')).toEqual({
      value: 'text/html',
      parameters: new Map([['charset', 'UTF-8']]),
    });
  });
});

describe('addresses', () => {
  const read = (value: string) => readAddresses(value, 100).map(({ address, name }) => [address, name]);
  test.each<[string, string[][]]>([
    ['Office@Hue.example', [['office@hue.example', '']]],
    [
      '"Office, Hue" <o@hue.example>, b@c.example',
      [
        ['o@hue.example', 'Office, Hue'],
        ['b@c.example', ''],
      ],
    ],
    ['o@hue.example (Office (of) Hue)', [['o@hue.example', 'Office (of) Hue']]],
    [
      'Offices: a@b.example, C <c@d.example>;',
      [
        ['a@b.example', ''],
        ['c@d.example', 'C'],
      ],
    ],
    ['undisclosed-recipients:;', []],
    [
      '=?utf-8?q?=22a=40b.example=22_=3Cx=40y.example=3E?= <real@hue.example>',
      [['real@hue.example', '"a@b.example" <x@y.example>']],
    ],
    ['<@gate.example:o@hue.example>', [['o@hue.example', '']]],
    ['"a b"@hue.example', [['"a b"@hue.example', '']]],
    ['Office o@hue.example', [['o@hue.example', '']]],
    ['mailto:o@hue.example', [['o@hue.example', '']]],
    [`${bytes('Kế')} <${bytes('ké')}@hue.example>`, [['ké@hue.example', 'Kế']]],
    ['"unclosed <o@hue.example>', [['o@hue.example', 'unclosed']]],
    ['<a@b.example\x00>, <a@b.example', [['a@b.example', '']]],
    ['nobody, @, a@, @b', []],
  ])('%s', (value, expected) => {
    expect(read(value)).toEqual(expected);
  });
});

describe('a head', () => {
  const fieldsOf = (text: string) => readHead(Buffer.from(text));
  test('is unfolded, and ends at the empty line', () => {
    expect(fieldsOf('Subject: a\r\n b\r\nX: y\n\nbody').fields).toEqual([
      { name: 'subject', value: ' a b' },
      { name: 'x', value: ' y' },
    ]);
  });
  test('leaves out a line that is none, and ends where no further field comes', () => {
    expect(fieldsOf('>From x\nA: 1\nstray line\nB: 2\n\nbody')).toMatchObject({
      strayLines: 2,
      fields: [{}, {}],
    });
    expect(fieldsOf('A: 1\nHello,\nthis is text')).toMatchObject({ length: 5, fields: [{ name: 'a' }] });
  });
});

describe('a name made safe', () => {
  test.each([
    ['plan.pdf', 'plan.pdf'],
    ['Kế hoạch hành động.docx', 'Kế hoạch hành động.docx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\office\\plan.pdf', 'plan.pdf'],
    ['.htaccess', 'htaccess'],
    ['con.txt', '_con.txt'],
    ['a<b>:c|d?.pdf', 'a_b__c_d_.pdf'],
    ['plan\u202efdp.exe', 'planfdp.exe'],
    ['a\r\nBcc: x.pdf', 'a Bcc_ x.pdf'],
    [' . ', 'document-1'],
    ['', 'document-1'],
    [`${'long '.repeat(100)}.pdf`, expect.stringMatching(/^long .{1,74}\.pdf$/)],
  ])('%j', (given, safe) => {
    expect(safeName(given, 'document-1')).toEqual(safe);
  });
});
