/** What other bodies decided before this session, each with the paragraph that proves it. */
import type { Decision } from '../../decision.js';
import type { Block, Line } from '../block.js';
import { sessionName } from '../names.js';
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
        title: 'Decisions of the bodies',
        columns: ['Session', 'Item', 'Action requested', 'Decision', 'Record'],
        rows: before.map((decision) => row(year, decision)),
      },
    ],
  };
}

function row(year: PaperYear, decision: Decision): Line[] {
  const texts = {
    body: sessionName(year, decision.session),
    item: year.itemTitles[`${decision.session}/${decision.item}`] ?? decision.item,
    action: decision.actionRequested,
    verb: decided(decision),
    paragraph: `${decision.record}, paragraph ${decision.paragraph}`,
  };
  return Object.entries(texts).map(([field, text]) => ({
    text,
    source: { of: `decision/${decision.session}/${decision.item}`, version: decision.version, field },
  }));
}

/** What was decided; the basis is said where it is not the usual one, in session. */
function decided({ verb, basis, finality, remarks }: Decision): string {
  const words = [
    `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`,
    ...(basis === 'in session' ? [] : [basis]),
    ...(finality === 'provisional' ? ['provisional'] : []),
  ].join(', ');
  return remarks === undefined ? words : `${words}: ${remarks}`;
}
