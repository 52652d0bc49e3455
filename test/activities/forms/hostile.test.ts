/** Whatever document comes, it is read or refused in words, within limits. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { readCsv } from '../../../activities/forms/read/csv.js';
import { readDocument } from '../../../activities/forms/read/read-document.js';
import { readAnswers } from '../../../domain/answer-documents.js';
import { partsByCity } from '../../../domain/answer-documents.js';
import { readDay } from '../../../domain/dates-in-answers.js';
import { readMoney, readNumber } from '../../../domain/money-in-words.js';
import { form } from '../../domain/forms.js';
import { archive, cell, line, row, run, table, word, workbook } from './documents.js';

const plan = form('action-plan');
const unreadOf = async (content: Uint8Array, name = 'form.docx'): Promise<string | undefined> => {
  const read = await readDocument(name, content);
  readAnswers({ text: '', documents: [{ name, read }] }, plan, { language: 'en' });
  partsByCity(read, () => true);
  return 'unread' in read ? read.unread : undefined;
};

describe('a document made to harm', () => {
  const bomb = (size: number): Uint8Array => new Uint8Array(size).fill(0x20);

  test.each([
    [
      'a part that unpacks to twenty megabytes',
      () => archive({ 'word/document.xml': bomb(20_000_000) }),
      'too-large',
    ],
    [
      'a part that packs beyond all measure',
      () => archive({ 'word/document.xml': bomb(8_000_000) }),
      'too-large',
    ],
    [
      'three thousand entries',
      () => archive(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`x${i}`, '']))),
      'too-large',
    ],
    [
      'entities that multiply',
      () =>
        archive({
          'word/document.xml':
            '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document>&b;</w:document>',
        }),
      'damaged',
    ],
    [
      'an entity from outside',
      () =>
        archive({
          'word/document.xml':
            '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>',
        }),
      'damaged',
    ],
    ['tables a thousand deep', () => word('<w:tbl><w:tr><w:tc>'.repeat(1000)), 'too-large'],
    ['XML that ends early', () => word('<w:p>'), 'damaged'],
    [
      'a workbook without its sheet',
      () => archive({ 'xl/workbook.xml': '<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>' }),
      'damaged',
    ],
    ['twenty thousand rows', () => workbook(Array.from({ length: 20_000 }, () => ['x'])), 'too-large'],
    [
      'an OpenDocument sheet with a million full rows',
      () =>
        archive({
          mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
          'content.xml': `<o><table:table>${'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'.repeat(40)}</table:table></o>`,
        }),
      'too-large',
    ],
  ])('%s is refused', async (_, make, why) => {
    expect(await unreadOf(make())).toBe(why);
  });

  test('an entry that holds more than it declares is refused', async () => {
    const bytes = zipSync({ 'word/document.xml': strToU8(`<w>${' '.repeat(50_000)}</w>`) });
    const size = new DataView(bytes.buffer);
    for (let i = 0; i < bytes.length - 4; i++)
      if (size.getUint32(i, true) === 50_007) size.setUint32(i, 10, true);
    expect(await unreadOf(bytes)).toBe('damaged');
  });

  test('cells in the last row and column of a sheet take no room', async () => {
    const far = archive({
      'xl/workbook.xml': '<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml':
        '<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c><c r="A1048576" t="str"><v>Vision</v></c><c r="B1048576" t="str"><v>Clean</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A1048576"/></mergeCells></worksheet>',
    });
    const read = await readDocument('a.xlsx', far);
    expect(
      readAnswers({ text: '', documents: [{ name: 'a.xlsx', read }] }, plan, { language: 'en' }).fields,
    ).toEqual({
      vision: 'Clean',
    });
  });
});

const fixtures = await Promise.all(
  ['filled-in-word.docx', 'saved-by-libreoffice.odt', 'filled-in-excel.xlsx', 'saved-by-libreoffice.ods'].map(
    (name) => readFile(new URL(`../../mail/forms/${name}`, import.meta.url)),
  ),
);

describe('any document', () => {
  test('of chance bytes, under any name, is read or refused', async () => {
    const name = fc.constantFrom('a.docx', 'a.csv', 'a.txt', 'a.xlsx', '', '.csv', 'a.tsv');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), name, async (bytes, called) => {
        await unreadOf(bytes, called);
      }),
    );
  });

  test('of ours with some bytes changed or cut off is read or refused', async () => {
    const change = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 })),
      {
        maxLength: 20,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fixtures),
        change,
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        async (document, changes, kept) => {
          const bytes = Uint8Array.from(document.subarray(0, Math.ceil(document.length * kept)));
          for (const [at, byte] of changes) bytes[Math.floor(at * (bytes.length - 1))] = byte;
          await unreadOf(bytes);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of XML in any order of its elements is read or refused', async () => {
    const element = fc.constantFrom(
      ...['tbl', 'tr', 'tc', 'p', 'r', 't', 'sdt', 'sdtPr', 'sdtContent', 'del', 'ins', 'gridSpan w:val="9"'],
      ...[
        'vMerge',
        'br',
        'tab',
        'showingPlcHdr',
        'numPr',
        'trPr',
        'rPr',
        'vanish',
        'txbxContent',
        'sym w:char="F0FE"',
      ],
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        fc.constantFrom('Vision', 'Clean', 'City', 'Hanoi', ' '),
        fc.tuple(element, fc.array(tie('node'), { maxLength: 5 })).map(([name, inside]) => {
          return `<w:${name}>${(inside as string[]).join('')}</w:${name.split(' ')[0]}>`;
        }),
      ),
    })).node;
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { maxLength: 10 }), async (nodes) => {
        await unreadOf(word(nodes.join('')));
      }),
    );
  });

  test('gives back what was put into its cells', async () => {
    const words = fc.stringMatching(/^[A-Z][a-z<&"']{1,10}( [a-z]{1,10}){0,6}$/);
    await fc.assert(
      fc.asyncProperty(words, words, async (vision, title) => {
        const body = table(row(cell('Vision'), cell(vision)), row(cell('Project 4 title'), cell(title)));
        const read = await readDocument('a.docx', word(line(run('Form')) + body));
        const { fields } = readAnswers({ text: '', documents: [{ name: 'a', read }] }, plan, {
          language: 'en',
        });
        expect(fields).toEqual({ vision, 'project.4.title': title });
      }),
      { numRuns: 50 },
    );
  });
});

test('any text is an amount, a number or a day, or none', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'USD',
      '$',
      'đồng',
      'tỷ',
      'million',
      '1',
      '000',
      '.',
      ',',
      ' ',
      '-',
      '(',
      ')',
      '๒',
      'May',
      '/',
      '%',
      'พ.ศ.',
      'tháng',
    ),
  );
  const writer = fc.record({
    language: fc.constantFrom('en' as const, 'vi' as const),
    member: fc.constantFrom('VN', 'TH', 'SG', 'KH', 'XX'),
  });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), writer, (pieces, who) => {
      const text = pieces.join('');
      const money = readMoney(text, who);
      if (money && 'amount' in money) expect(money.amount).toMatch(/^[A-Z]{3} \d+(\.\d+)?$/);
      const number = readNumber(text, who);
      if (number && 'number' in number) expect(number.number).toMatch(/^\d+(\.\d+)?%?$/);
      const day = readDay(text, who);
      if (day && 'date' in day) expect(day.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    }),
    { numRuns: 1000 },
  );
});

test('any bytes are rows of values', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const cells of readCsv(bytes)) expect(cells.every((each) => typeof each === 'string')).toBe(true);
    }),
  );
});
