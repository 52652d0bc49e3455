/**
 * What of a paper the public may read, and what was put before it. A paper is public as a whole where it says so and no
 * item of it says otherwise; of a members' paper, the items that are marked public are, as they were put on the page.
 */
import type { Address } from './document.js';
import type { Marking } from './letter.js';
import type { Paper, PaperItem, Statement } from './paper.js';
import type { IsoDate } from './time.js';

/** Ledger of what was put on the network's page in a cycle: for each page its versions, `announcement/0001`. */
export const publishedLedger = (network: string, cycle: number): string => `published/${network}/${cycle}`;
export const publishedKey = (page: string, version: number): string =>
  `${page}/${String(version).padStart(4, '0')}`;

/** One version of a page. */
export interface PublishedEntry {
  /** The page's name. */
  id: string;
  version: number;
  title: string;
  date: IsoDate;
  /** Where the page lies, below `published/`. */
  page: string;
  /** Its lines, for the feed. */
  text: string;
  /** The `PublicText` as JSON; absent in what was published before there was one. */
  document?: Address;
  /** The paper and its PDF, where it is public as a whole. */
  paper?: Address;
  pdf?: Address;
}

/** What the page shows, and nothing else of its paper: neither who changed a line nor what stood there before. */
export interface PublicText extends Pick<Paper, 'number' | 'version' | 'body' | 'chair' | 'notice'> {
  marking: 'public';
  title: string;
  date: IsoDate;
  items: (Pick<PaperItem, 'id' | 'title'> & {
    statements: PublicLine[];
    tables: { title: string; columns: string[]; rows: PublicLine[][] }[];
  })[];
}

type PublicLine = Pick<Statement, 'id' | 'text' | 'missing'>;

const markingOf = (paper: Pick<Paper, 'marking'>, item: Pick<PaperItem, 'marking'>): Marking =>
  item.marking ?? paper.marking;

/** The items that the public may read: the paper's, when it is public, unless one says otherwise. */
export const publicItems = (paper: Pick<Paper, 'marking' | 'items'>): PaperItem[] =>
  paper.items.filter((item) => markingOf(paper, item) === 'public');

export const isWhollyPublic = (paper: Pick<Paper, 'marking' | 'items'>): boolean =>
  paper.marking === 'public' && publicItems(paper).length === paper.items.length;

/** @param items as the page shows them */
export function publicText(
  paper: Paper,
  items: readonly PaperItem[],
  title: string,
  date: IsoDate,
): PublicText {
  const { number, version, body, chair, notice } = paper;
  const line = ({ id, text, missing }: Statement): PublicLine => ({ id, text, ...(missing && { missing }) });
  return {
    marking: 'public',
    ...{ number, version, body, chair, title, date },
    ...(notice !== undefined && { notice }),
    items: items.map((item) => ({
      ...{ id: item.id, title: item.title, statements: item.statements.map(line) },
      tables: item.tables.map(({ title, columns, rows }) => ({
        ...{ title, columns, rows: rows.map((row) => row.map(line)) },
      })),
    })),
  };
}
