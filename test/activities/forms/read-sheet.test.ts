import { describe, expect, test } from '@jest/globals';
import { answerIn, workbook } from './documents.js';

const head = ['No.', 'Title', 'Focus area', 'Budget', 'Source of funding'];
const number = (value: number | string, style = 0) => ({
  attributes: `s="${style}"`,
  inside: `<v>${value}</v>`,
});
const styles =
  '<numFmts><numFmt numFmtId="170" formatCode="&quot;US$&quot;#,##0"/><numFmt numFmtId="171" formatCode="[$₫-42A]#,##0"/><numFmt numFmtId="172" formatCode="dd/mm/yyyy"/></numFmts>' +
  '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs>';
const sheet = { name: 'projects.xlsx' };

describe('a spreadsheet of projects', () => {
  test('is read by its heads, in any order, with blank rows, a sum and the currency of cells', async () => {
    const rows = [
      ['Projects of Da Nang'],
      [],
      ['Source of funding', 'Project title', 'Budget', 'Department', 'Focus area'],
      ['City budget', 'Bus lanes', number(1500000, 1), 'Works', 'Built infrastructure'],
      [],
      ['Loan', 'Clean river', number('4.5E10', 2), 'Water', 'quality environment'],
      ['', 'Total', number(9), '', ''],
      ['', '', number(9), '', ''],
    ];
    const { fields, problems, remarks } = await answerIn(workbook(rows, { styles }), sheet);
    expect(problems).toEqual([]);
    expect(fields).toEqual({
      'project.1.title': 'Bus lanes',
      'project.1.focus-area': 'built-infrastructure',
      'project.1.budget': 'USD 1500000',
      'project.1.funding': 'City budget',
      'project.2.title': 'Clean river',
      'project.2.focus-area': 'quality-environment',
      'project.2.budget': 'VND 45000000000',
      'project.2.funding': 'Loan',
    });
    expect(remarks).toEqual([
      'These columns of “projects.xlsx” are not part of the form and were not read: “Department”.',
    ]);
  });

  test('keeps the numbers of its rows, and counts formulas by their last value', async () => {
    const rows = [
      head,
      [
        '2',
        'Bus lanes',
        'Built infrastructure',
        { attributes: 't="str"', inside: '<f>CONCATENATE("USD ",3)</f><v>USD 3</v>' },
        'x',
      ],
      ['', '', '', '', ''],
      ['5', 'River', 'Quality environment', { attributes: 't="e"', inside: '<f>1/0</f><v>#DIV/0!</v>' }, 'y'],
    ];
    const { fields } = await answerIn(workbook(rows), sheet);
    expect(fields).toMatchObject({
      'project.2.title': 'Bus lanes',
      'project.2.budget': 'USD 3',
      'project.5.title': 'River',
    });
    expect(fields['project.5.budget']).toBeUndefined();
  });

  test('a figure without a currency is asked about, unless the head says which', async () => {
    const { problems } = await answerIn(
      workbook([head, ['1', 'River', 'Quality environment', number(1.125), 'x']]),
      sheet,
    );
    expect(problems.map(({ field, sentence }) => [field, sentence])).toEqual([
      ['project.1.budget', expect.stringContaining('does not say in which currency')],
    ]);
    const named = await answerIn(
      workbook([
        ['Title', 'Budget (USD million)'],
        ['River', number(1.125)],
      ]),
      sheet,
    );
    expect(named.fields['project.1.budget']).toBe('USD 1125000');
  });

  test('a cell merged over several rows counts for each, and rich and shared texts are read', async () => {
    const rows = [
      ['Title', 'Focus area'],
      [{ attributes: 't="s"', inside: '<v>0</v>' }, 'Built infrastructure'],
      ['River', ''],
    ];
    const shared = '<si><r><t>Bus </t></r><r><t>lanes</t></r><rPh><t>x</t></rPh></si>';
    const after = '<mergeCells><mergeCell ref="B2:B3"/></mergeCells>';
    const { fields } = await answerIn(workbook(rows, { shared, after }), sheet);
    expect(fields).toEqual({
      'project.1.title': 'Bus lanes',
      'project.1.focus-area': 'built-infrastructure',
      'project.2.title': 'River',
      'project.2.focus-area': 'built-infrastructure',
    });
  });

  test('days, percentages and yes or no come as their cells show them', async () => {
    const { fields } = await answerIn(
      workbook(
        [
          ['Title', 'Progress', 'Next steps'],
          ['River', number(0.455, 4), number(43232, 5)],
          ['Bus', number(0.125, 4), number(43232, 3)],
          ['Tram', { attributes: 't="b"', inside: '<v>1</v>' }, number(43232)],
        ],
        { styles },
      ),
      { ...sheet, id: 'progress' },
    );
    expect(fields).toMatchObject({
      'project.1.note': '45.5%',
      'project.1.next': '2018-05-12',
      'project.2.next': '2018-05-12',
      'project.3.note': 'yes',
      'project.3.next': '43232',
    });
  });
});

describe('comma-separated values', () => {
  const projects = (text: string | Buffer, name = 'projects.csv') =>
    answerIn(typeof text === 'string' ? new TextEncoder().encode(text) : text, { name });

  test.each([
    ['commas', 'Title,Budget\r\n"Bus lanes, north",USD 2 million\r\n'],
    ['semicolons', 'Title;Budget\nBus lanes, north;USD 2 million'],
    ['tabs', 'Title\tBudget\nBus lanes, north\tUSD 2 million\n'],
    ['a line that names the separator', 'sep=|\nTitle|Budget\nBus lanes, north|USD 2 million'],
    ['a mark of byte order', '\ufeffTitle;Budget\nBus lanes, north;USD 2 million'],
  ])('with %s', async (_, text) => {
    expect((await projects(text)).fields).toEqual({
      'project.1.title': 'Bus lanes, north',
      'project.1.budget': 'USD 2000000',
    });
  });

  test('with quotation marks and lines inside a cell', async () => {
    const { fields } = await projects('Title;Source of funding\n"The ""green"" line";"City\nand state"');
    expect(fields).toEqual({ 'project.1.title': 'The "green" line', 'project.1.funding': 'City\nand state' });
  });

  test('as UTF-16 with and without its mark, and in a legacy encoding', async () => {
    const text = 'Title;Source of funding\nĐường xanh;Ngân sách';
    const title = { 'project.1.title': 'Đường xanh', 'project.1.funding': 'Ngân sách' };
    expect((await projects(Buffer.from(`\ufeff${text}`, 'utf16le'))).fields).toEqual(title);
    expect((await projects(Buffer.from(text, 'utf16le'))).fields).toEqual(title);
    const legacy = Buffer.from('Title;Source of funding\nCaf\xe9 street;City', 'latin1');
    expect((await projects(legacy)).fields['project.1.title']).toBe('Café street');
  });
});
