/** Publishing what is released for the public: a page, and a feed of all pages of the cycle. */
import { join } from 'node:path';
import { Eta } from 'eta';
import type { Address, DocumentStore } from '../../domain/document.js';
import { badInput, refused } from '../../domain/errors.js';
import type { Paper } from '../../domain/paper.js';
import { wordedDate } from '../../domain/papers/worded-date.js';
import type { PublishedEntry } from '../../domain/published.js';
import {
  isWhollyPublic,
  publicItems,
  publicText,
  publishedKey,
  publishedLedger,
} from '../../domain/published.js';
import type { IsoDate } from '../../domain/time.js';
import { withoutEmptyColumns } from './columns.js';
import { allPrintable } from './printable.js';
import { templateFolder } from './template-folder.js';

export interface PublishInput {
  network: string;
  cycle: number;
  networkDocument: Address;
  paper: Address;
  /** As it was printed; absent where an older version of the code asked. */
  pdf?: Address;
  /** The page's name: small letters, digits and hyphens. */
  id: string;
  title: string;
  date: IsoDate;
}

/** Paths below the papers' folder. */
export interface Published {
  page: string;
  feed: string;
}

/**
 * Writes the public items of a paper as `published/<cycle>/<id>.html` and the feed `published/feed.xml`. What they say is
 * kept as a document that anyone may read, so that the year's log has it.
 *
 * @throws CycleError `Refused` when nothing of the paper is marked public, `BadInput` for a page name that is none
 */
export async function publishPaper(
  input: PublishInput,
  store: DocumentStore,
  folder: string,
  write: (path: string, content: string) => Promise<void>,
): Promise<Published> {
  const { network, cycle, id, title, date } = input;
  if (!/^[a-z0-9-]+$/.test(id)) {
    throw badInput(
      `The page’s name is “${id}”; expected small letters, digits and hyphens, for example “announcement”.`,
    );
  }
  const paper = allPrintable(await store.getJson<Paper>(input.paper));
  const items = publicItems(paper).map((item) => ({ ...item, tables: item.tables.map(withoutEmptyColumns) }));
  if (!items.length) {
    throw refused(
      `Nothing of the paper ${paper.number} is marked for the public; its marking is “${paper.marking}”.`,
    );
  }
  const page = `published/${cycle}/${id}.html`;
  const feed = 'published/feed.xml';
  const eta = new Eta({
    views: templateFolder('web'),
    autoEscape: true,
    autoTrim: [false, 'nl'],
    cache: true,
  });
  await write(
    join(folder, page),
    eta.render('./page', { paper, items, cycle, date, title: allPrintable(title), worded: wordedDate(date) }),
  );
  const whole = isWhollyPublic(paper);
  const entry: PublishedEntry = {
    id,
    version: paper.version,
    title: allPrintable(title),
    date,
    page: `${cycle}/${id}.html`,
    text:
      items.flatMap((item) => item.statements.map(({ text }) => text)).join('\n\n') || allPrintable(title),
    document: await store.putJson(publicText(paper, items, allPrintable(title), date), 'open'),
    ...(whole && { paper: input.paper }),
    ...(whole && input.pdf !== undefined && { pdf: input.pdf }),
  };
  const ledger = publishedLedger(network, cycle);
  await store.enter(ledger, publishedKey(id, paper.version), entry, 'open');
  const entries = await feedEntries(store, ledger);
  await write(
    join(folder, feed),
    eta.render('./feed', { network, cycle, entries, updated: entries[0]?.date ?? date }),
  );
  return { page, feed };
}

/** The latest version of each page, newest first, with the date of its first version. */
async function feedEntries(
  store: DocumentStore,
  ledger: string,
): Promise<(PublishedEntry & { published: IsoDate })[]> {
  const latest = new Map<string, PublishedEntry & { published: IsoDate }>();
  for (const key of await store.keys(ledger)) {
    const entry = await store.entry<PublishedEntry>(ledger, key);
    if (entry) latest.set(entry.id, { ...entry, published: latest.get(entry.id)?.published ?? entry.date });
  }
  return [...latest.values()].sort((a, b) =>
    a.date < b.date ? 1 : a.date > b.date ? -1 : a.id < b.id ? -1 : 1,
  );
}
