/** A letter as plain text. */
import type { LetterPart, LetterView } from './letter-view.js';
import { bracketed } from './letter-view.js';

const width = 76;

/** A command is not broken: it is there to be copied. */
const isCommand = (line: string): boolean => line.startsWith('ascn ');

/** Breaks lines at spaces; a word longer than a line stays whole. */
function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      (isCommand(line) ? [line] : line.split(' '))
        .reduce<string[]>((lines, word) => {
          const last = lines.at(-1);
          if (last === undefined || last.length + 1 + word.length > width) return [...lines, word];
          return [...lines.slice(0, -1), `${last} ${word}`];
        }, [])
        .join('\n'),
    )
    .join('\n');
}

/** Form lines are not broken: what follows a label on the next line would be read as its value. */
const partText = ({ title, begins, before, rows, after }: LetterPart): string[] => [
  `${title}\n${(begins ? '=' : '-').repeat(Math.min(title.length, width))}`,
  ...before.map(wrapped),
  ...(rows.length > 0
    ? [
        rows
          .map((row) => {
            const value = row.value.replaceAll('\n', '\n  ') || (row.example ?? '');
            const said = bracketed(row);
            return `${row.label}: ${value}`.trimEnd() + (said && `\n ${said}`);
          })
          .join('\n'),
      ]
    : []),
  ...after.map(wrapped),
];

/** Sets a letter as text, in lines of at most 76 characters save those of a form. */
export function renderText(view: LetterView): string {
  const { letterhead } = view;
  return (
    [
      `${letterhead.network}\n${letterhead.chair}\n${letterhead.office}`,
      view.heads.map(({ label, lines }) => `${label}: ${lines.join('; ')}`).join('\n'),
      wrapped(view.subject),
      view.salutation,
      ...view.paragraphs.map(wrapped),
      // a link is not broken: it is there to be opened
      ...view.replies.map(({ label, href }) => `${label}:\n<${href}>`),
      ...view.parts.flatMap(partText),
      view.closing,
      view.signature.join('\n'),
      `-- \n${wrapped(view.footer)}`,
    ].join('\n\n') + '\n'
  );
}
