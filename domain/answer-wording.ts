/** What a writer is told about a value that could not be used: the field, the value and what was expected. */
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
  const [one, other] = [left, taken].map((value) => shown(wordedValue(field, value, language)));
  const place = ({ document }: Place): string =>
    document === undefined ? (language === 'vi' ? 'thư' : 'the letter') : `“${shown(document)}”`;
  if (language === 'vi') {
    return `Mục “${label}” ghi “${one}” trong ${place(leftIn)} và “${other}” trong ${place(takenIn)}; chúng tôi lấy nội dung trong ${place(takenIn)}.`;
  }
  return `“${label}” is “${one}” in ${place(leftIn)} and “${other}” in ${place(takenIn)}; we took what ${place(takenIn)} says.`;
}
