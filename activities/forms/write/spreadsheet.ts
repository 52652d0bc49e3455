/** The spreadsheet for a form with lists: a sheet for each group with one row an entry, and drop-downs for choices. */
import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { CellObject, Feature, Row, Sheet as WrittenSheet } from 'write-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import {
  getCellAddress,
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  sanitizeAttributeValue,
} from 'write-excel-file/utility';
import { columnLabel, groupLabel } from '../../../domain/answer-labels.js';
import type { Field } from '../../../domain/form.js';
import { keyOf, labelOf } from '../../../domain/form.js';
import { wordedValue } from '../../../domain/value-wording.js';
import { documentMaker } from './fixed-archive.js';
import type { FormDocument, FormDocumentPart } from './form-document.js';

/** Rows ready for entries: of the one office that is asked, and for each city of a joint letter. */
const rowsReady = { one: 20, eachOfSeveral: 6 };

/** Sheets' names have no more characters than Excel takes. */
const longestName = 31;
const listsSheet = 'lists';

/** A drop-down: the cells that it stands in, and the column of the sheet of lists that holds what it offers. */
interface DropDown {
  from: string;
  to: string;
  list: number;
  options: number;
  /** Several may be given in one cell, so that others are taken too. */
  several: boolean;
}

/** What the library takes for a file inside the workbook. */
type Content = Stream | Buffer | Blob;

interface Sheet {
  name: string;
  rows: Row[];
  widths: number[];
  sticky: number;
  dropDowns: DropDown[];
}

/** True for a form that has a list in it, for which the spreadsheet is sent. */
export const hasList = ({ form }: FormDocument): boolean =>
  form.fields.some(({ group }) => group !== undefined);

/**
 * Makes the spreadsheet: an .xlsx file, the same bytes for the same letter. Cells for answers are of the format text,
 * so that nothing typed is turned into another date or figure, and text from outside can't act as a formula.
 */
export const spreadsheet = documentMaker((document) => {
  const { form, words } = document;
  const lists: string[][] = [];
  const groups = [...new Set(form.fields.flatMap(({ group }) => group ?? []))];
  const single = form.fields.filter(({ group }) => group === undefined);
  const sheets = [
    ...groups.map((group) => listSheet(document, group, lists)),
    ...(single.length > 0 ? [questionsSheet(document, single, lists)] : []),
  ];
  const columns = Array.from({ length: Math.max(0, ...lists.map((list) => list.length)) }, (_, row) =>
    lists.map((list) => text(list[row] ?? '')),
  );
  const data: WrittenSheet<Content>[] = sheets.map(({ name, rows, widths, sticky }) => ({
    data: rows,
    sheet: name,
    columns: widths.map((width) => ({ width })),
    orientation: 'landscape',
    ...(sticky > 0 && { stickyRowsCount: sticky }),
  }));
  if (lists.length > 0) data.push({ data: columns, sheet: listsSheet });
  const file = writeExcelFile(data, {
    fontFamily: 'Times New Roman',
    fontSize: 11,
    features: [dropDowns(sheets, words.several), hiddenLists, printed],
  });
  return file.toBuffer();
});

const border = { borderColor: '#8C8C8C', borderStyle: 'thin' as const };

/** A text that begins like a formula gets an apostrophe, for whoever saves the sheet as comma-separated values. */
const harmless = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

const text = (value: string): CellObject => ({ value, type: String });
const answer = (value = ''): CellObject => ({
  value: harmless(value),
  type: String,
  format: '@',
  wrap: true,
  alignVertical: 'top',
  ...border,
});
const label = (value: string): CellObject => ({ ...answer(), value, backgroundColor: '#EEF2F6', height: 48 });
const head = (value: string): CellObject => ({
  ...answer(),
  value,
  fontWeight: 'bold',
  backgroundColor: '#D9E2EC',
  ...(value.includes('\n') && { height: 64 }),
});

/** Title, reference and how to fill it in, over the table. */
function topRows({ form, language, about, heads, words }: FormDocument): Row[] {
  const title = `${form.title[language]} - ${about}`;
  return [
    [{ ...text(harmless(title)), fontWeight: 'bold', fontSize: 14 }],
    [text(heads.map((each) => `${each.label}: ${each.text}`).join('   '))],
    ...words.howSheet.map((line): Row => [text(line)]),
    [],
  ];
}

function listSheet(document: FormDocument, group: string, lists: string[][]): Sheet {
  const { form, language, words, parts } = document;
  const fields = form.fields.filter((field) => field.group === group);
  const joint = parts.some(({ city }) => city !== undefined);
  const lead = joint ? [words.city, words.number] : [words.number];
  const top = topRows(document);
  const heads = [...lead.map(head), ...fields.map((field) => head(headOf(document, field)))];
  const rows = parts.flatMap((part) => entryRows(part, group, fields, document));
  const first = top.length + 1;
  return {
    name: sheetName(`${groupLabel(form, group, language)}`),
    rows: [...top, heads, ...rows],
    widths: [...lead.map((_, i) => (joint && i === 0 ? 18 : 6)), ...fields.map(widthOf)],
    sticky: first,
    dropDowns: fields.flatMap((field, i) =>
      dropDownOf(document, field, lists, [first, lead.length + i], first + rows.length - 1 + 50),
    ),
  };
}

function entryRows(
  part: FormDocumentPart,
  group: string,
  fields: readonly Field[],
  { language, parts }: FormDocument,
): Row[] {
  const begun = Object.keys(part.known).flatMap((key) =>
    key.startsWith(`${group}.`) ? [Number(key.split('.')[1])] : [],
  );
  const ready = parts.length > 1 ? rowsReady.eachOfSeveral : rowsReady.one;
  return Array.from({ length: Math.max(ready, ...begun) }, (_, i) => [
    ...(part.city === undefined ? [] : [answer(part.city)]),
    answer(String(i + 1)),
    ...fields.map((field) => {
      const value = part.known[keyOf(field, i + 1)];
      return answer(value === undefined ? '' : wordedValue(field, value, language));
    }),
  ]);
}

/** The head of a column: the label, whether it is required, and an example in the brackets that reading leaves out. */
const headOf = ({ language, words }: FormDocument, field: Field): string =>
  [
    columnLabel(field, language) + (field.required ? ` (${words.required})` : ''),
    `(${words.example} ${field.example[language]})`,
  ].join('\n');

function questionsSheet(document: FormDocument, fields: readonly Field[], lists: string[][]): Sheet {
  const { language, words, parts } = document;
  const sheet: Sheet = {
    name: sheetName(words.otherQuestions),
    rows: topRows(document),
    widths: [44, 90],
    sticky: 0,
    dropDowns: [],
  };
  for (const part of parts) {
    if (part.city !== undefined) sheet.rows.push([head(words.city), head(part.city)]);
    else sheet.rows.push([head(words.question), head(words.answer)]);
    for (const field of fields) {
      if (part.leftOut.has(field.id)) continue;
      const known = part.known[field.id];
      const at = sheet.rows.length;
      const example = `(${words.example} ${field.example[language]})`;
      sheet.rows.push([
        label(`${labelOf(field, language)}${field.required ? ` (${words.required})` : ''}\n${example}`),
        answer(known === undefined ? '' : wordedValue(field, known, language)),
      ]);
      sheet.dropDowns.push(...dropDownOf(document, field, lists, [at, 1], at));
    }
  }
  return sheet;
}

const widthOf = ({ type }: Field): number =>
  ({ text: 36, list: 36, choices: 32, choice: 26, email: 30, money: 22, date: 18, number: 12, 'yes-no': 12 })[
    type
  ];

/** A name that Excel takes: none of `[]:*?/\`, not too long. */
const sheetName = (name: string): string =>
  name
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, longestName) || '1';

function dropDownOf(
  { language, words }: FormDocument,
  field: Field,
  lists: string[][],
  [row, column]: [number, number],
  last: number,
): DropDown[] {
  const options =
    field.type === 'yes-no' ? words.yesNo : (field.options ?? []).map((option) => option.label[language]);
  if (options.length === 0) return [];
  const known = lists.findIndex((list) => list.join('\n') === options.join('\n'));
  if (known < 0) lists.push(options);
  return [
    {
      from: getCellAddress(row, column),
      to: getCellAddress(last, column),
      list: known < 0 ? lists.length - 1 : known,
      options: options.length,
      several: field.type === 'choices',
    },
  ];
}

type SheetFeature = Feature<Content>;

/** Drop-downs (ECMA-376 Part 1, 18.3.1.33), which the library leaves to such a feature. */
const dropDowns = (sheets: readonly Sheet[], several: string): SheetFeature => ({
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform(xml, _options, { sheetIndex }) {
          const own = sheets[sheetIndex]?.dropDowns ?? [];
          if (own.length === 0) return xml;
          const marks = own.map((each) => validation(each, several)).join('');
          return insertElementMarkupAccordingToOrderOfSiblings(
            xml,
            `<dataValidations count="${own.length}">${marks}</dataValidations>`,
            getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet') ?? [],
            'worksheet',
          );
        },
      },
    },
  },
});

function validation({ from, to, list, options, several: manyFit }: DropDown, several: string): string {
  const column = getCellAddress(0, list).replace(/\d+$/, '');
  const prompt = manyFit ? ` showInputMessage="1" prompt="${sanitizeAttributeValue(several)}"` : '';
  return (
    `<dataValidation type="list" allowBlank="1"${manyFit ? '' : ' showErrorMessage="1"'}${prompt} sqref="${from}:${to}">` +
    `<formula1>${listsSheet}!$${column}$1:$${column}$${options}</formula1></dataValidation>`
  );
}

const hiddenLists: SheetFeature = {
  files: {
    transform: {
      'xl/workbook.xml': {
        transformElementAttributes: (tag, attributes) =>
          tag === 'sheet' && attributes.name === listsSheet ? { ...attributes, state: 'hidden' } : attributes,
      },
    },
  },
};

/** All columns on one page's width when printed. */
const printed: SheetFeature = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml) =>
          xml
            .replace(/<sheetPr\/?>(?:<\/sheetPr>)?/, '')
            .replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
            .replace(/<pageSetup([^>]*?)\/?>/, '<pageSetup$1 fitToHeight="0"/>'),
      },
    },
  },
};
