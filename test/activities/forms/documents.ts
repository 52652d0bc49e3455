/** Documents for tests of how answers are read from them. */
import { strToU8, zipSync } from 'fflate';
import { readDocument } from '../../../activities/forms/read/read-document.js';
import { readAnswers } from '../../../domain/answer-documents.js';
import type { Answer } from '../../../domain/form.js';
import type { Writer } from '../../../domain/writer.js';
import { form } from '../../domain/forms.js';

/** An archive of these parts. */
export const archive = (parts: Record<string, string | Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
  );

/** A Word document with this body. */
export const word = (body: string, more: Record<string, string> = {}): Uint8Array =>
  archive({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ...more,
  });

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
export const line = (...inside: string[]): string => `<w:p>${inside.join('')}</w:p>`;
/** A cell of lines of plain text. */
export const cell = (text: string, properties = ''): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${text
    .split('\n')
    .map((each) => line(run(each)))
    .join('')}</w:tc>`;
export const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;
export const table = (...rows: string[]): string => `<w:tbl>${rows.join('')}</w:tbl>`;
/** A row of question and answer. */
export const pair = (question: string, answer: string): string => row(cell(question), cell(answer));

const column = (i: number): string => String.fromCharCode(65 + i);

/** A workbook of one sheet; a cell is its text, or the inside of its element with its attributes. */
export function workbook(
  rows: (string | { attributes: string; inside: string })[][],
  { sheet = 'Sheet1', styles = '', after = '', shared = '' } = {},
): Uint8Array {
  const cells = rows.map((each, r) => {
    const inside = each.map((value, c) => {
      const at = `${column(c)}${r + 1}`;
      if (typeof value !== 'string') return `<c r="${at}" ${value.attributes}>${value.inside}</c>`;
      return value === '' ? '' : `<c r="${at}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    });
    return `<row r="${r + 1}">${inside.join('')}</row>`;
  });
  return archive({
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/><sheet name="lists" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/styles.xml': `<styleSheet>${styles}</styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${shared}</sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${cells.join('')}</sheetData>${after}</worksheet>`,
  });
}

const english: Writer = { language: 'en' };

/** The answer that one document gives to a form. */
export async function answerIn(
  content: Uint8Array,
  {
    id = 'action-plan',
    name = 'form.docx',
    writer = english,
  }: { id?: string; name?: string; writer?: Writer } = {},
): Promise<Answer> {
  const read = await readDocument(name, content, writer.language);
  return readAnswers({ text: '', documents: [{ name, read }] }, form(id), writer);
}
