/**
 * Where a line of a paper comes from, and where an answer went: from the statements of the papers, which name their
 * sources, to requests, decisions and data, and back.
 */
import type { ClearanceOutcome, MemberPosition } from './clearance.js';
import type { Decision } from './decision.js';
import type { Address } from './document.js';
import { badInput } from './errors.js';
import type { Paper, PaperItem, Statement } from './paper.js';
import { statementsOf } from './paper.js';
import { short } from './papers/version.js';
import type { Submission, SubmittedField } from './submission.js';
import type { Instant } from './time.js';

/** Where something stands in the record. */
export interface Place {
  workflow: string;
  event: number;
}

/** A version of a paper, and how it came about. */
export interface PaperVersion {
  paper: Paper;
  /** The paper as data, and as it was printed. */
  document: Address;
  pdf: Address;
  at: Instant;
  place: Place;
  /** The boards that it was drawn up from; a version that a person has worded has those of the one before. */
  boards?: Address;
  /** Of a version that a person has worded: the office, and why. */
  changedBy?: string;
  why?: string;
}

/** What somebody asks for, as it was typed. */
export type Asked =
  | { what: 'paper'; name: string; version?: number; place?: PlaceInPaper }
  /** An answer by kind and subject, in either order; or any other source by its id, as the annex of a paper has it. */
  | { what: 'source'; id: string }
  /** The first digits of a digest, or all of them. */
  | { what: 'letter-in'; digest: string }
  | { what: 'letter-out'; number: string };

/** An item, one of its statements, or a row of a table by its first and last cell. */
export interface PlaceInPaper {
  item: number;
  from?: number;
  to?: number;
}

/** The least digits of a digest that are taken for one. */
const fewestDigits = 8;

/**
 * Reads what somebody types: `summit:3.4`, `summit-autumn:3`, `jcm-autumn-v2:1.1`, `summit:3.7–3.11`,
 * `ASCN/2018/SUMMIT-AUTUMN/DOC-1.3`, `da-nang/action-plan`, a letter's digest, a letter's number.
 *
 * @throws CycleError `BadInput` with what is expected
 */
export function whatIsAsked(text: string): Asked {
  const typed = text.trim().replace(/^sha256:/i, '');
  if (/^[0-9a-f]+$/i.test(typed) && typed.length >= fewestDigits && typed.length <= 64)
    return { what: 'letter-in', digest: typed.toLowerCase() };
  const [, name = '', , where] = /^([^:]*)(:(.*))?$/.exec(typed) ?? [];
  const numbered = /^(ascn\/\d{4}\/[^/]+\/doc-\d+)(?:\.(\d+))?$/i.exec(name);
  if (numbered) return inPaper(numbered[1]!, where ?? numbered[2], text);
  if (where === undefined && /^ascn\/\d{4}\/.+\/.+/i.test(name)) return { what: 'letter-out', number: name };
  const [, source] = /^(?:(?:.+\/)?cycle\/)?(?:\d{4}\/)?((?:[\w.-]+\/)+[\w.-]+)$/.exec(name) ?? [];
  if (where === undefined && source !== undefined) return { what: 'source', id: source };
  if (/^[\w.-]+$/.test(name)) return inPaper(name, where, text);
  throw notAsked(text);
}

const notAsked = (text: string) =>
  badInput(
    `“${text}” is none of what can be traced; expected a statement of a paper such as summit:3.4 (the number in the ` +
      'margin), an item such as summit:3, an answer such as action-plan/da-nang, the first 12 digits of a letter that ' +
      'came in, or the number of a letter that left, such as ASCN/2018/action-plan/da-nang/1.',
  );

function inPaper(typed: string, where: string | undefined, text: string): Asked {
  const [, name = typed, version] = /^(.+)-v(\d+)$/i.exec(typed) ?? [];
  const paper = {
    what: 'paper' as const,
    name: name.toLowerCase(),
    ...(version && { version: Number(version) }),
  };
  if (where === undefined) return paper;
  const [, item, from, until, to] =
    /^(\d+)(?:\.(\d+)(?:\s*[-–—]\s*(\d+\.)?(\d+))?)?$/.exec(where.trim()) ?? [];
  if (item === undefined || (until !== undefined && until !== `${item}.`)) throw notAsked(text);
  return {
    ...paper,
    place: {
      item: Number(item),
      ...(from && { from: Number(from) }),
      ...(to && { to: Number(to) }),
    },
  };
}

export interface FoundInPaper {
  version: PaperVersion;
  item?: PaperItem;
  /** What was asked for: one statement, a row, or all of the item or the paper. */
  statements: Statement[];
  /** Other papers that the name would also be one of. */
  others: string[];
}

/**
 * Finds what is asked for among the papers of the year. A body's name stands for the paper of its last session that has
 * the place; without a version, the last version that has it is taken.
 *
 * @throws CycleError `BadInput` with what there is instead
 */
export function findInPapers(
  versions: readonly PaperVersion[],
  asked: Extract<Asked, { what: 'paper' }>,
): FoundInPaper {
  const called = papersCalled(versions, asked.name);
  if (called.length === 0) {
    const known = new Map(versions.map(({ paper }) => [paper.id, paper.title]));
    throw badInput(
      `There is no paper “${asked.name}”. The papers are:\n${[...known].map(([id, title]) => `  ${id}: ${title}`).join('\n') || '  none'}`,
    );
  }
  const wanted = called.filter(({ paper }) => asked.version === undefined || paper.version === asked.version);
  if (wanted.length === 0) {
    const { id } = called[0]!.paper;
    const there = called.filter(({ paper }) => paper.id === id).map(({ paper }) => paper.version);
    throw badInput(`The paper ${id} has no version ${asked.version}; it has: ${there.join(', ')}.`);
  }
  const fitting = wanted.findLast(({ paper }) => at(paper, asked.place) !== undefined);
  if (!fitting) throw badInput(notThere(wanted.at(-1)!.paper, asked.place!));
  return {
    version: fitting,
    ...at(fitting.paper, asked.place)!,
    others: [...new Set(called.map(({ paper }) => paper.id))].filter((id) => id !== fitting.paper.id),
  };
}

/** By the paper's id, its number, the beginning of its id, or its body; in the order of the sessions. */
function papersCalled(versions: readonly PaperVersion[], name: string): PaperVersion[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll('/', '-');
  const ways: ((paper: Paper) => boolean)[] = [
    ({ id }) => id === name,
    ({ number }) => plain(number) === plain(name),
    ({ id }) => id.startsWith(`${name}-`),
    ({ body }) => body.toLowerCase() === name,
  ];
  const found = ways.map((is) => versions.filter(({ paper }) => is(paper))).find((some) => some.length > 0);
  return (found ?? []).toSorted(
    (a, b) => compare(a.paper.session.date, b.paper.session.date) || a.paper.version - b.paper.version,
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const statementsIn = ({ statements, tables }: PaperItem): Statement[] => [
  ...statements,
  ...tables.flatMap(({ rows }) => rows.flat()),
];

/** The item and the statements at a place; undefined where the paper does not have it. */
function at(
  paper: Paper,
  place: PlaceInPaper | undefined,
): { item?: PaperItem; statements: Statement[] } | undefined {
  if (!place) return { statements: statementsOf(paper) };
  const item = itemNumbered(paper, place.item);
  if (!item) return undefined;
  const all = statementsIn(item);
  if (place.from === undefined) return { item, statements: all };
  const last = place.to ?? place.from;
  const statements = all.filter(({ id }) => {
    const n = numberIn(id);
    return n >= place.from! && n <= last;
  });
  const ends = [place.from, last].every((n) => statements.some(({ id }) => numberIn(id) === n));
  return ends ? { item, statements } : undefined;
}

/** An item keeps the number that its statements bear, though another before it may have been left out since. */
const itemNumbered = (paper: Paper, number: number): PaperItem | undefined =>
  paper.items.find((item) => itemNumberOf(paper, item) === number);

/** The number that the statements of an item bear. */
export function itemNumberOf(paper: Paper, item: PaperItem): number {
  const [first] = statementsIn(item);
  return first ? Number(short(first.id).split('.')[0]) : paper.items.indexOf(item) + 1;
}

const numberIn = (id: string): number => Number(id.slice(id.lastIndexOf('.') + 1));

function notThere(paper: Paper, { item, from, to }: PlaceInPaper): string {
  const called = `${item}${from === undefined ? '' : `.${from}`}${to === undefined ? '' : `–${item}.${to}`}`;
  return (
    `The paper ${paper.id} (${paper.number}, version ${paper.version}) has no ${called}. Its items are:\n` +
    paper.items.map((each) => `  ${itemInWords(paper, each)}`).join('\n')
  );
}

/** `3 Cities of the network (3.1–3.445)`. */
export function itemInWords(paper: Paper, item: PaperItem): string {
  const numbers = statementsIn(item).map(({ id }) => numberIn(id));
  const number = itemNumberOf(paper, item);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const range = numbers.length === 0 ? 'no statements' : `${number}.${first}–${number}.${last}`;
  return `${number} ${item.title} (${range})`;
}

/** What a statement says that it came from. */
export type Origin =
  /** An answer; `missing` where there was none and the body's wording for that is printed. */
  | { from: 'answer'; request: string; version?: number; field?: string; missing: boolean }
  /** Counted or drawn together from all answers of a kind. */
  | { from: 'answers'; kind: string; field?: string }
  | { from: 'decision'; session: string; item: string; version?: number; field?: string }
  /** Published sources, the registry, the chair's own wording. */
  | { from: 'data'; id: string; field?: string }
  /** What the matchmaking has found. */
  | { from: 'options'; field?: string }
  | { from: 'nothing' };

export function originOf({ source, missing }: Statement): Origin {
  if (!source) return { from: 'nothing' };
  const { of, version, field } = source;
  const [first = '', ...rest] = of.split('/');
  const common = { ...(version !== undefined && { version }), ...(field !== undefined && { field }) };
  if (first === 'data') return { from: 'data', id: rest.join('/'), ...(field !== undefined && { field }) };
  if (first === 'options') return { from: 'options', ...(field !== undefined && { field }) };
  if (first === 'decision' && rest.length === 2)
    return { from: 'decision', session: rest[0]!, item: rest[1]!, ...common };
  if (rest.length === 0) return { from: 'answers', kind: first, ...(field !== undefined && { field }) };
  return { from: 'answer', request: of, ...common, missing: missing === true };
}

/**
 * The fields of an answer that a statement prints: the one that it names, those of the group that it names (`project`),
 * or all, where it stands on the answer as a whole (`exact` is false then).
 */
export function fieldsBehind(
  { fields }: Pick<Submission, 'fields'>,
  field: string | undefined,
): { exact: boolean; fields: [string, SubmittedField][] } {
  const all = Object.entries(fields);
  const named = all.filter(([key]) => field !== undefined && (key === field || key.startsWith(`${field}.`)));
  return named.length > 0 ? { exact: true, fields: named } : { exact: false, fields: all };
}

/** How a statement read in one version of its paper. */
export interface Wording {
  version: number;
  text: string;
  changedBy?: string;
  why?: string;
}

/** The wordings of a statement from version to version, each only where it differs from the one before. */
export function wordingsOf(versions: readonly PaperVersion[], id: string): Wording[] {
  const wordings: Wording[] = [];
  for (const { paper, why } of versions) {
    const statement = statementsOf(paper).find((each) => each.id === id);
    if (!statement || wordings.at(-1)?.text === statement.text) continue;
    const { text, changedBy } = statement;
    wordings.push({
      ...{ version: paper.version, text },
      ...(changedBy !== undefined && { changedBy }),
      ...(changedBy !== undefined && why !== undefined && { why }),
    });
  }
  return wordings;
}

/** The versions of one paper, rising. */
export const versionsOf = (versions: readonly PaperVersion[], id: string): PaperVersion[] =>
  versions.filter(({ paper }) => paper.id === id).toSorted((a, b) => a.paper.version - b.paper.version);

/** A statement that stands on an answer. */
export interface Use {
  id: string;
  /** As it was printed last. */
  text: string;
  field?: string;
  /** The version of the answer, where the statement names it. */
  answer?: number;
  /** There was no answer: these are the body's words for that. */
  missing?: boolean;
  /** Its wordings over the paper's versions, where there is more than one. */
  wordings?: Wording[];
}

/** A paper that uses an answer. */
export interface UsedIn {
  /** The paper's last version that does. */
  version: PaperVersion;
  /** All its versions that do. */
  versions: number[];
  uses: Use[];
  /** Statements that are counted or drawn together from all answers of its kind. */
  counted: string[];
}

/**
 * Every place where an answer was used, or another source, paper by paper in the order in which these were drawn up.
 *
 * @param request kind and subject, `action-plan/da-nang`; or another id of a source
 */
export function usesOf(versions: readonly PaperVersion[], request: string): UsedIn[] {
  const [kind = '', , ...more] = request.split('/');
  const isCounted = ({ source }: Statement): boolean => more.length === 0 && source?.of === kind;
  const printed = ({ text }: Statement): boolean => text !== '';
  return [...new Set(versions.map(({ paper }) => paper.id))].flatMap((id): UsedIn[] => {
    const own = versionsOf(versions, id);
    const using = own.filter(({ paper }) =>
      statementsOf(paper).some((each) => each.source?.of === request || isCounted(each)),
    );
    const last = using.at(-1);
    if (!last) return [];
    const statements = statementsOf(last.paper).filter(printed);
    const uses = statements
      .filter(({ source }) => source?.of === request)
      .map((statement): Use => {
        const wordings = wordingsOf(own, statement.id);
        const { field, version } = statement.source!;
        return {
          ...{ id: statement.id, text: statement.text },
          ...(field !== undefined && { field }),
          ...(version !== undefined && { answer: version }),
          ...(statement.missing && { missing: true }),
          ...(wordings.length > 1 && { wordings }),
        };
      });
    const counted = statements.filter(isCounted).map((each) => each.id);
    return uses.length + counted.length === 0
      ? []
      : [{ version: last, versions: using.map(({ paper }) => paper.version), uses, counted }];
  });
}

/** One version of a text before the members: what each said, and what came of it. */
export interface ClearedVersion {
  place: Place;
  text: string;
  round: number;
  paper: Address;
  cutOff: string;
  outcome: ClearanceOutcome;
  positions: MemberPosition[];
  /** Whether silence until the cut-off is agreement, by the network's rule. */
  silenceIsAgreement: boolean;
  closedBy?: string;
}

/** The rounds of clearance that versions of a paper went through, in the order of the versions. */
export const clearancesOf = (
  cleared: readonly ClearedVersion[],
  versions: readonly PaperVersion[],
): ClearedVersion[] => versions.flatMap(({ document }) => cleared.filter(({ paper }) => paper === document));

/** A decision with the event in which a person confirmed it. */
export interface PlacedDecision {
  decision: Decision;
  place: Place;
}

/** What the body decided on an item of its paper, all versions of it, in the order of the decisions. */
export const decisionsOn = (
  decisions: readonly PlacedDecision[],
  paper: Paper,
  item: PaperItem,
): PlacedDecision[] =>
  decisions.filter(({ decision }) => decision.session === paper.id && decision.item === item.id);

/** `1.2–1.44, 3.1`: statements that follow each other are told by the first and the last. */
export function inRanges(ids: readonly string[]): string {
  const runs: [string, string][] = [];
  for (const id of ids) {
    const run = runs.at(-1);
    const follows = run && itemPart(run[1]) === itemPart(id) && numberIn(id) === numberIn(run[1]) + 1;
    if (follows) run[1] = id;
    else runs.push([id, id]);
  }
  return runs
    .map(([first, last]) => (first === last ? short(first) : `${short(first)}–${short(last)}`))
    .join(', ');
}

const itemPart = (id: string): string => id.slice(0, id.lastIndexOf('.'));
