/** What a writer is told about a value that could not be used: the field, the value and what was expected. */
import type { Unread } from './answer-documents.js';
import type { Field, Source } from './form.js';
import { labelOf } from './form.js';
import { wordedValue } from './value-wording.js';
import type { IsoDate } from './time.js';
import type { Language } from './network.js';

/** What was expected instead. */
export type Expected =
  | { what: 'one-of' | 'some-of' | 'email' | 'yes-no' }
  | { what: 'number' | 'one-number' | 'money' | 'one-amount' | 'currency' | 'date' | 'one-date' }
  | { what: 'which-date'; either: [IsoDate, IsoDate] }
  | { what: 'which-number' | 'which-amount'; either: [string, string] };

const longest = 80;
const shown = (value: string): string => {
  const line = value.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};

/** The sentence, in the writer's language, ending with an example of a right answer. */
export function problemSentence(
  field: Field,
  entry: number,
  value: string,
  expected: Expected,
  language: Language,
): string {
  const label = labelOf(field, language, entry);
  const options = (field.options ?? []).map((option) => option.label[language]).join('; ');
  if (language === 'vi') {
    return `Mục “${label}” ghi “${shown(value)}”, ${inVietnamese(expected, options, field)}. Ví dụ: ${field.example.vi}`;
  }
  return `“${label}” says “${shown(value)}”, ${inEnglish(expected, options, field)}. For example: ${field.example.en}`;
}

function inEnglish(expected: Expected, options: string, field: Field): string {
  switch (expected.what) {
    case 'one-of':
      return `which is not one of the answers offered: ${options}`;
    case 'some-of':
      return `which is not among the answers offered: ${options}`;
    case 'number':
      return 'which is not a number in figures';
    case 'money':
      return 'which does not give an amount in figures with its currency';
    case 'one-number':
      return 'which is not one number; please give one figure';
    case 'one-amount':
      return 'which is not one amount; please give one figure with its currency';
    case 'currency':
      return 'which does not say in which currency';
    case 'which-number':
    case 'which-amount':
      return `which may be ${either(expected.either, field, 'en').join(' or ')}; please write the figure without marks for thousands, and the currency in full`;
    case 'one-date':
      return 'which is more than one date; please give one';
    case 'email':
      return 'which is not an e-mail address';
    case 'date':
      return 'which is not a date that could be read; please write the month as a word, or year-month-day';
    case 'yes-no':
      return 'which is neither yes nor no';
    case 'which-date':
      return `which may be ${expected.either.join(' or ')}; please write the month as a word, or year-month-day`;
  }
}

function inVietnamese(expected: Expected, options: string, field: Field): string {
  switch (expected.what) {
    case 'one-of':
      return `không phải là một trong các lựa chọn: ${options}`;
    case 'some-of':
      return `không thuộc các lựa chọn: ${options}`;
    case 'number':
      return 'không phải là một con số';
    case 'money':
      return 'chưa nêu số tiền bằng chữ số kèm đơn vị tiền tệ';
    case 'one-number':
      return 'chưa phải là một con số duy nhất; xin ghi một con số';
    case 'one-amount':
      return 'chưa phải là một số tiền duy nhất; xin ghi một số tiền kèm đơn vị tiền tệ';
    case 'currency':
      return 'chưa nêu đơn vị tiền tệ';
    case 'which-number':
    case 'which-amount':
      return `có thể là ${either(expected.either, field, 'vi').join(' hoặc ')}; xin ghi con số không có dấu phân cách hàng nghìn và ghi đầy đủ đơn vị tiền tệ`;
    case 'one-date':
      return 'nêu nhiều hơn một ngày; xin ghi một ngày';
    case 'email':
      return 'không phải là một địa chỉ thư điện tử';
    case 'date':
      return 'không phải là ngày có thể đọc được; xin ghi theo dạng năm-tháng-ngày';
    case 'yes-no':
      return 'chưa rõ là có hay không';
    case 'which-date':
      return `có thể là ${expected.either.join(' hoặc ')}; xin ghi theo dạng năm-tháng-ngày`;
  }
}

const either = (values: readonly string[], field: Field, language: Language): string[] =>
  values.map((value) => wordedValue(field, value, language));

/** A place of an answer: the letter itself, or the attachment of that name. */
interface Place {
  source: Source;
  document?: string;
}

/** The sentence about a field that a letter and its attachments give differently: both values, and which one counts. */
export function disagreementSentence(
  field: Field,
  entry: number,
  left: string | string[],
  leftIn: Place,
  taken: string | string[],
  takenIn: Place,
  language: Language,
): string {
  const label = labelOf(field, language, entry);
  const place = ({ document }: Place): string =>
    document === undefined ? (language === 'vi' ? 'thư' : 'the letter') : `“${shown(document)}”`;
  // the letter that tells this may go to readers who must not see a confidential value
  const [one, other] = [left, taken].map((value) =>
    field.confidential ? '' : ` “${shown(wordedValue(field, value, language))}”`,
  );
  if (language === 'vi') {
    const differs = field.confidential ? 'được ghi khác nhau' : 'ghi';
    return `Mục “${label}” ${differs}${one} trong ${place(leftIn)} và${other} trong ${place(takenIn)}; chúng tôi lấy nội dung trong ${place(takenIn)}.`;
  }
  const differs = field.confidential ? 'is given differently' : 'is';
  return `“${label}” ${differs}${one} in ${place(leftIn)} and${other} in ${place(takenIn)}; we took what ${place(takenIn)} says.`;
}

/** The sentence about a document of which nothing was read: by its name, why, and what helps. */
export function unreadSentence(document: string, why: Unread, language: Language): string {
  const name = `“${shown(document)}”`;
  return language === 'vi' ? `${name} ${whyInVietnamese[why]}` : `${name} ${whyInEnglish[why]}`;
}

const whyInEnglish: Record<Unread, string> = {
  'old-format':
    'is in a format of before Office 2007, which could not be read; please save it as .docx or .xlsx.',
  password: 'is protected by a password and could not be read; please send it without one.',
  macros: 'holds macros and was not opened; please save it without them.',
  damaged: 'could not be opened; please send it again.',
  'too-large': 'is larger than any form and was not read; please send the form alone.',
  'no-answers':
    'holds none of the questions of the form; it is kept with your letter, and a person reads it.',
  blank: 'is the form, but without answers; perhaps it was not saved before it was sent.',
  'not-a-form': 'is kept with your letter; no answers were read from it.',
};

const whyInVietnamese: Record<Unread, string> = {
  'old-format': 'ở định dạng trước Office 2007 nên chưa đọc được; xin lưu lại thành .docx hoặc .xlsx.',
  password: 'có mật khẩu nên chưa đọc được; xin gửi lại bản không có mật khẩu.',
  macros: 'có chứa macro nên không được mở; xin lưu lại bản không có macro.',
  damaged: 'không mở được; xin gửi lại.',
  'too-large': 'lớn hơn mọi biểu mẫu nên không được đọc; xin chỉ gửi riêng biểu mẫu.',
  'no-answers': 'không có câu hỏi nào của biểu mẫu; tệp được lưu cùng thư và sẽ có người đọc.',
  blank: 'là biểu mẫu nhưng chưa có câu trả lời; có thể tệp chưa được lưu trước khi gửi.',
  'not-a-form': 'được lưu cùng thư; không có câu trả lời nào được đọc từ tệp này.',
};

/** The sentence about labels and documents that fit several of the answers that our letter asked for. */
export function fitsSeveralSentence(what: readonly string[], language: Language): string {
  const names = what
    .slice(0, 8)
    .map((each) => `“${shown(each)}”`)
    .join(', ');
  return language === 'vi'
    ? `Chưa rõ nội dung sau thuộc câu trả lời nào trong các câu trả lời được đề nghị, nên sẽ có người đọc: ${names}.`
    : `This may belong to more than one of the answers that we asked for, so a person reads it: ${names}.`;
}

/** The sentence about columns of a list that the form does not ask for. */
export function unknownColumnsSentence(
  document: string,
  columns: readonly string[],
  language: Language,
): string {
  const names = columns
    .slice(0, 8)
    .map((column) => `“${shown(column)}”`)
    .join(', ');
  return language === 'vi'
    ? `Các cột sau của “${shown(document)}” không thuộc biểu mẫu và không được đọc: ${names}.`
    : `These columns of “${shown(document)}” are not part of the form and were not read: ${names}.`;
}
