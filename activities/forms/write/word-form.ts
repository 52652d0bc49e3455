/** The Word form that a letter carries: one table of questions and answers, a block for each entry of a group. */
import type { ITableCellOptions } from 'docx';
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeightRule,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { groupLabel } from '../../../domain/answer-labels.js';
import type { Field } from '../../../domain/form.js';
import { keyOf, labelOf } from '../../../domain/form.js';
import { wordedValue } from '../../../domain/value-wording.js';
import { documentMaker } from './fixed-archive.js';
import type { FormDocument, FormDocumentPart } from './form-document.js';

/** Blocks of each group that stand ready; further ones are copied. */
const blocksReady = 3;

/** A font that Word, LibreOffice and WPS have on every system, with all letters of Vietnamese. */
const font = 'Times New Roman';
/** Half-points. */
const size = { text: 23, small: 19, head: 30, part: 26 };
/** Twentieths of a point: A4 with margins of 2 cm leaves 9638. */
const width = { page: 9638, question: 3700, answer: 5938, label: 2600, head: 7038 };
const grey = '595959';
const rule = { style: BorderStyle.SINGLE, size: 4, color: '8C8C8C' };
const borders = { top: rule, bottom: rule, left: rule, right: rule };
const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = { top: none, bottom: none, left: none, right: none };

/** Makes the form: a .docx file, the same bytes for the same letter. */
export const wordForm = documentMaker((document) => {
  const title = document.form.title[document.language];
  const file = new Document({
    title: `${title} - ${document.about}`,
    creator: document.network,
    lastModifiedBy: document.network,
    description: '',
    styles: {
      default: {
        document: { run: { font, size: size.text, language: { value: tag[document.language] } } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1134, bottom: 1134, left: 1134, right: 1134, header: 567, footer: 567 },
          },
        },
        headers: { default: new Header({ children: [pageHead(document)] }) },
        footers: { default: new Footer({ children: [pageFoot(document)] }) },
        children: [
          paragraph([run(title, { bold: true, size: size.head })], { before: 120, after: 60 }),
          paragraph([run(document.about, { size: size.part })], { after: 200 }),
          headTable(document),
          ...howTo(document).map((text, i) =>
            paragraph([run(text)], { before: i === 0 ? 200 : 0, after: 120 }),
          ),
          ...document.parts.flatMap((part, i) => partOf(document, part, i)),
        ],
      },
    ],
  });
  return Packer.toBuffer(file);
});

const howTo = ({ form, words }: FormDocument): string[] => [
  ...words.how,
  ...(form.fields.some(({ group }) => group !== undefined) ? [words.furtherBlocks] : []),
];

const tag = { en: 'en-GB', vi: 'vi-VN' };

const run = (
  text: string,
  options: { bold?: boolean; italics?: boolean; color?: string; size?: number } = {},
) => new TextRun({ text, ...options });

const paragraph = (
  children: TextRun[],
  { before = 0, after = 0, next = false, apart = false } = {},
): Paragraph =>
  new Paragraph({ children, spacing: { before, after }, keepNext: next, pageBreakBefore: apart });

const pageHead = ({ network, heads }: FormDocument): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.RIGHT,
    children: [run([network, heads[0]?.text ?? ''].join('  ·  '), { color: grey, size: size.small })],
  });

const pageFoot = ({ words }: FormDocument): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new TextRun({
        children: [`${words.page} `, PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES],
        color: grey,
        size: size.small,
      }),
    ],
  });

const cell = (children: Paragraph[], options: Partial<ITableCellOptions>): TableCell =>
  new TableCell({
    children,
    margins: { top: 70, bottom: 70, left: 110, right: 110 },
    borders,
    ...options,
  });

const table = (columns: number[], rows: TableRow[]): Table =>
  new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width.page, type: WidthType.DXA },
    columnWidths: columns,
    rows,
  });

const shaded = (fill: string) => ({ type: ShadingType.CLEAR, color: 'auto', fill });

const headTable = ({ heads }: FormDocument): Table =>
  table(
    [width.label, width.head],
    heads.map(
      ({ label, text }) =>
        new TableRow({
          children: [
            cell([paragraph([run(label, { color: grey })])], {
              borders: noBorders,
              margins: { top: 20, bottom: 20, left: 0, right: 110 },
              width: { size: width.label, type: WidthType.DXA },
            }),
            cell([paragraph([run(text)])], {
              borders: noBorders,
              margins: { top: 20, bottom: 20, left: 0, right: 0 },
              width: { size: width.head, type: WidthType.DXA },
            }),
          ],
        }),
    ),
  );

function partOf(document: FormDocument, part: FormDocumentPart, index: number): (Paragraph | Table)[] {
  const { words } = document;
  const head = new TableRow({
    tableHeader: true,
    children: [words.question, words.answer].map((text, i) =>
      cell([paragraph([run(text, { bold: true })])], {
        shading: shaded('D9E2EC'),
        width: { size: i === 0 ? width.question : width.answer, type: WidthType.DXA },
      }),
    ),
  });
  const rows = table([width.question, width.answer], [head, ...rowsOf(document, part)]);
  if (part.city === undefined) return [rows];
  const named = run(`${words.city}: ${part.city}`, { bold: true, size: size.part });
  return [paragraph([named], { before: 240, after: 120, next: true, apart: index > 0 }), rows];
}

/** The questions in the form's order; a group's where its first one stands, block by block. */
function rowsOf(document: FormDocument, part: FormDocumentPart): TableRow[] {
  const { form, language } = document;
  const groups = new Set<string>();
  return form.fields.flatMap((field) => {
    const { group } = field;
    if (group === undefined) return row(document, part, field, 1);
    if (groups.has(group)) return [];
    groups.add(group);
    const fields = form.fields.filter((each) => each.group === group);
    const begun = Object.keys(part.known).flatMap((key) =>
      key.startsWith(`${group}.`) ? [Number(key.split('.')[1])] : [],
    );
    const blocks = Math.max(blocksReady, ...begun);
    return Array.from({ length: blocks }, (_, i) => i + 1).flatMap((entry) => [
      blockHead(`${groupLabel(form, group, language)} ${entry}`),
      ...fields.flatMap((each) => row(document, part, each, entry)),
    ]);
  });
}

const blockHead = (text: string): TableRow =>
  new TableRow({
    cantSplit: true,
    children: [
      cell([paragraph([run(text, { bold: true })], { next: true })], {
        columnSpan: 2,
        shading: shaded('EEF2F6'),
        width: { size: width.page, type: WidthType.DXA },
      }),
    ],
  });

function row(document: FormDocument, part: FormDocumentPart, field: Field, entry: number): TableRow[] {
  const { language } = document;
  const key = keyOf(field, entry);
  if (part.leftOut.has(key)) return [];
  const known = part.known[key];
  const lines = known === undefined ? [''] : wordedValue(field, known, language).split('\n');
  return [
    new TableRow({
      cantSplit: true,
      height: {
        value: field.type === 'text' && field.group === undefined ? 1100 : 560,
        rule: HeightRule.ATLEAST,
      },
      children: [
        cell(question(document, field, entry), {
          width: { size: width.question, type: WidthType.DXA },
        }),
        cell(
          lines.map((line) => paragraph([run(line)])),
          { verticalAlign: VerticalAlign.TOP, width: { size: width.answer, type: WidthType.DXA } },
        ),
      ],
    }),
  ];
}

/** The label, what may be answered, and an example in the brackets that reading leaves out. */
function question({ language, words }: FormDocument, field: Field, entry: number): Paragraph[] {
  const note = (text: string, italics = false): Paragraph =>
    paragraph([run(text, { color: grey, size: size.small, italics })], { before: 30 });
  const options = field.options?.map((option) => option.label[language]).join('; ');
  return [
    paragraph([
      run(labelOf(field, language, entry), { bold: true }),
      ...(field.required ? [run(` (${words.required})`, { color: grey, size: size.small })] : []),
    ]),
    ...(options === undefined
      ? []
      : [note(`${field.type === 'choice' ? words.oneOf : words.someOf} ${options}`)]),
    note(`(${words.example} ${field.example[language]})`, true),
  ];
}
