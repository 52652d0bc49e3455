/** Writes the account of a year: `ascn audit timeline`. It reads the record, one history at a time, and nothing else. */
import { basename } from 'node:path';
import { badInput } from '../../../domain/errors.js';
import { openRecord } from '../record.js';
import type { YearRecord } from '../record.js';
import type { LetterIn, LetterOut } from './account.js';
import { openFolder } from './folder.js';
import { beginningOf, gatherYear } from './gather/year.js';
import { compare } from './gather/letters.js';
import type { Message } from './message.js';
import { readMessage } from './message.js';
import { enginePage, engineList } from './pages/engine.js';
import { inMonth, lettersPage, monthPage, monthsOf, standsAlone } from './pages/letters.js';
import { heldPage, notReachedPage } from './pages/not-reached.js';
import { clearancePage, papersPage, sessionPage } from './pages/papers.js';
import { elsewherePage, personsPage } from './pages/persons.js';
import { phasePage } from './pages/phase.js';
import { requestPage, requestsPage } from './pages/requests.js';
import { sealsPage } from './pages/seals.js';
import { yearPage } from './pages/year.js';
import { pages, stylePath } from './paths.js';
import type { Page, Site } from './site.js';
import { style } from './style.js';

export interface Written {
  network: string;
  cycle: number;
  folder: string;
  /** The page to open first. */
  open: string;
  pages: number;
  requests: number;
  letters: number;
}

/**
 * @param file that `ascn audit export` has written
 * @param into the folder
 * @param keyFile where it does not lie beside the file
 * @throws CycleError `BadInput` for any other file, or a folder that holds something else
 */
export async function writeTimeline(file: string, into: string, keyFile?: string): Promise<Written> {
  const record = await openRecord(file, keyFile);
  try {
    return await writeAccount(record, basename(file), into);
  } finally {
    record.close();
  }
}

/**
 * @param name how the record is called in the account
 * @throws CycleError `BadInput` for a record without the year itself, or a folder that holds something else
 */
export async function writeAccount(record: YearRecord, name: string, into: string): Promise<Written> {
  const began = await beginningOf(record);
  if (!began)
    throw badInput(
      `${name} holds no history of the cycle of ${record.cycle}; expected the record of a year that has begun.`,
    );
  const folder = await openFolder(into);
  let count = 0;
  const put = async ({ path, markup }: Page): Promise<void> => {
    await folder.write(path, markup);
    count += 1;
  };
  const head = {
    ...{ cycle: record.cycle, file: name, seals: record.seals },
    rehearsal: began.input.cycle.rehearsal,
  };
  const year = await gatherYear(record, name, began, async (run, events) => {
    const page = enginePage(head, run, events);
    await put(page);
    return page.path;
  });
  year.runs.sort((a, b) => compare(a.workflow, b.workflow));
  const site: Site = {
    year,
    types: new Map(year.runs.map(({ workflow, type }) => [workflow, type])),
    messages: new Map(),
  };
  for (const render of ofTheYear) await put(render(site));
  for (const phase of year.phases) await put(phasePage(site, phase));
  for (const session of year.sessions) await put(sessionPage(site, session));
  for (const clearance of year.clearances) await put(clearancePage(site, clearance));
  const byNumber = new Map(year.lettersOut.map((letter) => [letter.number, letter]));
  const byDigest = new Map(year.lettersIn.map((letter) => [letter.digest, letter]));
  for (const request of year.requests) {
    const letters = request.entries.flatMap(({ letter }) =>
      letter ? ('out' in letter ? (byNumber.get(letter.out) ?? []) : (byDigest.get(letter.in) ?? [])) : [],
    );
    await put(requestPage({ ...site, messages: await messagesOf(record, letters) }, request));
  }
  for (const month of monthsOf(site)) {
    const { out, came } = inMonth(month, site);
    const alone = [...out, ...came].filter((letter) => standsAlone(letter, site));
    await put(monthPage({ ...site, messages: await messagesOf(record, alone) }, month));
  }
  await folder.write(stylePath, style);
  await folder.end();
  return {
    ...{ network: record.network, cycle: record.cycle, folder: into, open: pages.year, pages: count },
    requests: year.requests.length,
    letters: year.lettersOut.length + year.lettersIn.length,
  };
}

/** The pages of which there is one. */
const ofTheYear = [
  ...[yearPage, requestsPage, papersPage, lettersPage, personsPage],
  ...[elsewherePage, notReachedPage, heldPage, sealsPage, engineList],
];

/** Letters as they can be read, a page's at a time. */
async function messagesOf(
  record: YearRecord,
  letters: readonly (LetterOut | LetterIn)[],
): Promise<Map<string, Message>> {
  const messages = new Map<string, Message>();
  for (const letter of letters) {
    const [key, document] =
      'number' in letter ? [letter.number, letter.before.document] : [letter.digest, letter.document];
    if (!messages.has(key)) messages.set(key, await readMessage(() => record.document(document)));
  }
  return messages;
}
