/**
 * HTML as template literals. What is put into a template is escaped, unless it came out of one: text from outside,
 * such as a letter's subject, can never become markup (docs/decisions/026-the-story-of-a-year.md).
 */

/** A piece of markup. Only `html` makes one. */
export class Html {
  constructor(readonly markup: string) {}
}

export type Piece = Html | string | number | false | undefined | readonly Piece[];

/** @returns the template as markup; what is put in is escaped, lists are set one after another, nothing is left out */
export function html(template: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(
    template.reduce(
      (markup, part, i) => `${markup}${part}${i < pieces.length ? markupOf(pieces[i]) : ''}`,
      '',
    ),
  );
}

function markupOf(piece: Piece): string {
  if (piece instanceof Html) return piece.markup;
  if (piece === undefined || piece === false) return '';
  return typeof piece === 'object' ? piece.map(markupOf).join('') : escaped(String(piece));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Without control characters, which HTML does not allow, and those that would turn the reading direction of the page. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[&<>"']/g, (character) => entities[character]!);

/** Pieces with something between them. */
export const joined = (pieces: readonly Piece[], between: Piece): Piece[] =>
  pieces.flatMap((piece, i) => (i === 0 ? [piece] : [between, piece]));
