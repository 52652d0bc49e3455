/**
 * A paper: a text that a body considers. Every line and figure is a statement with an id, and says where it
 * came from: the request and the version of the answer, or the decision of the body before.
 */
import type { Marking } from './letter.js';
import type { Address } from './document.js';

export interface Source {
  /** A request's id within the cycle (`action-plan/da-nang`), a decision (`decision/jcm-autumn/framework`) or data (`data/st-0709`). */
  of: string;
  version?: number;
  field?: string;
}

export interface Statement {
  /** e.g. `jcm-autumn:2.3`: the paper, the item, the running number. */
  id: string;
  /** As printed. */
  text: string;
  /** As submitted, where that differs. */
  submitted?: string;
  source?: Source;
  /** Office that changed the words. */
  changedBy?: string;
  /** There was no answer; `text` is the body's wording for that. */
  missing?: boolean;
}

export interface PaperTable {
  title: string;
  columns: string[];
  /** Each cell is a statement; its text may be empty. */
  rows: Statement[][];
}

export interface PaperItem {
  id: string;
  title: string;
  actionRequested: string;
  /** Where the item may be read by others than the paper: the public items of a members' paper are published. */
  marking?: Marking;
  statements: Statement[];
  tables: PaperTable[];
}

export interface Paper {
  /** The session's id, e.g. `jcm-autumn`. */
  id: string;
  /** e.g. `ASCN/2018/JCM-AUTUMN/DOC-1`. */
  number: string;
  version: number;
  body: string;
  bodyName: string;
  title: string;
  subtitle?: string;
  marking: Marking;
  /** e.g. `Singapore`, the member that chairs. */
  chair: string;
  place: string;
  /** The paper's date, a calendar date. */
  date: string;
  /** The session with its first and last day; without a title where the paper goes to no session. */
  session: { title: string; date: string; until: string };
  /** What changed since the version before, one sentence each. */
  changes: string[];
  items: PaperItem[];
  /** Printed under the title in a rehearsal: what is real and what is illustrative. */
  notice?: string;
  /** What ids in this paper stand for, in words: those of sources (`Source.of`) and of offices. */
  names?: Record<string, string>;
}

/** Every statement of a paper, in the order of print. */
export const statementsOf = (paper: Paper): Statement[] =>
  paper.items.flatMap((item) => [...item.statements, ...item.tables.flatMap((table) => table.rows.flat())]);

/** A paper on disk: as data, and as it was printed. */
export interface PaperRef {
  id: string;
  number: string;
  version: number;
  title: string;
  items: { id: string; title: string; actionRequested: string }[];
  /** The `Paper` as JSON. */
  document: Address;
  pdf: Address;
  pages: number;
}
