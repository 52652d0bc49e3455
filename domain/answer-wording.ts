/** What a writer is told about a value that could not be used: the field, the value and what was expected. */
import type { Field } from './form.js';
import { labelOf } from './form.js';
import type { IsoDate } from './time.js';
import type { Language } from './network.js';

/** What was expected instead. */
export type Expected =
  | { what: 'one-of' | 'some-of' | 'number' | 'money' | 'email' | 'date' | 'yes-no' }
  | { what: 'which-date'; either: [IsoDate, IsoDate] };

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
    return `Mục “${label}” ghi “${shown(value)}”, ${inVietnamese(expected, options)}. Ví dụ: ${field.example.vi}`;
  }
  return `“${label}” says “${shown(value)}”, ${inEnglish(expected, options)}. For example: ${field.example.en}`;
}

function inEnglish(expected: Expected, options: string): string {
  switch (expected.what) {
    case 'one-of':
      return `which is not one of the answers offered: ${options}`;
    case 'some-of':
      return `which is not among the answers offered: ${options}`;
    case 'number':
      return 'which is not a number in figures';
    case 'money':
      return 'which does not give an amount in figures with its currency';
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

function inVietnamese(expected: Expected, options: string): string {
  switch (expected.what) {
    case 'one-of':
      return `không phải là một trong các lựa chọn: ${options}`;
    case 'some-of':
      return `không thuộc các lựa chọn: ${options}`;
    case 'number':
      return 'không phải là một con số';
    case 'money':
      return 'chưa nêu số tiền bằng chữ số kèm đơn vị tiền tệ';
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
