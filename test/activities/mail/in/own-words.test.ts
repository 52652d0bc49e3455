import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownWords } from '../../../../activities/mail/in/own-words.js';
import { takeApart } from '../../../../activities/mail/in/own-words/take-apart.js';
import { loadQuoting } from '../../../../activities/mail/in/quoting.js';

const quoting = await loadQuoting('data');
const letters = join('test', 'mail', 'words');
const read = (name: string): string | undefined => {
  try {
    return readFileSync(join(letters, name), 'utf8').trim();
  } catch {
    return undefined;
  }
};
const named = readdirSync(letters, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:txt|html)$/.test(name) && !/\.(?:expected|signature)\.txt$/.test(name))
  .sort();
const textOf = (text: string): string => ownWords({ text }, quoting).text;

describe('the letters of test/mail/words', () => {
  test('are many', () => expect(named.length).toBeGreaterThan(250));

  test.each(named)('%s', (name) => {
    const raw = readFileSync(join(letters, name), 'utf8');
    const base = name.replace(/\.(?:txt|html)$/, '');
    const { text, signature } = ownWords(name.endsWith('.html') ? { html: raw } : { text: raw }, quoting);
    expect(text).toBe(read(`${base}.expected.txt`));
    const expected = read(`${base}.signature.txt`);
    if (expected !== undefined) expect(signature.trim()).toBe(expected);
  });
});

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
    const letter = `Vision: Own\n\n${heading}\n\nVision: (for example: …)\nPlan period:`;
    const { text, quoted } = ownWords({ text: letter }, quoting);
    expect(text).toBe('Vision: Own');
    expect(quoted).toContain('Plan period:');
  });

  test('below and between a letter that is marked as quoted', () => {
    const { text, quoted } = ownWords(
      {
        text: 'On 7 May 2018, Secretariat wrote:\n> Vision:\n> Plan period:\n\nVision: Own\n> Thank you.\nPlan period: 2018-2025',
      },
      quoting,
    );
    expect(text).toBe('Vision: Own\nPlan period: 2018-2025');
    expect(quoted.split('\n').filter(Boolean)).toEqual([
      'On 7 May 2018, Secretariat wrote:',
      '> Vision:',
      '> Plan period:',
      '> Thank you.',
    ]);
  });

  test.each([
    'Best regards,',
    'Kind regards',
    'Yours sincerely,',
    'Trân trọng,',
    'Trân trọng kính chào./.',
    '-- ',
  ])('loses its signature after “%s”', (closing) => {
    expect(
      ownWords({ text: `Vision: Own\n\n${closing}\nOffice of the Mayor\n+00 000` }, quoting),
    ).toMatchObject({
      text: 'Vision: Own',
      quoted: '',
      signature: `${closing}\nOffice of the Mayor\n+00 000`,
    });
  });

  test('of both kinds is read from the one that tells more', () => {
    const text = 'Vision: Own\n\nIemand heeft op die dag iets gezegd\n\nVision:';
    const html =
      '<div>Vision: Own</div><div class="gmail_quote"><div class="gmail_attr">Iemand heeft op die dag iets gezegd</div><blockquote>Vision:</blockquote></div>';
    expect(ownWords({ text, html }, quoting)).toMatchObject({ text: 'Vision: Own' });
    expect(ownWords({ text: 'Vision: Own', html: '' }, quoting)).toMatchObject({ text: 'Vision: Own' });
    expect(ownWords({ text: ' ', html: '<p>Vision: Own</p>' }, quoting)).toMatchObject({
      text: 'Vision: Own',
    });
    const rows =
      '<table><tr><td>Vision</td><td>Own</td></tr><tr><td>Plan period</td><td>2018-2025</td></tr></table>';
    expect(ownWords({ text: 'Vision\nOwn\nPlan period\n2018-2025', html: rows }, quoting).text).toBe(
      'Vision: Own\nPlan period: 2018-2025',
    );
  });
});

/** Lines that a letter is made of, so that what is generated looks like mail. */
const pieces = fc.constantFrom(
  'Vision: Own',
  'On Mon, 7 May 2018 at 09:00, Secretariat <reply+abc@ascn.example> wrote:',
  '> Vision:',
  '>> deep',
  '',
  ' ',
  'From: Secretariat',
  'Sent: Monday, 7 May 2018 09:00',
  'To: a@b.example',
  'Subject: Action plan',
  '-----Original Message-----',
  '________________________________',
  '-- ',
  'Best regards,',
  'Thanks,',
  'Office',
  'Sent from my iPhone',
  'This email and any attachments are confidential.',
  'Am 07.05.2018 um 09:00 schrieb Sekretariat:',
  'P.S. The annex follows.',
  '-Office',
  '| Vision:',
  '    indented',
);
const anyLine = fc.oneof(
  { weight: 3, arbitrary: pieces },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
);
const anyLetter = fc.array(anyLine, { maxLength: 30 }).map((lines) => lines.join('\n'));
const anyHtml = fc
  .array(
    fc.oneof(
      pieces,
      fc.string(),
      fc.constantFrom(
        '<div>',
        '</div>',
        '<p>',
        '</p>',
        '<br>',
        '<blockquote type=cite>',
        '</blockquote>',
        '<div class="gmail_quote">',
        '<table><tr><td>',
        '</td><td>',
        '</td></tr></table>',
        '<ol><li>',
        '<hr>',
        '<div id="Signature">',
        '<div style="display:none">',
        '<pre>',
        '</pre>',
        '<style>',
        '</style>',
        '<!--',
        '-->',
        '&nbsp;',
        '&#0;',
      ),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));
const writtenIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .sort();

describe('a letter written between the lines of ours', () => {
  const lines = ['See below.', '', '> Vision:', 'A calm city', '> Plan period:', '', '2018-2025'];

  test('is known with what is quoted around the person’s own lines', () => {
    const { text, between } = ownWords(
      { text: [...lines, '', 'Best regards,', 'Office'].join('\n') },
      quoting,
    );
    expect(text).toBe('See below.\n\nA calm city\n\n2018-2025');
    expect(between).toBe(lines.join('\n'));
  });

  test('is known in HTML too, where marks stand in the structure', () => {
    const html =
      '<div>See below.</div><blockquote type="cite">Vision:</blockquote><div>A calm city</div><blockquote type="cite">Plan period:</blockquote><div>2018-2025</div>';
    expect(ownWords({ html }, quoting).between.split('\n').filter(Boolean)).toEqual(lines.filter(Boolean));
  });

  test('is none where all that is quoted stands below', () => {
    expect(ownWords({ text: 'Vision: Own\n\n> Vision:\n> Plan period:' }, quoting).between).toBe('');
  });
});

describe('any letter', () => {
  test('comes to three parts that together hold each written line once', () => {
    fc.assert(
      fc.property(fc.oneof(anyLetter, fc.string({ unit: 'binary' })), (text) => {
        const { whole, ...parts } = ownWords({ text }, quoting);
        const apart = [parts.text, parts.quoted, parts.signature].flatMap(writtenIn).sort();
        expect(apart).toEqual(writtenIn(whole));
        expect(writtenIn(whole)).toEqual(writtenIn(text.normalize('NFC').replace(/\r\n?/g, '\n')));
      }),
      { numRuns: 500 },
    );
  });

  test('in HTML comes to three parts too', () => {
    fc.assert(
      fc.property(fc.oneof(anyHtml, fc.string()), anyLetter, (html, text) => {
        for (const letter of [{ html }, { html, text }]) {
          const { whole, ...parts } = ownWords(letter, quoting);
          expect([parts.text, parts.quoted, parts.signature].flatMap(writtenIn).sort()).toEqual(
            writtenIn(whole),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    'On a b',
    'On 7 May 2018 a@b.example 9:00:',
    'On we wrote wrote',
    'From: x\nTo: y',
    'From:\n\nSent:\n',
    '>',
    '> x\nBest regards,',
    'Regards',
    '-----',
    '________',
    'Sent from my iPhone',
    'This email and any\n',
    '',
  ])('of lines that all say “%s” is looked at once, not again and again', (line) => {
    const looks = (count: number): number => {
      let seen = 0;
      const lines = `${line}\n`
        .repeat(count)
        .split('\n')
        .map((text) => ({ text }));
      takeApart(
        new Proxy(lines, {
          get(target, key, receiver): unknown {
            seen++;
            return Reflect.get(target, key, receiver);
          },
        }),
        quoting,
      );
      return seen;
    };
    expect(looks(4000) / looks(1000)).toBeLessThan(4.5);
    expect(looks(1000)).toBeLessThan(200_000);
  });

  test('of one endless line, or nested without end, is taken apart', () => {
    const inside = 'Vision: Own';
    expect(textOf('x'.repeat(5_000_000))).toHaveLength(5_000_000);
    expect(textOf(`${inside}${'\n'.repeat(1_000_000)}`)).toBe(inside);
    for (const tag of ['div', 'blockquote', 'table><tr><td', 'ol><li', 'div class=gmail_quote']) {
      const html = `${inside}${`<${tag}>`.repeat(100_000)}x`;
      expect(ownWords({ html }, quoting).text).toContain(inside);
    }
  });

  // Not so where a blank line goes with what stood around it, and lines come together that were apart.
  test('is taken apart to the same words a second time, in the letters of test/mail/words', () => {
    for (const name of named.filter((each) => each.endsWith('.txt'))) {
      const once = textOf(readFileSync(join(letters, name), 'utf8'));
      expect({ name, text: textOf(once) }).toEqual({ name, text: once });
    }
  });
});
