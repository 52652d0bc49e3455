/** The text of the ASEAN Smart Cities Framework, line by line, so that each can be cleared and changed by its id. */
import type { Block } from '../block.js';
import type { PaperYear } from '../year.js';

export function framework(year: PaperYear): Block {
  return {
    lines: [],
    tables: year.framework.map((section) => ({
      title: section.title,
      columns: [],
      rows: section.paragraphs.map(({ text, source }, i) => [
        { text, source: { of: `data/${source}`, field: `framework.${section.id}.${i + 1}` } },
      ]),
    })),
  };
}
