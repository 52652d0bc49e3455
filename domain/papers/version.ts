/** A new version of a paper: what stayed keeps its id, what changed is said. */
import { badInput } from '../errors.js';
import type { Paper, PaperItem, Statement } from '../paper.js';
import { statementsOf } from '../paper.js';

/** A statement's place in the paper, by what it says something about: the same in every version. */
type Key = string;

/** A line or a table's row: what a reader takes in at once, and what a change is told by. */
interface Unit {
  keys: Key[];
  statements: Statement[];
}

const original = (statement: Statement): string => statement.submitted ?? statement.text;

function unitsOf(item: PaperItem): Unit[] {
  const seen = new Map<Key, number>();
  const unique = (key: Key): Key => {
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return `${key}#${n}`;
  };
  const about = ({ source }: Statement): string => `${source?.of}|${source?.field}`;
  const lines = item.statements.map((statement): Unit => ({
    keys: [unique(`${item.id}|line|${about(statement)}`)],
    statements: [statement],
  }));
  const rows = item.tables.flatMap((table) =>
    table.rows.map((row): Unit => {
      const [first] = row;
      const name =
        first && table.columns.length ? `${about(first)}|${original(first)}` : first && about(first);
      const key = unique(`${item.id}|${table.title}|${name}`);
      return { keys: row.map((_, column) => `${key}|${column}`), statements: row };
    }),
  );
  return [...lines, ...rows];
}

const byKey = (items: readonly PaperItem[]): Map<Key, Statement> =>
  new Map(
    items.flatMap((item) =>
      unitsOf(item).flatMap(({ keys, statements }) => keys.map((key, i) => [key, statements[i]!] as const)),
    ),
  );

/**
 * What was changed on the way keeps its wording as long as what it changes stays as it was: a text that the
 * members cleared is not undone by assembling the paper again, a new answer replaces it.
 */
export function withEarlierChanges(paper: Paper, earlier: readonly Paper[]): Paper {
  const changed = new Map(
    earlier
      .flatMap(statementsOf)
      .filter(({ submitted, source }) => submitted !== undefined && source)
      .map((statement) => [
        `${statement.source?.of}|${statement.source?.field}|${original(statement)}`,
        statement,
      ]),
  );
  return mapStatements(paper, (statement) => {
    const before = changed.get(`${statement.source?.of}|${statement.source?.field}|${statement.text}`);
    if (!before) return statement;
    return reworded(statement, before.text, statement.text, before.changedBy);
  });
}

/**
 * The version after `previous`, with the content of `built`.
 *
 * @param remarks what the body or a member asked for, told first among the changes
 * @returns `built` with the ids of the statements that were there before, and one sentence for each change
 */
export function nextVersion(previous: Paper, built: Paper, version: number, remarks?: string): Paper {
  const paper = renumbered(previous, withEarlierChanges(built, [previous]));
  const changes = previous.items.flatMap((item) => {
    const now = paper.items.find(({ id }) => id === item.id);
    return now ? [] : [`The item “${item.title}” is no longer there.`];
  });
  for (const item of paper.items)
    changes.push(
      ...changesOf(
        previous.items.find(({ id }) => id === item.id),
        item,
      ),
    );
  const cause = remarks?.trim();
  return {
    ...paper,
    version,
    changes: [
      ...(cause ? [`Reason for this version: ${cause}`] : []),
      ...(changes.length ? changes : ['No line or figure differs from the version before.']),
    ],
  };
}

function renumbered(previous: Paper, built: Paper): Paper {
  const before = byKey(previous.items);
  const ids = new Map<string, string>();
  for (const [key, statement] of byKey(built.items)) {
    const known = before.get(key);
    if (known) ids.set(statement.id, known.id);
  }
  const highest = new Map<string, number>();
  for (const { id } of statementsOf(previous)) {
    const { item, n } = partsOf(id);
    highest.set(item, Math.max(n, highest.get(item) ?? 0));
  }
  return mapStatements(built, (statement) => {
    const known = ids.get(statement.id);
    if (known) return { ...statement, id: known };
    const { item } = partsOf(statement.id);
    const n = (highest.get(item) ?? 0) + 1;
    highest.set(item, n);
    return { ...statement, id: `${item}.${n}` };
  });
}

function partsOf(id: string): { item: string; n: number } {
  const dot = id.lastIndexOf('.');
  return { item: id.slice(0, dot), n: Number(id.slice(dot + 1)) };
}

function changesOf(before: PaperItem | undefined, now: PaperItem): string[] {
  if (!before) return [`The item “${now.title}” is new.`];
  const old = byKey([before]);
  const current = byKey([now]);
  const told: string[] = [];
  for (const { keys, statements } of unitsOf(now)) {
    if (keys.every((key) => !old.has(key))) {
      told.push(sentence(`${range(statements)} is new: ${quoted(joined(statements))}`));
      continue;
    }
    keys.forEach((key, i) => {
      const was = old.get(key);
      const is = statements[i]!;
      if (was && was.text !== is.text) told.push(changeTold(is, was.text));
    });
  }
  for (const { keys, statements } of unitsOf(before)) {
    if (keys.every((key) => !current.has(key))) {
      told.push(sentence(`${range(statements)} is no longer there; it read ${quoted(joined(statements))}`));
    }
  }
  return told;
}

const changeTold = ({ id, text }: Statement, before: string): string =>
  sentence(`${short(id)} now reads ${quoted(text)}; before: ${quoted(before)}`);

const joined = (statements: Statement[]): string =>
  statements
    .map(({ text }) => text)
    .filter(Boolean)
    .join(' · ');

/** `jcm-autumn:2.3` as the paper's margin has it: `2.3`. */
export const short = (id: string): string => id.slice(id.indexOf(':') + 1);

/** `2.3`, or `2.3–2.7` for a row. */
export function range(statements: readonly Statement[]): string {
  const [first, last] = [statements[0], statements.at(-1)];
  if (!first || !last) return '';
  return first === last ? short(first.id) : `${short(first.id)}–${short(last.id)}`;
}

/** A quotation that ends with a stop ends the sentence as well. */
const sentence = (text: string): string => (/[.!?…]”$/.test(text) ? text : `${text}.`);

const longestQuote = 600;

/** Longer texts are cut in the list of changes; the paper itself has them whole. */
const quoted = (text: string): string =>
  `“${text.length > longestQuote ? `${text.slice(0, longestQuote - 1)}…` : text}”`;

/** The statement in other words; back in the submitted ones, it is as it was. It is an answer's absence no more. */
function reworded(
  { id, source }: Statement,
  text: string,
  submitted: string,
  changedBy: string | undefined,
): Statement {
  const kept = { id, text, ...(source && { source }) };
  return text === submitted ? kept : { ...kept, submitted, ...(changedBy && { changedBy }) };
}

const mapStatements = (paper: Paper, change: (statement: Statement) => Statement): Paper => ({
  ...paper,
  items: paper.items.map((item) => ({
    ...item,
    statements: item.statements.map(change),
    tables: item.tables.map((table) => ({ ...table, rows: table.rows.map((row) => row.map(change)) })),
  })),
});

export interface Edit {
  statement: string;
  text: string;
}

/**
 * A new version in which statements are worded anew by a person. What was submitted stays beside it.
 *
 * @param changedBy the office that changed the words
 * @param why the reason, told first among the changes
 * @throws CycleError `BadInput` for an id that the paper does not have, one given twice, or an empty text
 */
export function revise(
  paper: Paper,
  edits: readonly Edit[],
  changedBy: string,
  why: string,
  date: string,
): Paper {
  const known = new Map(statementsOf(paper).map((statement) => [statement.id, statement]));
  const texts = new Map<string, string>();
  for (const { statement, text } of edits) {
    if (!known.has(statement)) {
      throw badInput(
        `The paper ${paper.number} has no statement “${statement}”. The numbers in the margin of the paper, after “${paper.id}:”, are the statements’ ids, for example ${paper.id}:1.1.`,
      );
    }
    if (texts.has(statement))
      throw badInput(`The statement “${statement}” is given twice; each is worded once.`);
    if (!text.trim())
      throw badInput(`The new text of “${statement}” is empty; expected the words to be printed.`);
    texts.set(statement, text.trim());
  }
  const changes = [...texts].flatMap(([id, text]) => {
    const before = known.get(id)!;
    return before.text === text ? [] : [changeTold({ ...before, text }, before.text)];
  });
  const revised = mapStatements(paper, (statement) => {
    const text = texts.get(statement.id);
    if (text === undefined || text === statement.text) return statement;
    return reworded(statement, text, original(statement), changedBy);
  });
  const cause = why.trim();
  return {
    ...revised,
    version: paper.version + 1,
    date,
    changes: [...(cause ? [`Reason for this version: ${cause}`] : []), ...changes],
  };
}
