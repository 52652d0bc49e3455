import { describe, expect, test } from '@jest/globals';
import { parsed } from '../../../setup/letters.js';

const raw = (headers: string[], body: string): Uint8Array =>
  Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body.replace(/\n/g, '\r\n')}`);

describe('a message', () => {
  test('gives its headers, its writer in small letters and its text', () => {
    const letter = parsed(
      raw(
        [
          'From: "Office" <Office@Hue.example>',
          'To: reply+abc@ascn.example',
          'Cc: a@b.example',
          'Message-ID: <1@hue.example>',
          'Subject: =?utf-8?B?S+G6vyBob+G6oWNo?=',
          'Content-Type: text/plain; charset=utf-8; format=flowed',
        ],
        'Tầm nhìn: Một thành phố \nđáng sống\n',
      ),
    );
    expect(letter).toMatchObject({
      from: 'office@hue.example',
      to: ['reply+abc@ascn.example', 'a@b.example'],
      messageId: '<1@hue.example>',
      subject: 'Kế hoạch',
      text: 'Tầm nhìn: Một thành phố đáng sống',
      documents: [],
    });
  });

  test('in HTML only is read as text, without the letter that it quotes', () => {
    const { text } = parsed(
      raw(
        ['From: a@b.example', 'Content-Type: text/html; charset=utf-8'],
        '<div><b>Vision:</b> Clean &amp; green</div><div>Focus areas: Quality environment</div><table><tr><td>Plan period:</td><td>2018-2025</td></tr></table><blockquote>Vision: Quoted <blockquote>deep</blockquote> more</blockquote><p>Master plan: None yet</p>',
      ),
    );
    expect(text).toBe(
      'Vision: Clean & green\nFocus areas: Quality environment\nPlan period: 2018-2025\n\nMaster plan: None yet',
    );
  });

  test('gives all that came with it', () => {
    const { documents } = parsed(
      raw(
        ['From: a@b.example', 'Content-Type: multipart/mixed; boundary=x'],
        '--x\nContent-Type: text/plain\n\nSee the plan.\n--x\nContent-Type: image/png; name=logo.png\nContent-Disposition: inline\n\npng\n--x\nContent-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment\n\npdf\n--x--\n',
      ),
    );
    expect(documents).toMatchObject([
      { name: 'logo.png', declaredType: 'image/png', related: false },
      { name: 'plan.pdf', declaredType: 'application/pdf', related: false },
    ]);
  });
});
