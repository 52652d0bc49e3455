/** A paper, built from its definition and from what the year has. */
import type { Paper, PaperItem, Statement } from '../paper.js';
import type { Block, Line } from './block.js';
import { blocks } from './blocks.js';
import type { ItemDefinition } from './definition.js';
import { namesIn } from './names.js';
import { chairName, fill } from './placeholders.js';
import type { PaperYear } from './year.js';

export const rehearsalNotice =
  'This paper belongs to a rehearsal and was sent to no body. The names of cities, partners and bodies and the days ' +
  'of the sessions are those of the published sources. Answers and decisions for which there is no published source ' +
  'are illustrative: texts say so; choices, figures and decisions stand as examples.';

/**
 * The first version of a paper. Every line and cell is a statement that says where it came from; it is numbered
 * in the order of print, `<session>:<item>.<n>`.
 */
export function buildPaper(year: PaperYear, rehearsal: boolean): Paper {
  const { calendar, definition, session, body } = year;
  const paper: Paper = {
    id: session.id,
    number: year.number,
    version: 1,
    body: body.id,
    bodyName: definition.addressee === undefined ? body.name : fill(definition.addressee, year),
    title: fill(definition.titles[body.id] ?? definition.titles.default, year),
    ...(definition.subtitle && { subtitle: fill(definition.subtitle, year) }),
    marking: definition.marking,
    chair: chairName(year),
    place: calendar.place,
    date: year.date,
    session: {
      title: definition.noSession ? '' : session.title,
      date: session.date,
      until: session.until,
    },
    changes: [],
    items: definition.items.map((item, i) => buildItem(year, item, i + 1)),
    ...(rehearsal && { notice: rehearsalNotice }),
  };
  return { ...paper, names: namesIn(paper, year) };
}

function buildItem(year: PaperYear, item: ItemDefinition, number: number): PaperItem {
  const intro = item.intro.map((text, i): Line => ({
    text: fill(text, year),
    source: { of: `data/papers/${year.definition.id}`, field: `${item.id}.${i + 1}` },
  }));
  const content = item.content.map((name): Block => blocks[name](year));
  let n = 0;
  const statement = ({ text, source, missing }: Line): Statement => {
    n += 1;
    return { id: `${year.session.id}:${number}.${n}`, text, source, ...(missing && { missing }) };
  };
  return {
    id: item.id,
    title: fill(item.title, year),
    actionRequested: item.actionRequested,
    ...(item.marking && { marking: item.marking }),
    statements: [...intro, ...content.flatMap((block) => block.lines)].map(statement),
    tables: content
      .flatMap((block) => block.tables)
      .map(({ title, columns, rows }) => ({ title, columns, rows: rows.map((row) => row.map(statement)) })),
  };
}
