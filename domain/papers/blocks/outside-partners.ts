/** The list of outside partners: who they are and what they offered the cities. */
import type { Partner } from '../../network.js';
import { focusAreaNames, listOf, textOf, worded } from '../answers.js';
import type { Block, Line } from '../block.js';
import { emptyCell, missingAnswer } from '../block.js';
import type { PaperYear } from '../year.js';
import { countryOf, nameOf, requestOf } from '../year.js';

/**
 * Every partner that was asked this year; where none was asked, every partner that the network knows by then. A
 * public paper leaves out those that made no offer.
 */
export function outsidePartners(year: PaperYear): Block {
  const asked = new Set(
    year.requests.filter(({ kind }) => kind === 'partner-offer').map(({ subject }) => subject),
  );
  const toThePublic = year.definition.marking === 'public';
  const partners = year.network.partners.filter((partner) =>
    asked.size
      ? asked.has(partner.id) && !(toThePublic && !requestOf(year, 'partner-offer', partner.id)?.submission)
      : partner.since === undefined || partner.since <= year.calendar.year,
  );
  return {
    lines: [],
    tables: [
      {
        title: 'Outside partners',
        columns: asked.size
          ? ['Partner', 'Country or seat', 'Focus areas offered', 'Support offered', 'Twinned with']
          : ['Partner', 'Kind', 'Country or seat', 'Focus areas'],
        rows: partners.map((partner) => row(year, partner, asked.size > 0)),
      },
    ],
  };
}

function row(year: PaperYear, partner: Partner, asked: boolean): Line[] {
  const known = { of: `data/${partner.source}` };
  const twins = year.twins.filter((twin) => twin.partner === partner.id);
  const twinned: Line = {
    text: twins.map((twin) => nameOf(year.network, 'cities', twin.city)).join('; '),
    source: { of: twins[0] ? `twinning-city/${twins[0].city}-${partner.id}` : known.of, field: 'twins' },
  };
  const start: Line[] = [
    { text: partner.name, source: { ...known, field: 'name' } },
    { text: countryOf(year, partner), source: { ...known, field: 'country' } },
  ];
  const submission = requestOf(year, 'partner-offer', partner.id)?.submission;
  const of = `partner-offer/${partner.id}`;
  if (!submission) {
    return asked
      ? [...start, missingAnswer(year, { of }), emptyCell({ of, field: 'support' }), twinned]
      : [
          start[0]!,
          { text: worded(partner.kind), source: { ...known, field: 'kind' } },
          start[1]!,
          {
            text: focusAreaNames(year.network, partner.focusAreas) || 'Not stated in the source',
            source: { ...known, field: 'focus-areas' },
          },
        ];
  }
  const { version } = submission;
  return [
    ...start,
    {
      text: focusAreaNames(year.network, listOf(submission, 'focus-areas')),
      source: { of, version, field: 'focus-areas' },
    },
    {
      text: listOf(submission, 'support').map(worded).join('; ') || (textOf(submission, 'support') ?? ''),
      source: { of, version, field: 'support' },
    },
    twinned,
  ];
}
