/** The options of the matchmaking, for the chair's secretariat alone: each pair with its reason in one sentence. */
import type { Calendar } from '../calendar.js';
import type { Network } from '../network.js';
import type { Paper, PaperTable, Statement } from '../paper.js';
import type { IsoDate } from '../time.js';
import type { PairOption, TwinningOptions } from '../twinning.js';
import { paperNumber } from './numbers.js';
import { chairName } from './placeholders.js';
import { nameOf } from './year.js';

/** The wording of the paper: `data/papers/options.yaml`. */
export interface OptionsWording {
  title: string;
  document: string;
  session: string;
  actionRequested: string;
  proposed: string;
  alternatives: string;
  without: string;
  intro: string[];
}

/**
 * @param options address of the options: the source of each line
 */
export function optionsPaper(
  found: TwinningOptions,
  options: string,
  year: { network: Network; calendar: Calendar; date: IsoDate },
  wording: OptionsWording,
): Paper {
  const { network, calendar, date } = year;
  const id = 'twinning-options';
  let n = 0;
  const statement = (text: string, field: string): Statement => {
    n += 1;
    return {
      id: `${id}:1.${n}`,
      text,
      source: { of: field.startsWith('data/') ? field : `options/${options.slice(0, 19)}`, field },
    };
  };
  const statements = [
    ...wording.intro.map((text) => statement(text, 'data/papers/options')),
    statement(`The pairs were found with ${found.solver}.`, 'solver'),
  ];
  const pairs = (title: string, list: PairOption[]): PaperTable => ({
    title,
    columns: ['City', 'Outside partner', 'Points', 'Reason'],
    rows: list.map(({ city, partner, score, reason }) => [
      statement(nameOf(network, 'cities', city), `${city}.${partner}.city`),
      statement(nameOf(network, 'partners', partner), `${city}.${partner}.partner`),
      statement(String(score), `${city}.${partner}.score`),
      statement(reason, `${city}.${partner}.reason`),
    ]),
  });
  const tables = [
    pairs(
      wording.proposed,
      found.options.filter(({ proposed }) => proposed),
    ),
    pairs(
      wording.alternatives,
      found.options.filter(({ proposed }) => !proposed),
    ),
    {
      title: wording.without,
      columns: ['City', 'Reason'],
      rows: found.without.map(({ city, reason }) => [
        statement(nameOf(network, 'cities', city), `${city}.city`),
        statement(reason, `${city}.reason`),
      ]),
    },
  ].filter(({ rows }) => rows.length);
  const body = network.bodies.find(({ id: body }) => body === 'ASCN');
  return {
    id,
    number: paperNumber(calendar.year, id, wording.document),
    version: 1,
    body: 'ASCN',
    bodyName: body?.name ?? 'ASEAN Smart Cities Network',
    title: wording.title,
    marking: 'restricted',
    chair: chairName(year),
    place: calendar.place,
    date,
    session: { title: wording.session, date, until: date },
    changes: [],
    items: [
      { id: 'pairs', title: wording.title, actionRequested: wording.actionRequested, statements, tables },
    ],
  };
}
