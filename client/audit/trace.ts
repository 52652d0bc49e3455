/**
 * Follows a line of a paper back to the letter that it came from, and an answer or a letter forward to every line that
 * it was used in, from the file of a year alone.
 */
import { documentPath } from '../../domain/bundle.js';
import type { Calendar } from '../../domain/calendar.js';
import type { Decision } from '../../domain/decision.js';
import { badInput } from '../../domain/errors.js';
import { shortRequest } from '../../domain/ids.js';
import type { HowGiven } from '../../domain/form.js';
import type { Network } from '../../domain/network.js';
import type { PaperItem, Statement } from '../../domain/paper.js';
import { requestName } from '../../domain/papers/names.js';
import { range } from '../../domain/papers/version.js';
import type {
  Asked,
  ClearedVersion,
  Origin,
  PaperVersion,
  Place,
  PlacedDecision,
  UsedIn,
  Wording,
} from '../../domain/provenance.js';
import * as provenance from '../../domain/provenance.js';
import type { RequestRow } from '../../domain/request.js';
import type { Instant } from '../../domain/time.js';
import { openRecord } from './record.js';
import type { LetterOutStep, LetterStep, Said } from './trace-letters.js';
import { letterOutStep, letterStep, namesOfLetter, saidBy } from './trace-letters.js';
import type { Answered, Confirmed, FiledVersion } from './trace-record.js';
import { TraceRecord } from './trace-record.js';

/** What ids stand for, in words. */
export type Names = Record<string, string>;

export interface PaperStep {
  id: string;
  number: string;
  version: number;
  title: string;
  body: string;
  /** Its date, as printed. */
  date: string;
  /** Where it lies in the file of the year: as data, and as it was printed. */
  data: string;
  pdf: string;
  at: Instant;
  place: Place;
  /** Of a version that a person has worded anew: the office, and why. */
  changedBy?: string;
  why?: string;
}

/** A field of an answer, as it was understood. */
export interface FieldStep extends Partial<HowGiven> {
  field: string;
  value: string | string[];
  letter: string;
  from: string;
  at: Instant;
}

/** An answer that a statement stands on. */
export interface AnswerStep {
  request: string;
  /** Undefined where nothing was answered. */
  version?: number;
  /** How the request stood when the paper was drawn up. */
  state: string;
  reminders: number;
  askedAt: Instant;
  /** When it was filed, and where. */
  at?: Instant;
  file?: string;
  place?: Place;
  /** False where no field alone gives the statement: it stands on the answer as a whole. */
  exact: boolean;
  fields: FieldStep[];
  /** By the name that a field's `letter` gives. */
  said: Record<string, Said>;
  /** The National Representative's letter that cleared it, where the route says so. */
  national?: { from: string; at: Instant; letter: string; place: Place };
  /** Where the writer was not known to speak for the office: who confirmed that the answer is its own. */
  confirmed?: Confirmed;
  /** The person who accepted it, where a rule did not. */
  acceptedBy?: { office: string; why?: string };
}

export interface PositionStep {
  member: string;
  position: string;
  proposes: boolean;
  at?: Instant;
  letter?: string;
  /** What the member wrote: its comment, the wording that it proposes. */
  words: Record<string, string>;
}

export type ClearanceStep = Omit<ClearedVersion, 'positions' | 'paper'> & {
  /** The paper's version that the members had. */
  version: number;
  positions: PositionStep[];
};

export interface DecisionStep {
  decision: Decision;
  place: Place;
  /** The letter with the body's record that reported it. */
  letter?: LetterStep;
}

/** From a statement to what it came from. */
export interface Chain {
  kind: 'statement';
  paper: PaperStep;
  others: string[];
  item: { number: number; id: string; title: string; actionRequested: string };
  /** The table, its column and its row, of a statement that is a cell. */
  cell?: { table: string; column: string; row: string };
  statement: Statement;
  /** How it read from version to version of its paper. */
  wordings: Wording[];
  origin: Origin;
  answer?: AnswerStep;
  /** The answers from which it is counted or drawn together. */
  answers?: { accepted: string[]; open: string[] };
  /** The decision that it reports. */
  decision?: DecisionStep;
  /** The rounds of this version of the paper and of those before. */
  cleared: ClearanceStep[];
  decided: DecisionStep[];
  names: Names;
}

/** The statements of an item, of a row or of a paper. */
export interface Listing {
  kind: 'listing';
  paper: PaperStep;
  others: string[];
  items: { title: string; statements: { statement: Statement; origin: Origin }[] }[];
  names: Names;
}

/** One version of an answer. */
export interface FiledStep {
  version: number;
  at: Instant;
  from: string[];
  letters: string[];
  /** The fields that it left out, though they were required. */
  missing: string[];
  file: string;
  place: Place;
}

/** One request with its answer, and where that was used. */
export interface UsedAnswer {
  request: string;
  askedAt: Instant;
  state: string;
  versions: FiledStep[];
  papers: (Omit<UsedIn, 'version'> & { paper: PaperStep })[];
  /** Of a wish or an offer: the matchings of cities with partners that it went into. */
  matchings: { at: Instant; place: Place }[];
  /** Of a member's position on a text: the round that it counted in. */
  clearances: ClearanceStep[];
  /** Of a body's record: the decisions that it reported. */
  decisions: DecisionStep[];
}

export interface AnswerUses {
  kind: 'answer';
  answer: UsedAnswer;
  names: Names;
}

/** A decision or a source of data, and where it was used. */
export interface SourceUses {
  kind: 'source';
  of: string;
  decisions: DecisionStep[];
  papers: UsedAnswer['papers'];
  names: Names;
}

export interface LetterUses {
  kind: 'letter';
  letter: LetterStep;
  /** What it was used for, only as far as the letter's own fields go. */
  answers: UsedAnswer[];
  names: Names;
}

export interface LetterOutUses {
  kind: 'our-letter';
  letter: LetterOutStep;
  answered: Omit<LetterUses, 'kind' | 'names'>[];
  names: Names;
}

export type Traced = Chain | Listing | AnswerUses | SourceUses | LetterUses | LetterOutUses;

/**
 * @param file that `ascn audit export` has written
 * @param text a statement, an item, an answer or a letter, as people write them
 * @param keyFile where it does not lie beside the file
 * @throws CycleError `BadInput` with what there is instead; `NotFound` where a key is needed that is not at hand
 */
export async function trace(file: string, text: string, keyFile?: string): Promise<Traced> {
  const asked = provenance.whatIsAsked(text);
  const record = await openRecord(file, keyFile);
  try {
    const traced = await new Trace(new TraceRecord(record)).of(asked);
    return { ...traced, names: namesOf(traced) };
  } finally {
    record.close();
  }
}

class Trace {
  readonly #record: TraceRecord;
  #papers: PaperVersion[] = [];
  #names: Names = {};

  constructor(record: TraceRecord) {
    this.#record = record;
  }

  async of(asked: Asked): Promise<Traced> {
    this.#papers = await this.#record.papers();
    this.#names = namesFrom(
      this.#papers,
      this.#record.requests(),
      await this.#record.network(),
      this.#record.calendar,
    );
    switch (asked.what) {
      case 'paper':
        return this.#inPaper(asked);
      case 'source':
        return this.#source(asked.id);
      case 'letter-in':
        return this.#letterIn(asked.digest);
      case 'letter-out':
        return this.#letterOut(asked.number);
    }
  }

  async #inPaper(asked: Extract<Asked, { what: 'paper' }>): Promise<Chain | Listing> {
    const { version, item, statements, others } = provenance.findInPapers(this.#papers, asked);
    const [statement] = statements;
    if (item && statement && asked.place?.from !== undefined && statements.length === 1)
      return this.#chain(version, item, statement, others);
    const items = version.paper.items.flatMap((each) => {
      const own = new Set([...each.statements, ...each.tables.flatMap(({ rows }) => rows.flat())]);
      const listed = statements.filter((each) => own.has(each));
      if (listed.length === 0) return [];
      const list = listed.map((each) => ({ statement: each, origin: provenance.originOf(each) }));
      return [{ title: provenance.itemInWords(version.paper, each), statements: list }];
    });
    return { kind: 'listing', paper: paperStep(version), others, items, names: this.#names };
  }

  async #chain(
    version: PaperVersion,
    item: PaperItem,
    statement: Statement,
    others: string[],
  ): Promise<Chain> {
    const { paper } = version;
    const origin = provenance.originOf(statement);
    const cell = cellOf(item, statement);
    const rows = await this.#record.rows(version.boards);
    const decisions = await this.#record.decisions();
    const decided = provenance.decisionsOn(decisions, paper, item);
    const versions = provenance.versionsOf(this.#papers, paper.id);
    const cleared = provenance.clearancesOf(
      await this.#record.clearances(),
      versions.filter((each) => each.paper.version <= paper.version),
    );
    const reports =
      origin.from === 'decision'
        ? decisions.find(
            ({ decision }) =>
              decision.session === origin.session &&
              decision.item === origin.item &&
              (origin.version === undefined || decision.version === origin.version),
          )
        : undefined;
    return {
      ...{ kind: 'statement', paper: paperStep(version), others, statement, origin },
      item: {
        number: provenance.itemNumberOf(paper, item),
        ...{ id: item.id, title: item.title, actionRequested: item.actionRequested },
      },
      ...(cell && { cell }),
      wordings: provenance.wordingsOf(versions, statement.id),
      ...(origin.from === 'answer' && { answer: await this.#answer(origin, rows) }),
      ...(origin.from === 'answers' && { answers: gathered(rows, origin.kind) }),
      ...(origin.from === 'options' && { answers: await this.#matched(statement) }),
      ...(reports && { decision: await this.#decision(reports) }),
      cleared: await Promise.all(cleared.map((round) => this.#clearance(round))),
      decided: await Promise.all(decided.map((each) => this.#decision(each))),
      names: this.#names,
    };
  }

  /** The answer that a paper was drawn up with: the one on its boards. */
  async #answer(
    { request, version, field, missing }: Extract<Origin, { from: 'answer' }>,
    rows: readonly RequestRow[],
  ): Promise<AnswerStep> {
    const answered = await this.#record.answered(request);
    if (!answered) throw new Error(`The history of the request ${request} is not in this file.`);
    const row = rows.find(({ id }) => shortRequest(id) === request);
    const filed = missing
      ? undefined
      : (answered.versions.find(({ document }) => document === row?.submission) ??
        answered.versions.find(({ submission }) => submission.version === version));
    const step = {
      ...{ request, askedAt: answered.askedAt },
      state: row?.state ?? answered.row?.state ?? 'asked',
      reminders: row?.reminders ?? 0,
    };
    if (!filed) return { ...step, exact: true, fields: [], said: {} };
    const { exact, fields } = provenance.fieldsBehind(filed.submission, field);
    const letters = [...new Set(fields.map(([, { letter }]) => letter))];
    const said = await Promise.all(
      letters.map(async (letter) => [letter, await saidBy(this.#record, letter, answered)] as const),
    );
    return {
      ...step,
      ...{ version: filed.submission.version, file: documentPath(filed.document), place: filed.place },
      ...{ at: filedAt(filed), exact },
      fields: fields.map(([key, given]) => ({ field: key, ...given })),
      said: Object.fromEntries(said),
      ...confirmedIn(answered, filed),
      ...nationalOf(answered, filed),
      ...acceptedIn(answered, filed),
    };
  }

  /** The wishes and offers that went into the matching which a statement reports. */
  async #matched({ source }: Statement): Promise<NonNullable<Chain['answers']>> {
    const options = source?.of.slice('options/'.length) ?? '';
    const matching = (await this.#record.matchings()).find((each) => each.options.startsWith(options));
    return gathered(matching?.rows ?? [], 'requests');
  }

  async #clearance({ positions, paper, ...round }: ClearedVersion): Promise<ClearanceStep> {
    const version = this.#papers.find(({ document }) => document === paper)?.paper.version ?? round.round;
    const steps: PositionStep[] = [];
    for (const { member, position, proposes = false, request, submission } of positions) {
      const answered = await this.#record.answered(shortRequest(request));
      const filed = answered?.versions.find(({ document }) => document === submission);
      const words = filed ? wordsIn(filed) : {};
      const part = filed?.submission.parts.at(-1);
      steps.push({
        ...{ member, position, proposes, words },
        ...(filed && { at: filedAt(filed) }),
        ...(part && { letter: part.letter }),
      });
    }
    return { ...round, version, positions: steps };
  }

  async #decision({ decision, place }: PlacedDecision): Promise<DecisionStep> {
    const { door, authority } = decision.preparedBy;
    const request = door === 'mail' && authority !== undefined ? shortRequest(authority) : undefined;
    const answered = request === undefined ? undefined : await this.#record.answered(request);
    const named = answered?.versions.at(-1)?.submission.parts.at(-1)?.letter;
    const letter = named === undefined ? undefined : await letterStep(this.#record, named);
    return { decision, place, ...(letter && { letter }) };
  }

  async #source(id: string): Promise<AnswerUses | SourceUses> {
    const requests = this.#record.requests();
    const turned = id.split('/').toReversed().join('/');
    const request = [id, turned]
      .map((name) => requests.find((each) => each.toLowerCase() === name.toLowerCase()))
      .find((each) => each !== undefined);
    if (request !== undefined)
      return { kind: 'answer', answer: await this.#uses(request), names: this.#names };
    const papers = await this.#usedIn(id);
    if (papers.length === 0) throw badInput(noSource(id, requests));
    const decisions = (await this.#record.decisions()).filter(
      ({ decision }) => id === `decision/${decision.session}/${decision.item}`,
    );
    return {
      ...{ kind: 'source', of: id, papers, names: this.#names },
      decisions: await Promise.all(decisions.map((each) => this.#decision(each))),
    };
  }

  /** An answer is counted where it had been accepted when the paper was drawn up. */
  async #usedIn(id: string): Promise<UsedAnswer['papers']> {
    const used: UsedAnswer['papers'] = [];
    for (const { version, counted, ...rest } of provenance.usesOf(this.#papers, id)) {
      const rows = counted.length > 0 ? await this.#record.rows(version.boards) : [];
      const accepted = rows.some((row) => shortRequest(row.id) === id && row.state === 'accepted');
      used.push({ ...rest, counted: accepted ? counted : [], paper: paperStep(version) });
    }
    return used.filter(({ uses, counted }) => uses.length + counted.length > 0);
  }

  /** @param letter only what this letter said, where it is given */
  async #uses(request: string, letter?: string): Promise<UsedAnswer> {
    const answered = await this.#record.answered(request);
    if (!answered) throw new Error(`The history of the request ${request} is not in this file.`);
    const names = letter === undefined ? undefined : namesOfLetter(letter, answered);
    const isFrom = (named: string): boolean => names?.has(named) ?? true;
    const versions = answered.versions.filter(({ submission }) =>
      [...Object.values(submission.fields), ...submission.parts].some((each) => isFrom(each.letter)),
    );
    const said = (use: { field?: string; answer?: number; missing?: boolean }): boolean =>
      letter === undefined ||
      (!use.missing &&
        versions.some(
          ({ submission }) =>
            (use.answer ?? submission.version) === submission.version &&
            provenance.fieldsBehind(submission, use.field).fields.some(([, field]) => isFrom(field.letter)),
        ));
    const papers = (await this.#usedIn(request)).map((each) => ({ ...each, uses: each.uses.filter(said) }));
    const documents = new Set(versions.map(({ document }) => document));
    const [kind] = request.split('/');
    const matchings = (await this.#record.matchings()).filter(({ rows }) =>
      rows.some(
        (row) => row.state === 'accepted' && row.submission !== undefined && documents.has(row.submission),
      ),
    );
    const clearances =
      kind === 'clearance'
        ? (await this.#record.clearances()).filter(({ positions }) =>
            positions.some(({ submission }) => submission !== undefined && documents.has(submission)),
          )
        : [];
    const decisions =
      kind === 'body-record'
        ? (await this.#record.decisions()).filter(
            ({ decision }) =>
              decision.preparedBy.authority !== undefined &&
              shortRequest(decision.preparedBy.authority) === request,
          )
        : [];
    return {
      ...{ request, askedAt: answered.askedAt, state: answered.row?.state ?? 'asked' },
      versions: versions.map((filed) => ({
        ...{ version: filed.submission.version, at: filedAt(filed), place: filed.place },
        from: [...new Set(filed.submission.parts.map(({ from }) => from))],
        letters: [...new Set(filed.submission.parts.map((part) => part.letter))],
        ...{ missing: filed.submission.missing, file: documentPath(filed.document) },
      })),
      papers: papers.filter(({ uses, counted }) => uses.length + counted.length > 0),
      matchings: matchings.map(({ at, place }) => ({ at, place })),
      clearances: await Promise.all(clearances.map((round) => this.#clearance(round))),
      decisions: decisions.map(({ decision, place }) => ({ decision, place })),
    };
  }

  async #letterIn(digits: string): Promise<LetterUses> {
    const found = await this.#record.lettersIn(digits);
    const [digest] = found;
    if (digest === undefined)
      throw badInput(
        `No letter that came in has a digest that begins with ${digits}; expected at least the first 12 digits, as papers of the secretariat give them.`,
      );
    if (found.length > 1)
      throw badInput(
        `${found.length} letters that came in begin with ${digits}: ${found.slice(0, 10).join(', ')}. Give more digits.`,
      );
    return { kind: 'letter', ...(await this.#letterUses(digest)), names: this.#names };
  }

  async #letterUses(digest: string): Promise<Omit<LetterUses, 'kind' | 'names'>> {
    const letter = await letterStep(this.#record, digest);
    if (!letter) throw new Error(`The letter ${digest} is not in this file.`);
    const requests = new Set(this.#record.requests());
    const answers: UsedAnswer[] = [];
    for (const request of letter.requests.filter((each) => requests.has(each)))
      answers.push(await this.#uses(request, digest));
    return { letter, answers };
  }

  async #letterOut(number: string): Promise<LetterOutUses> {
    const letter = await letterOutStep(this.#record, number);
    if (!letter)
      throw badInput(
        `No letter with the number ${number} left in this year; expected one as it stands in the letter, such as ASCN/2018/action-plan/da-nang/1.`,
      );
    const answered: LetterOutUses['answered'] = [];
    for (const digest of await this.#record.answersTo(letter.number))
      answered.push(await this.#letterUses(digest));
    return { kind: 'our-letter', letter, answered, names: this.#names };
  }
}

/** @returns what is said where nothing has an id: what is like it */
function noSource(id: string, requests: readonly string[]): string {
  const parts = id.split('/');
  const like = requests.filter((each) => each.split('/').some((part) => parts.includes(part)));
  const kinds = [...new Set(requests.map((each) => each.split('/')[0]))];
  const most = 30;
  return (
    `Nothing in this year is called ${id}. ` +
    (like.length > 0
      ? `There are: ${like.slice(0, most).join(', ')}${like.length > most ? ', …' : ''}.`
      : `Expected a kind of request with its subject, such as ${requests[0] ?? 'action-plan/da-nang'}; the kinds are: ${kinds.join(', ')}.`)
  );
}

/** Only the names of what it mentions: the year has hundreds. */
function namesOf({ names, ...told }: Traced): Names {
  const text = JSON.stringify(told);
  const isTold = (id: string): boolean => text.includes(JSON.stringify(id));
  return Object.fromEntries(
    Object.entries(names).filter(([id]) => isTold(id) || isTold(id.replace(/^(?:data\/|body )/, ''))),
  );
}

function namesFrom(
  papers: readonly PaperVersion[],
  requests: readonly string[],
  network: Network | undefined,
  calendar: Calendar | undefined,
): Names {
  const year = network && calendar && { network, calendar, itemTitles: {}, sources: {} };
  return Object.fromEntries([
    ...(network?.offices ?? []).map(({ id, title }) => [id, title] as const),
    ...(network?.members ?? []).map(({ code, name }) => [code, name] as const),
    ...(network?.bodies ?? []).map(({ id, name }) => [`body ${id}`, name] as const),
    ...requests.flatMap((request) => {
      const [kind = '', subject = ''] = request.split('/');
      return year ? [[request, requestName(year, kind, subject)] as const] : [];
    }),
    ...papers.flatMap(({ paper }) => Object.entries(paper.names ?? {})),
  ]);
}

const paperStep = ({ paper, document, pdf, at, place, changedBy, why }: PaperVersion): PaperStep => ({
  ...{ id: paper.id, number: paper.number, version: paper.version, title: paper.title },
  ...{ body: paper.bodyName, date: paper.date, at, place },
  ...{ data: documentPath(document), pdf: documentPath(pdf) },
  ...(changedBy !== undefined && { changedBy }),
  ...(why !== undefined && { why }),
});

function cellOf({ tables }: PaperItem, statement: Statement): Chain['cell'] {
  for (const { title, columns, rows } of tables)
    for (const row of rows) {
      const column = row.indexOf(statement);
      if (column >= 0) return { table: title, column: columns[column] ?? '', row: range(row) };
    }
  return undefined;
}

function gathered(rows: readonly RequestRow[], kind: string): NonNullable<Chain['answers']> {
  const own = rows.filter((row) => kind === 'requests' || row.kind === kind);
  const isAccepted = ({ state }: RequestRow): boolean => state === 'accepted';
  return {
    accepted: own.filter(isAccepted).map(({ id }) => shortRequest(id)),
    open: own.filter((row) => !isAccepted(row)).map(({ id }) => shortRequest(id)),
  };
}

/** When the last part of a version came. */
const filedAt = ({ submission }: FiledVersion): Instant => submission.parts.at(-1)?.at ?? '';

function confirmedIn(
  { unconfirmed, confirmed }: Answered,
  { submission, place }: FiledVersion,
): Pick<AnswerStep, 'confirmed'> {
  const last = submission.parts.at(-1)?.letter ?? '';
  if (!unconfirmed.has(last)) return {};
  const word = confirmed.find(
    (each) => each.place.event > place.event && (each.version ?? submission.version) === submission.version,
  );
  return word ? { confirmed: word } : {};
}

function nationalOf({ national }: Answered, filed: FiledVersion): Pick<AnswerStep, 'national'> {
  const cleared = national.find(
    ({ place, submission }) =>
      place.event > filed.place.event && submission.fields.position?.value === 'agree',
  );
  const position = cleared?.submission.fields.position;
  return cleared && position
    ? {
        national: { from: position.from, at: position.at, letter: position.letter, place: cleared.place },
      }
    : {};
}

/** Where a person accepted just this version. */
function acceptedIn({ record }: Answered, { submission }: FiledVersion): Pick<AnswerStep, 'acceptedBy'> {
  const by = record?.accepted === submission.version ? record.acceptedBy : undefined;
  return by ? { acceptedBy: { office: by.office, ...(by.why !== undefined && { why: by.why }) } } : {};
}

/** What a member wrote beside its position. */
function wordsIn({ submission }: FiledVersion): Record<string, string> {
  return Object.fromEntries(
    Object.entries(submission.fields)
      .filter(([field]) => field !== 'position')
      .map(([field, { value }]) => [field, [value].flat().join('; ')]),
  );
}
