/** An answer in the way in which the office gives it: the text of its e-mail, and what it attaches. */
import type { Email } from 'postal-mime';
import type { Instant } from '../../../domain/time.js';
import type { Values, Writing } from '../answers.js';
import { answersOf, formIn, letter, linesOf, write } from '../answers.js';
import type { Way } from '../script.js';
import type { Quoted } from './in-line.js';
import { writeBetween } from './in-line.js';
import { writeProse } from './prose.js';
import { scannedPage } from './scan.js';
import { fillSpreadsheet } from './spreadsheet.js';
import { fillWordForm } from './word-form.js';

export interface AnswerLetter {
  /** In lines, where our letter does not carry what the way would need. */
  way: Way;
  text: string;
  attachments: { filename: string; contentType: string; content: Buffer }[];
}

interface Enclosed {
  filename: string;
  contentType: string;
  content: Uint8Array;
}

const sayings = new Set(['full', 'comment', 'object', 'decline', 'return', 'incomplete']);

/** Our letter as it came, and when. */
export interface Asked {
  message: Email;
  at: Instant;
}

/**
 * Writes the answer.
 *
 * @param wanted the way in which the office answers, as far as our letter carries a form at all
 * @param title of the office, with which it signs
 */
export function answerLetter(wanted: Way, writing: Writing, asked: Asked, title: string): AnswerLetter {
  const wordForm = enclosed(asked.message, 'wordprocessingml.document');
  const workbook = enclosed(asked.message, 'spreadsheetml.sheet');
  const inLines = (): AnswerLetter => ({
    way: 'lines',
    text: `${write(writing)}\n${title}`,
    attachments: [],
  });
  if (!wordForm || !sayings.has(writing.say)) return inLines();
  const form = formIn(writing.forms, writing.form);
  const values = answersOf(writing)[0]!.values;
  const [listed, once] = apart(values);
  const vi = writing.language === 'vi';
  const enclosing = (way: Way, document: Enclosed, ...body: string[]): AnswerLetter => ({
    way,
    text: `${letter(writing, ...body)}\n${title}`,
    attachments: [{ ...document, content: Buffer.from(document.content) }],
  });
  switch (wanted) {
    case 'lines':
      return inLines();
    case 'word-form':
      return enclosing(
        wanted,
        { ...wordForm, content: fillWordForm(wordForm.content, form, values) },
        vi ? 'Chúng tôi gửi kèm mẫu đã điền.' : 'Please find the form attached, filled in.',
      );
    case 'spreadsheet':
      if (!workbook || Object.keys(listed).length === 0) return inLines();
      return enclosing(
        wanted,
        { ...workbook, content: fillSpreadsheet(workbook.content, form, listed) },
        vi ? 'Danh sách có trong bảng tính gửi kèm.' : 'The list is in the attached spreadsheet.',
        ...(Object.keys(once).length > 0 ? ['', ...linesOf(once, writing)] : []),
      );
    case 'in-line': {
      const text = writeBetween(quotedFrom(asked), writing, title, values);
      return text === undefined ? inLines() : { way: wanted, text, attachments: [] };
    }
    case 'prose':
      return { way: wanted, text: `${writeProse(writing, values)}\n${title}`, attachments: [] };
    case 'scan':
      return enclosing(
        wanted,
        {
          filename: 'Scan0001.pdf',
          contentType: 'application/pdf',
          content: scannedPage(writing.seed, writing.office, writing.kind, writing.subject),
        },
        vi ? 'Chúng tôi gửi kèm văn bản đã ký và đóng dấu.' : 'Attached is our letter, signed and stamped.',
      );
  }
}

function enclosed({ attachments }: Email, type: string): Enclosed | undefined {
  const found = attachments.find(({ mimeType }) => mimeType.endsWith(type));
  return (
    found && {
      filename: found.filename ?? '',
      contentType: found.mimeType,
      content: new Uint8Array(found.content as ArrayBuffer),
    }
  );
}

/** What stands in lists, and what is asked once. */
function apart(values: Values): [Values, Values] {
  const isListed = ([key]: [string, string]): boolean => /^[^.]+\.\d+\./.test(key);
  const all = Object.entries(values);
  return [
    Object.fromEntries(all.filter(isListed)),
    Object.fromEntries(all.filter((each) => !isListed(each))),
  ];
}

const quotedFrom = ({ message: { text = '', from, replyTo }, at }: Asked): Quoted => ({
  text,
  from: `${from?.name ?? ''} <${replyTo?.[0]?.address ?? ''}>`,
  at,
});
