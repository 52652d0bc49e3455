import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { answerIn, archive, cell, line, pair, row, run, table, word } from './documents.js';

const fixture = (name: string): Promise<Uint8Array> =>
  readFile(new URL(`../../mail/forms/${name}`, import.meta.url));

/** What the filled forms in `test/mail/forms/` say. */
const filled = {
  vision: 'A clean city\nthat people cross on foot.',
  'focus-areas': ['quality-environment', 'built-infrastructure'],
  targets: 'Half of all journeys by bus',
  'plan-period': '2018-2025',
  'project.1.title': 'Bus lanes',
  'project.1.focus-area': 'built-infrastructure',
  'project.1.budget': 'VND 45000000000',
  'project.1.funding': 'City budget',
  'project.1.support': ['funding', 'technical'],
  'project.1.partners': ['Ministry of Works', 'Water board'],
  'project.1.bankable': 'yes',
  'project.2.title': 'Clean river',
  'project.2.focus-area': 'quality-environment',
  'project.2.budget': 'USD 2500000',
  'project.2.funding': 'Loan sought',
  'project.2.support': ['funding'],
};

describe('the form that our letter carries, filled in', () => {
  test.each([
    ['filled-in-word.docx', 'en'],
    ['filled-in-vietnamese.docx', 'vi'],
    ['saved-by-libreoffice.docx', 'vi'],
    ['saved-by-libreoffice.odt', 'en'],
    ['filled-in-excel.xlsx', 'en'],
    ['saved-by-libreoffice.xlsx', 'en'],
    ['saved-by-libreoffice.ods', 'en'],
  ] as const)('%s gives every field', async (name, language) => {
    const { fields, problems, remarks } = await answerIn(await fixture(name), { name, writer: { language } });
    expect({ fields, problems, remarks }).toEqual({ fields: filled, problems: [], remarks: undefined });
  });

  test.each(['projects-semicolons.csv', 'projects-utf-16.csv'])('%s gives the projects', async (name) => {
    const { fields, problems } = await answerIn(await fixture(name), { name, writer: { language: 'en' } });
    expect(problems).toEqual([]);
    expect(fields).toEqual(
      Object.fromEntries(Object.entries(filled).filter(([key]) => key.startsWith('project'))),
    );
  });

  test.each([
    ['saved-as-word-97.doc', 'is in a format of before Office 2007'],
    ['saved-as-excel-97.xls', 'is in a format of before Office 2007'],
  ])('%s is not read, and told', async (name, why) => {
    const { fields, remarks } = await answerIn(await fixture(name), { name });
    expect(fields).toEqual({});
    expect(remarks).toEqual([expect.stringContaining(why)]);
  });
});

const read = async (...body: string[]) => (await answerIn(word(body.join('')))).fields;

describe('a Word form as people fill it in', () => {
  test('in several lines, with line breaks, tabs and hyphens inside a cell', async () => {
    const inside = line(
      '<w:r><w:t>A clean</w:t><w:br/><w:t>and</w:t><w:tab/><w:t>green</w:t><w:noBreakHyphen/><w:t>ish city</w:t></w:r>',
    );
    expect(await read(table(row(cell('Vision'), `<w:tc>${inside}${line(run('for all'))}</w:tc>`)))).toEqual({
      vision: 'A clean\nand\tgreen-ish city\nfor all',
    });
  });

  test('with tracked changes: insertions count, deletions and what was moved away do not', async () => {
    const inside = line(
      run('A '),
      '<w:del w:id="1"><w:r><w:delText>dirty</w:delText></w:r></w:del>',
      `<w:ins w:id="2">${run('clean')}</w:ins>`,
      `<w:moveFrom w:id="3">${run(' old')}</w:moveFrom>`,
      `<w:moveTo w:id="4">${run(' new')}</w:moveTo>`,
      run(' city'),
    );
    const gone = `<w:tr><w:trPr><w:del w:id="5"/></w:trPr>${cell('Plan period')}${cell('2018')}</w:tr>`;
    expect(await read(table(row(cell('Vision'), `<w:tc>${inside}</w:tc>`), gone))).toEqual({
      vision: 'A clean new city',
    });
  });

  test('in content controls, whose placeholder is no answer', async () => {
    const control = (content: string, properties = ''): string =>
      `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const rows = [
      row(
        cell('Vision'),
        `<w:tc>${line(control(run('Click here to enter text.'), '<w:showingPlcHdr/>'))}</w:tc>`,
      ),
      row(cell('Plan period'), `<w:tc>${control(line(run('2018-2025')))}</w:tc>`),
      control(pair('Strategic targets', 'Ten parks')),
      row(cell('Master plan'), control(cell('Plan of 2015'))),
    ];
    expect(await read(table(...rows))).toEqual({
      'plan-period': '2018-2025',
      targets: 'Ten parks',
      'master-plan': 'Plan of 2015',
    });
  });

  test('beside text boxes, hidden text, comments and notes, which are no answers', async () => {
    const box = `<w:r><w:pict><v:textbox xmlns:v="v"><w:txbxContent>${line(run('Vision: box'))}</w:txbxContent></v:textbox></w:pict></w:r>`;
    const both = `<mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:drawing><w:txbxContent>${line(run('box'))}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent>`;
    const hidden = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t></w:r>';
    const inside = line(
      box,
      both,
      hidden,
      run('Clean'),
      '<w:r><w:footnoteReference w:id="1"/></w:r>',
      '<w:r><w:instrText>PAGE</w:instrText></w:r>',
    );
    expect(await read(table(row(cell('Vision'), `<w:tc>${inside}</w:tc>`)))).toEqual({ vision: 'Clean' });
  });

  test('with rows reordered, added below a question, and a question reworded by a slip', async () => {
    const rows = [
      pair('Plan periods:', '2018-2025'),
      pair('1. Strategic target *', 'Ten parks'),
      pair('Project 1 partners', 'Ministry of Works'),
      pair('', 'Water board'),
      row(cell(''), cell('Harbour office')),
      pair('VISION (required)', 'Clean'),
      pair('Weather', 'fine'),
      pair('', 'not of the vision'),
    ];
    expect(await read(table(...rows))).toEqual({
      'plan-period': '2018-2025',
      targets: 'Ten parks',
      'project.1.partners': ['Ministry of Works', 'Water board', 'Harbour office'],
      vision: 'Clean',
    });
  });

  test('with merged cells: a question over two rows, an answer over two columns, a number before the question', async () => {
    const rows = [
      row(cell('1'), cell('Vision', '<w:vMerge w:val="restart"/>'), cell('Clean')),
      row(cell('', '<w:vMerge/>'), cell('', '<w:vMerge/>'), cell('and green')),
      row(cell('2'), cell('Plan period'), cell('2018', '<w:gridSpan w:val="2"/>')),
      row(cell('Part B', '<w:gridSpan w:val="3"/>')),
      row(cell('3'), cell('Strategic targets'), cell('Ten parks'), cell('by 2025')),
    ];
    expect(await read(table(...rows))).toEqual({
      vision: 'Clean\nand green',
      'plan-period': '2018',
      targets: 'Ten parks\nby 2025',
    });
  });

  test('with numbered lists and boxes that are ticked', async () => {
    const item = (text: string): string =>
      `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>${run(text)}</w:p>`;
    const rows = [
      row(cell('Project 1 partners'), `<w:tc>${item('Ministry of Works')}${item('Water board')}</w:tc>`),
      row(cell('Strategic targets'), `<w:tc>${item('Parks')}${item('Buses')}</w:tc>`),
      pair('Project 1 bankable', '☐ yes\n☒ no'),
      pair('Project 1 focus area', '☐ Civic and social  ☑ Built infrastructure  ☐ Quality environment'),
      pair('Focus areas', '[x] Quality environment\n[ ] Civic and social\n[X] Built infrastructure'),
    ];
    expect(await read(table(...rows))).toEqual({
      'project.1.partners': ['Ministry of Works', 'Water board'],
      targets: '- Parks\n- Buses',
      'project.1.bankable': 'no',
      'project.1.focus-area': 'built-infrastructure',
      'focus-areas': ['quality-environment', 'built-infrastructure'],
    });
  });

  test('with a box for every answer and none ticked, is told', async () => {
    const { fields, problems } = await answerIn(word(table(pair('Position', '☐ Agree\n☐ Comment'))), {
      id: 'clearance',
    });
    expect(fields).toEqual({});
    expect(problems.map(({ field }) => field)).toEqual(['position']);
  });

  test('examples left standing are no answers', async () => {
    const rows = [
      pair('Vision', '(for example: A clean city)'),
      pair('Plan period\n(for example: 2018-2025)', '(for example: 2018-2025) 2019'),
    ];
    expect(await read(table(...rows))).toEqual({ 'plan-period': '2019' });
  });

  test('copied into another document, inside another table, or written as lines beside tables', async () => {
    const body = [
      line(run('Report of the department')),
      table(row(cell('Year'), cell('2018'))),
      table(row(`<w:tc>${table(pair('Vision', 'Clean'))}${line()}</w:tc>`)),
      line(run('Plan period: 2018-2025')),
    ];
    expect(await read(...body)).toEqual({ vision: 'Clean', 'plan-period': '2018-2025' });
  });

  test('a block copied for a further project without its number is the next project', async () => {
    const block = (n: number, title: string, budget: string): string[] => [
      pair(`Project ${n} title`, title),
      pair(`Project ${n} budget`, budget),
    ];
    const rows = [
      ...block(1, 'One', 'USD 1'),
      ...block(2, 'Two', 'USD 2'),
      ...block(3, 'Three', 'USD 3'),
      ...block(3, 'Four', 'USD 4'),
    ];
    expect(await read(table(...rows))).toEqual({
      'project.1.title': 'One',
      'project.1.budget': 'USD 1',
      'project.2.title': 'Two',
      'project.2.budget': 'USD 2',
      'project.3.title': 'Three',
      'project.3.budget': 'USD 3',
      'project.4.title': 'Four',
      'project.4.budget': 'USD 4',
    });
  });

  test('a list laid out as columns', async () => {
    const rows = [
      row(cell('Projects', '<w:gridSpan w:val="3"/>')),
      row(cell('Project title'), cell('Budget (million USD)'), cell('Source of funding')),
      row(cell('Bus lanes'), cell('2.5'), cell('City budget')),
      row(cell('Clean river'), cell('USD 300,000'), cell('Loan')),
      row(cell('Total'), cell('2.8'), cell('')),
    ];
    expect(await read(table(...rows))).toEqual({
      'project.1.title': 'Bus lanes',
      'project.1.budget': 'USD 2500000',
      'project.1.funding': 'City budget',
      'project.2.title': 'Clean river',
      'project.2.budget': 'USD 300000',
      'project.2.funding': 'Loan',
    });
  });

  test('an answer that is also the name of a question stays an answer', async () => {
    const { fields } = await answerIn(word(table(pair('Position', 'Comment'), pair('Comment', 'Too far.'))), {
      id: 'clearance',
    });
    expect(fields).toEqual({ position: 'comment', comment: 'Too far.' });
  });
});

describe('what is not read', () => {
  test.each([
    ['a document of prose', word(line(run('We agree to everything.'))), 'holds none of the questions'],
    ['a document with macros', word('', { 'word/vbaProject.bin': 'x' }), 'holds macros'],
    ['a scan', new TextEncoder().encode('%PDF-1.7'), 'is kept with your letter; no answers were read'],
    ['an empty file', new Uint8Array(), 'is kept with your letter; no answers were read'],
    ['a torn archive', word(table(pair('Vision', 'x'))).subarray(0, 200), 'could not be opened'],
    [
      'an archive of something else',
      archive({ 'readme.txt': 'x' }),
      'is kept with your letter; no answers were read',
    ],
    [
      'a document under a password',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      'is protected by a password',
    ],
  ])('%s is told by its name', async (_, content, why) => {
    const { fields, remarks } = await answerIn(content, { name: 'plan.docx' });
    expect(fields).toEqual({});
    expect(remarks).toEqual([expect.stringContaining(why)]);
    expect(remarks?.[0]).toContain('“plan.docx”');
  });
});
