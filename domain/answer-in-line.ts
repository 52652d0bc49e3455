/**
 * Answers written between the lines of our letter: what stands right below a question that is quoted, and that nothing
 * in the quotation answers, is its answer.
 */
import { labelOfLine } from './answer.js';
import type { AskedAnswer } from './answer-by-form.js';
import { askedByTitle } from './answer-by-form.js';
import { labelsOf, numberless, withoutHint } from './answer-labels.js';

/** Longest line that may be a question, in characters, and of the line of the quotation that stays. */
const longestQuestion = 1000;
const longestKept = 200;
/** Into how many further lines a mail program may have broken a question with its example. */
const mostBroken = 10;

/**
 * Gives each such answer the label of its question, as if the person had written `Label: value`. What repeats the label
 * itself, and what stands below anything else, stays as it is, the latter under the line of the quotation above it.
 * Where our letter asked for several answers, each begins with the title that is quoted above it.
 *
 * @param asked the answers that our letter asked for
 * @param between the person's own lines with the quoted ones around them, which begin with `>`
 */
export function belowQuestions(asked: readonly AskedAnswer[], between: string): string {
  const labels = new Set(asked.flatMap(({ form }) => [...labelsOf(form).keys()]));
  const nameOf = (line: string): { label: string; rest: string } | undefined => {
    const named = line.length > longestQuestion ? undefined : labelOfLine(line);
    return named && labels.has(numberless(named.label)) ? named : undefined;
  };
  const own: string[] = [];
  /** The question right above, and how many more lines may belong to its example. */
  let question: { label: string; broken: number } | undefined;
  let above: string | undefined;
  let title: string | undefined;
  for (const line of between.split('\n')) {
    const mark = /^[ \t]{0,8}[>＞][>＞ \t]*/.exec(line)?.[0];
    const quoted = mark === undefined ? undefined : line.slice(mark.length);
    if (quoted === '') continue;
    if (quoted !== undefined) {
      const named = nameOf(quoted);
      if (asked.length > 1 && askedByTitle(quoted, asked).length > 0) {
        [title, question] = [quoted, undefined];
      } else if (named) {
        const isOpen = named.rest.trim() !== '' && !isClosed(named.rest);
        const label = named.label.trim();
        question = withoutHint(named.rest) === '' ? { label, broken: isOpen ? mostBroken : 0 } : undefined;
      } else if (question && question.broken > 0)
        question.broken = isClosed(quoted) ? 0 : question.broken - 1;
      else question = undefined;
      above = `> ${quoted.slice(0, longestKept)}`;
    } else if (line.trim() === '') own.push(line);
    else {
      const repeats = question === undefined || nameOf(line) !== undefined;
      if (above !== undefined && question === undefined && own.some((each) => each.trim() !== ''))
        own.push(above);
      if (title !== undefined) own.push(title);
      own.push(repeats ? line : `${question!.label}: ${line.trim()}`);
      [question, above, title] = [undefined, undefined, undefined];
    }
  }
  return own.join('\n').trim();
}

/** The example in brackets ends here. */
const isClosed = (text: string): boolean => /[)\]]\s*$/.test(text);
