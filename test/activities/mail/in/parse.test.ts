import { describe, expect, test } from '@jest/globals';
import { parseLetter } from '../../../../activities/mail/in/parse.js';
import { takeApart } from '../../../../activities/mail/in/parse-quote.js';

const raw = (headers: string[], body: string): Uint8Array =>
  Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body.replace(/\n/g, '\r\n')}`);

describe('a reply', () => {
  test.each([
    ['On Mon, 7 May 2018 at 09:00, Secretariat <reply+abc@ascn.example> wrote:'],
    ['On Mon, 7 May 2018 at 09:00, Secretariat of the Chair\n<reply+abc@ascn.example> wrote:'],
    ['Vào Th 2, 7 thg 5, 2018 lúc 09:00 Ban Thư ký <reply+abc@ascn.example> đã viết:'],
    ['-----Original Message-----'],
    ['----- Thư gốc -----'],
    ['From: Secretariat\nSent: Monday, 7 May 2018\nTo: Office\nSubject: Action plan'],
    ['Từ: Ban Thư ký\nĐã gửi: Thứ Hai\nĐến: Văn phòng\nChủ đề: Kế hoạch'],
  ])('above our letter, which begins with: %s', (heading) => {
    const { text, quoted } = takeApart(`Vision: Own\n\n${heading}\n\nVision: (for example: …)\nPlan period:`);
    expect(text).toBe('Vision: Own');
    expect(quoted).toContain('Plan period:');
  });

  test('below and between a letter that is marked as quoted', () => {
    const { text, quoted } = takeApart(
      'On 7 May 2018, Secretariat wrote:\n> Vision:\n> Plan period:\n\nVision: Own\n> Thank you.\nPlan period: 2018-2025',
    );
    expect(text).toBe('Vision: Own\nPlan period: 2018-2025');
    expect(quoted).toBe('On 7 May 2018, Secretariat wrote:\n> Vision:\n> Plan period:\n> Thank you.');
  });

  test.each([
    'Best regards,',
    'Kind regards',
    'Yours sincerely,',
    'Trân trọng,',
    'Trân trọng kính chào./.',
    '-- ',
    'Sent from my phone',
  ])('loses its signature after “%s”', (closing) => {
    expect(takeApart(`Vision: Own\n\n${closing}\nOffice of the Mayor\n+00 000`)).toEqual({
      text: 'Vision: Own',
      quoted: '',
      signature: `${closing.trim() === '--' ? '-- ' : closing}\nOffice of the Mayor\n+00 000`,
    });
  });

  test('keeps what only looks like a quotation or a signature', () => {
    const text = 'On the river we wrote:\nFrom: here\nWith regards to the plan\nVision: Own';
    expect(takeApart(text).text).toBe(text);
  });

  test('of many strange lines is taken apart without delay', () => {
    const start = performance.now();
    for (const line of ['-- \n', 'On a b\n', 'From: x\nTo: y\n', '>\n', 'Regards\n', '-----\n', '\n'])
      takeApart(line.repeat(100_000));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('a message', () => {
  test('gives its headers, its writer in small letters and its text', async () => {
    const letter = await parseLetter(
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

  test('in HTML only is read as text, without the letter that it quotes', async () => {
    const { text } = await parseLetter(
      raw(
        ['From: a@b.example', 'Content-Type: text/html; charset=utf-8'],
        '<div><b>Vision:</b> Clean &amp; green</div><div>Focus areas: Quality environment</div><table><tr><td>Plan period:</td><td>2018-2025</td></tr></table><blockquote>Vision: Quoted <blockquote>deep</blockquote> more</blockquote><p>Master plan: None yet</p>',
      ),
    );
    expect(text).toBe(
      'Vision: Clean & green\nFocus areas: Quality environment\nPlan period:\n2018-2025\nMaster plan: None yet',
    );
  });

  test('gives all that came with it', async () => {
    const { documents } = await parseLetter(
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
