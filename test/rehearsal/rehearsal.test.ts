import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import { openRecord } from '../../client/audit/record.js';
import { writeTimeline } from '../../client/audit/timeline/write.js';
import type { LetterStep } from '../../client/audit/trace-letters.js';
import type { Chain, LetterUses, Listing } from '../../client/audit/trace.js';
import { trace } from '../../client/audit/trace.js';
import { verify } from '../../client/audit/verify.js';
import type { Summary } from '../../client/rehearsal/summary.js';
import { rehearse } from '../../client/rehearsal/rehearsal.js';
import { loadNetwork } from '../../activities/network/load.js';
import { decrypted } from '../../domain/encrypted-payload.js';
import { cycleId } from '../../domain/ids.js';
import { dataDir, openInstallation } from '../../workers/installation.js';
import { textsIn } from '../histories/histories.js';

const home = mkdtempSync(join(tmpdir(), 'ascn-rehearsal-'));
const network = 'rehearsal';
let run: Summary;
let letters: Email[];
const histories: unknown[] = [];

beforeAll(async () => {
  run = await rehearse({
    ...{ year: 2018, seed: 2018, home, network },
    ended: async (client, operations) => {
      const rows = await operations.requests(2018);
      const ids = [cycleId(network, 2018), ...rows.filter((_, n) => n % 5 === 0).map(({ id }) => id)];
      const { subjectKeys } = openInstallation({ home, network });
      for (const id of ids) {
        const { events } = await client.workflow.getHandle(id).fetchHistory();
        const inPlain = await decrypted(events ?? [], (id) => subjectKeys.get(id));
        histories.push(JSON.parse(historyToJSON({ events: inPlain })));
      }
    },
  });
  const mail = join(home, 'mail');
  letters = await Promise.all(
    (await readdir(mail)).sort().map(async (file) => PostalMime.parse(await readFile(join(mail, file)))),
  );
}, 1_500_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

const header = (letter: Email, name: string) => letter.headers.find(({ key }) => key === name)?.value;

describe('the founding year', () => {
  test('runs to its end, and everything that it checks of itself holds', () => {
    expect(run.checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(run.passed).toBe(true);
    expect(run.cities).toBe(26);
    expect(run.requests.total).toBeGreaterThanOrEqual(150);
  });

  // any two runs with one seed end the same, on whichever machine: each ends as the run that is written down
  test('ends as it did before: decisions, pairs, clearances, requests, answers, and papers byte for byte', () => {
    const { decisions, twins, clearances, requests, answers } = run;
    // one names the document that it rests on, whose address comes from the keys of its installation
    const papers = run.papers.map((paper) =>
      paper.id === 'twinning-options' ? { ...paper, sha256: 'differs' } : paper,
    );
    expect({ decisions, twins, clearances, requests, answers, papers }).toMatchSnapshot();
    expect(new Set(run.papers.map(({ sha256 }) => sha256)).size).toBe(run.papers.length);
  });

  test('takes answers in every way, most of them as lines or in the Word form', () => {
    const { answers } = run;
    expect(answers.amiss).toEqual([]);
    const { lines, 'word-form': wordForm, spreadsheet, prose, scan } = answers.byWay;
    expect(Math.min(...Object.values(answers.byWay))).toBeGreaterThan(0);
    expect(lines + wordForm).toBeGreaterThan(10 * (spreadsheet + prose + scan));
    expect(answers.confirmed).toBe(answers.fromPrivateMailboxes);
  });

  test('sends every letter as text and as HTML, to somebody, with a subject', () => {
    expect(letters.length).toBeGreaterThan(500);
    const poor = letters.filter(
      ({ text, html, to, subject }) => !text?.trim() || !html?.trim() || !to?.length || !subject?.trim(),
    );
    expect(poor.map((letter) => header(letter, 'x-ascn-letter'))).toEqual([]);
    expect(
      letters
        .filter(({ text, html }) =>
          /undefined|\[object|\{\w+\}/.test(`${text} ${html?.replace(/<style[\s\S]*?<\/style>/g, '')}`),
        )
        .map((letter) => header(letter, 'x-ascn-letter')),
    ).toEqual([]);
  });

  test('writes to an office about one request under a new subject each time', () => {
    const about = new Map<string, string[]>();
    for (const letter of letters) {
      const number = header(letter, 'x-ascn-letter') ?? '';
      // a mailing says the same to all, and a receipt continues the thread of the answer
      if (!/\/(?:\d{1,3}|E\d)$/.test(number)) continue;
      const chain = `${number.split('/').slice(0, -1).join('/')} to ${letter.to?.[0]?.address}`;
      about.set(chain, [...(about.get(chain) ?? []), letter.subject ?? '']);
    }
    const repeated = [...about].filter(([, subjects]) => new Set(subjects).size < subjects.length);
    expect(about.size).toBeGreaterThan(150);
    expect(repeated).toEqual([]);
  });

  test('ends with a record of it all, which verifies without its engine', async () => {
    const { record, workflows } = run;
    const { findings, histories: kept } = await verify(join(home, record.path), { root: record.root });
    expect(findings).toEqual([]);
    expect(kept).toBeGreaterThanOrEqual(workflows.total);
  }, 300_000);

  test('leads from three lines of the Summit’s paper to three stored letters, and back', async () => {
    const { record } = run;
    const file = join(home, record.path);
    const item = (await trace(file, 'summit:3')) as Listing;
    const visions = item.items[0]!.statements.filter(
      ({ origin }) => origin.from === 'answer' && origin.field === 'vision' && !origin.missing,
    );
    expect(visions.length).toBeGreaterThan(20);
    const followed: { line: string; letter: LetterStep }[] = [];
    const year = await openRecord(file);
    for (const { statement } of visions) {
      if (followed.length === 3) break;
      const { answer, cleared, decided } = (await trace(file, statement.id)) as Chain;
      const [field] = answer!.fields;
      // what stands in an attachment cannot be read off the letter's text
      if (field?.source !== 'text') continue;
      const { letter } = answer!.said[field.letter] as { letter: LetterStep };
      const message = await year.document(letter.document);
      expect(createHash('sha256').update(message).digest('hex')).toBe(letter.sha256);
      const { text } = await PostalMime.parse(message);
      expect(text?.replaceAll(/\s+/g, ' ')).toContain(statement.text);
      expect(letter.from).toBe(field.from);
      expect(cleared.at(-1)).toMatchObject({ outcome: 'cleared', positions: { length: 10 } });
      expect(decided.at(-1)?.decision.confirmedBy).toBeDefined();
      followed.push({ line: statement.id, letter });
    }
    year.close();
    expect(new Set(followed.map(({ letter }) => letter.digest)).size).toBe(3);
    for (const { line, letter } of followed) {
      const back = (await trace(file, letter.digest.slice(0, 12))) as LetterUses;
      expect(back.letter.sha256).toBe(letter.sha256);
      const lines = back.answers.flatMap(({ papers }) => papers.flatMap(({ uses }) => uses));
      expect(lines.map(({ id }) => id)).toContain(line);
    }
  }, 300_000);

  test('can be read from that record, each request on a page of its own', async () => {
    const { record, requests } = run;
    const into = join(home, 'account');
    await writeTimeline(join(home, record.path), into);
    const files = await readdir(join(into, 'requests'), { recursive: true });
    expect(files.filter((file) => file.endsWith('.html'))).toHaveLength(requests.total);
  }, 300_000);

  test('keeps addresses out of its histories', async () => {
    const { offices } = await loadNetwork(dataDir, '2018-01-01');
    const texts = textsIn(histories).join('\n');
    expect(histories.length).toBeGreaterThan(40);
    expect(texts).toContain('csco-');
    expect(offices.filter(({ address }) => texts.includes(address)).map(({ id }) => id)).toEqual([]);
  });
});
