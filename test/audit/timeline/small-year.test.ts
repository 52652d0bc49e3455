import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { YearRecord } from '../../../client/audit/record.js';
import { openRecord } from '../../../client/audit/record.js';
import { shortRequest } from '../../../domain/ids.js';
import { ascnAudit } from '../command-line.js';
import type { SmallYear } from '../small-year.js';
import { openSmallYear } from '../small-year.js';
import type { ReadPage } from './site.js';
import { deadLinks, flaws, readSite } from './site.js';

let folder: string;
let year: SmallYear;
let record: YearRecord;
let site: Map<string, ReadPage>;
let written: Awaited<ReturnType<typeof timeline>>;

const timeline = (...words: string[]) => ascnAudit('timeline', ...words);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ascn-timeline-'));
  year = await openSmallYear();
  const into = join(folder, 'out');
  written = await timeline(year.late.file, '--html', into);
  expect(written.code).toBe(0);
  record = await openRecord(year.late.file);
  site = readSite(into);
}, 120_000);
afterAll(() => {
  record?.close();
  year?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the command says how many pages it has written, and which to open', () => {
  expect(written.printed).toContain(`The year 2018 in ${site.size} pages: 10 requests, `);
  expect(written.printed).toContain(`Open ${join(folder, 'out', 'index.html')} in a browser`);
});

test('every link leads to a page or a place on one, and nothing is fetched from elsewhere', () => {
  expect(flaws(site)).toEqual([]);
  expect(deadLinks(site, ['style.css'])).toEqual([]);
});

test('every request of the year has its page', () => {
  const requests = record.runs.filter(({ workflow }) => /\/cycle\/2018\/nomination\//.test(workflow));
  expect(requests).toHaveLength(10);
  for (const { workflow } of requests)
    expect([...site.keys()]).toContain(`requests/${shortRequest(workflow)}.html`);
});

test('every letter of the ledgers is told, and every event of every history', async () => {
  const letters = new Set(
    [...record.ledger(`letters/${record.network}/2018`).keys()].flatMap((key) =>
      key.endsWith('/before') ? [key.slice(0, -'/before'.length)] : [],
    ),
  );
  const anchors = [...site.values()]
    .filter(({ path }) => path.startsWith('letters/'))
    .flatMap(({ ids }) => ids);
  expect(letters.size).toBeGreaterThan(20);
  expect([...letters].filter((number) => !anchors.includes(`letter-${number.replaceAll('/', '~')}`))).toEqual(
    [],
  );
  for (const digest of record.ledger(`received/${record.network}`).keys())
    expect(anchors).toContain(`letter-${digest}`);
  let events = 0;
  for (const run of record.runs) events += (await record.events(run)).length;
  const told = [...site.values()].flatMap(({ ids }) => ids.filter((id) => id.startsWith('event-')));
  expect(told).toHaveLength(events);
});

test('a letter is told at the time of its office, and in UTC', () => {
  const { text } = site.get('requests/nomination/kh.html')!;
  expect(text).toContain(
    '6 February 2018, 08:00 in Phnom Penh, 01:00 UTC Letter out Asked of the National Secretariat of Cambodia, due Thursday, 22 February 2018.',
  );
  expect(text).toContain('Recorded as missing');
});

test('an answer is told with what it lacked, and what became of it', () => {
  const { text } = site.get('requests/nomination/sg.html')!;
  expect(text).toContain(
    'Recorded as missing: what came on 8 February 2018, 08:00 in Singapore (00:00 UTC) was not all that was needed, after 4 reminders.',
  );
  expect(text).toContain('An answer from the National Secretariat of Singapore.');
  expect(text).toContain(
    'Filed as version 1: not complete; “representative email” and “city 1 officer email” are missing or cannot be used.',
  );
  expect(text).toContain('Receipt to the National Secretariat of Singapore, which says what is missing.');
  expect(text).toContain(
    'First reminder to the National Secretariat of Singapore: a part of the answer is still missing.',
  );
});

test('a seal is told with its root, and with whom it was told to', () => {
  const { text } = site.get('seals.html')!;
  expect(text).toContain(year.early.seal.root);
  expect(text).toContain(year.late.seal.root);
  expect(text).toContain('Seal 2: the end of “Nominations”');
  expect(text).toMatch(/Told to 10 offices: the National Representative of Brunei Darussalam/);
});

test('a year that has just begun can be told', async () => {
  expect(await timeline(year.early.file, '--html', join(folder, 'early'))).toMatchObject({ code: 0 });
  const early = readSite(join(folder, 'early'));
  expect(flaws(early)).toEqual([]);
  expect(deadLinks(early, ['style.css'])).toEqual([]);
  expect(early.get('index.html')!.text).toContain('it was not over when this record was sealed');
});

test('a folder that holds something else, and a file that is no record, are refused in words', async () => {
  const other = mkdtempSync(join(folder, 'other-'));
  writeFileSync(join(other, 'thesis.txt'), 'mine');
  expect(await timeline(year.late.file, '--html', other)).toMatchObject({
    code: 2,
    complained: expect.stringContaining('a folder that is not empty; expected an empty folder') as unknown,
  });
  const nowhere = join(folder, 'nowhere');
  expect(await timeline(join(other, 'thesis.txt'), '--html', nowhere)).toMatchObject({
    code: 2,
    complained: expect.stringContaining('expected a file that `ascn audit export` has written') as unknown,
  });
  expect(existsSync(nowhere)).toBe(false);
});
