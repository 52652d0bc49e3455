/** What other bodies decided before this session, each with the paragraph that proves it. */
import type { Decision } from '../../decision.js';
import type { Block, Line } from '../block.js';
import type { PaperYear } from '../year.js';

export function decisionsBefore(year: PaperYear): Block {
  const before = year.decisions.filter(
    ({ confirmedBy, session }) => confirmedBy && session !== year.session.id,
  );
  if (!before.length) {
    return {
      lines: [
        {
          text: 'No decision of another body precedes this paper.',
          source: { of: 'decision', field: 'none' },
        },
      ],
      tables: [],
    };
  }
  return {
    lines: [],
    tables: [
      {
        title: 'Decisions before',
        columns: ['Body', 'Item', 'Action requested', 'Decision', 'Record'],
        rows: before.map((decision) => row(year, decision)),
      },
    ],
  };
}

function row(year: PaperYear, decision: Decision): Line[] {
  const texts = {
    body: year.network.bodies.find((body) => body.id === decision.body)?.shortName ?? decision.body,
    item: year.itemTitles[`${decision.session}/${decision.item}`] ?? decision.item,
    action: decision.actionRequested,
    verb: `${decision.verb}, ${decision.basis}${decision.finality === 'provisional' ? ' (provisional)' : ''}`,
    paragraph: `paragraph ${decision.paragraph}, ${decision.record}`,
  };
  return Object.entries(texts).map(([field, text]) => ({
    text,
    source: { of: `decision/${decision.session}/${decision.item}`, version: decision.version, field },
  }));
}
