/** Lines that hold the end of the person's own words and an attribution, as some programs make from HTML. */
import { foldWords } from '../../../../domain/fold.js';
import { hasPhraseAtEnd, phraseAtStart } from './phrase-index.js';
import type { Quoting } from '../quoting.js';
import type { Line } from './lines.js';

/** `… On Mon, May 7, 2018 at 9:00 AM, Office <office@city.example> wrote:`; two words and a date, an address, a colon. */
const shared = /^(.*?[^\s-])(?:\s+|-{2,}\s*)(\p{Lu}\p{L}{1,3}\s[^:@]{0,40}\d.*@.*[:：])\s*$/u;

/** Parts such lines in two. */
export function partSharedLines(lines: readonly Line[], quoting: Quoting): readonly Line[] {
  if (!lines.some((line) => isShared(line, quoting))) return lines;
  return lines.flatMap((line) => {
    const [, own, attribution] = (isShared(line, quoting) && shared.exec(line.text)) || [];
    return own !== undefined &&
      attribution !== undefined &&
      phraseAtStart(quoting.begins, foldWords(attribution)) !== undefined
      ? [
          { ...line, text: own },
          { ...line, text: attribution },
        ]
      : [line];
  });
}

const isShared = ({ text }: Line, quoting: Quoting): boolean =>
  text.length <= 400 &&
  /@.*[:：]\s*$/.test(text) &&
  !/^\s*>/.test(text) &&
  phraseAtStart(quoting.begins, foldWords(text)) === undefined &&
  hasPhraseAtEnd(quoting.wrote, foldWords(text));
