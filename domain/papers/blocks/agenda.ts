/** The agenda, with the number of the document under each item. */
import type { Block } from '../block.js';
import { itemNumber } from '../numbers.js';
import type { PaperYear } from '../year.js';

export function agenda(year: PaperYear): Block {
  const { id, items } = year.definition;
  return {
    lines: [],
    tables: [
      {
        title: 'Agenda',
        columns: ['Item', 'Subject', 'Document', 'Action requested'],
        rows: items.map((item, i) =>
          Object.entries({
            number: String(i + 1),
            title: item.title,
            document: itemNumber(year.number, i + 1),
            action: item.actionRequested,
          }).map(([field, text]) => ({
            text,
            source: { of: `data/papers/${id}`, field: `${item.id}.${field}` },
          })),
        ),
      },
    ],
  };
}
