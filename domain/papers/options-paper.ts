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
  /** Whom the paper is for. */
  addressee: string;
  actionRequested: string;
  proposed: string;
  alternatives: string;
  without: string;
  intro: string[];
  /** Said of a round after the first. */
  laterRound: string;
}

/**
 * @param options address of the options: the source of each line
 */
export function optionsPaper(
  found: TwinningOptions,
  options: string,
  year: { network: Network; calendar: Calendar; date: IsoDate; round: number },
  wording: OptionsWording,
): Paper {
  const { network, calendar, date, round } = year;
  const id = 'twinning-options';
  const source = `options/${options.slice(0, 19)}`;
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
    ...(round > 1 ? [statement(wording.laterRound, 'data/papers/options')] : []),
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
  return {
    id,
    number: paperNumber(calendar.year, id, wording.document),
    version: round,
    body: 'ASCN',
    bodyName: wording.addressee,
    title: wording.title,
    marking: 'restricted',
    chair: chairName(year),
    place: calendar.place,
    date,
    session: { title: '', date, until: date },
    changes: [],
    names: {
      [source]: 'The options found for the matchmaking',
      'data/papers/options': 'Wording of the Chair',
    },
    items: [
      { id: 'pairs', title: wording.title, actionRequested: wording.actionRequested, statements, tables },
    ],
  };
}
