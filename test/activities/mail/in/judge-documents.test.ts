import { afterAll, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import { createDiskStore } from '../../../../activities/documents/disk-store.js';
import { createJudge } from '../../../../activities/mail/in/judge.js';
import { loadNetwork } from '../../../../activities/network/load.js';
import type { Answer } from '../../../../domain/form.js';
import { createReader } from '../../../../activities/mail/in/reading/reader.js';
import type { JudgedLetter } from '../../../../domain/letter.js';
import { pair, row, cell, table, word, workbook } from '../../forms/documents.js';

const folder = await mkdtemp(join(tmpdir(), 'judge-documents-'));
afterAll(() => rm(folder, { recursive: true }));
const store = createDiskStore(folder);
const reader = createReader('data');
const judgeLetter = createJudge({ store, dataDir: 'data', reader });
const network = await loadNetwork('data', '2018-01-01');
const networkDocument = await store.putJson(network);
const addressOf = (office: string): string => network.offices.find(({ id }) => id === office)?.address ?? '';
const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../../mail/forms/${name}`, import.meta.url));

let letters = 0;

/** A letter of an office with documents, in answer to ours about these cities' action plans. */
async function judge(
  office: string,
  cities: string[],
  text: string,
  attachments: { filename: string; content: Uint8Array }[],
  judgeIt = judgeLetter,
): Promise<{ letter: JudgedLetter; answers: Record<string, Answer> }> {
  const token = `abcdefghijklmnopqr${String.fromCharCode(97 + letters++)}`;
  await store.enter('tokens', token, {
    network: 'ascn',
    cycle: 2018,
    letter: `ASCN/2018/${token}/1`,
    from: 'secretariat-sg',
    office,
    answers: cities.map((city) => ({ request: `ascn/cycle/2018/action-plan/${city}`, as: 'answer' })),
    form: 'action-plan',
    language: 'en',
    networkDocument,
  });
  const to = `reply+${token}@ascn.example`;
  const raw = await new MailComposer({
    from: addressOf(office),
    to,
    text,
    attachments: attachments.map(({ filename, content }) => ({ filename, content: Buffer.from(content) })),
  })
    .compile()
    .build();
  const letter = await judgeIt({
    network: 'ascn',
    digest: token,
    document: await store.put(raw),
    receivedAt: '2018-05-03T02:00:00Z',
    recipients: [to],
  });
  const answers = await Promise.all(
    letter.parts.map(async ({ request, answer }) => [
      request.split('/').at(-1) ?? '',
      await store.getJson<Answer>(answer),
    ]),
  );
  return { letter, answers: Object.fromEntries(answers) as Record<string, Answer> };
}

test('a Word form is the answer, with what the letter adds', async () => {
  const { letter, answers } = await judge('csco-da-nang', ['da-nang'], 'Master plan: Plan of 2015', [
    { filename: 'my answers (2).docx', content: await fixture('filled-in-word.docx') },
  ]);
  expect(letter).toMatchObject({ verdict: 'answer', parts: [{ confirmed: true }] });
  expect(letter.parts[0]?.unread).toBeUndefined();
  expect(answers['da-nang']?.problems).toEqual([]);
  expect(answers['da-nang']?.fields).toMatchObject({
    vision: 'A clean city\nthat people cross on foot.',
    'master-plan': 'Plan of 2015',
    'project.2.budget': 'USD 2500000',
  });
  expect(answers['da-nang']?.given).toMatchObject({
    vision: { source: 'word', document: 'my answers (2).docx' },
    'master-plan': { source: 'text' },
  });
});

test('a letter whose answers take too long to read is for a person to read', async () => {
  const tired = createJudge({
    store,
    dataDir: 'data',
    reader: { ...reader, readAnswers: () => Promise.resolve({ refused: 'It takes too long.' }) },
  });
  const { letter, answers } = await judge('csco-da-nang', ['da-nang'], 'Vision: Own', [], tired);
  expect(letter).toMatchObject({
    verdict: 'answer',
    reason: expect.stringContaining('Its answers could not be read. It takes too long.') as unknown,
    parts: [{ unread: true, confirmed: false }],
  });
  expect(answers['da-nang']?.text).toBe('Vision: Own');
});

test('an amount is read as the writer’s country writes it', async () => {
  const { answers } = await judge('csco-da-nang', ['da-nang'], 'Project 1 budget: 45 tỷ', []);
  expect(answers['da-nang']?.fields).toEqual({ 'project.1.budget': 'VND 45000000000' });
});

test('a stamped scan is for a person to read, and the office is told that it is kept', async () => {
  const { letter, answers } = await judge('csco-da-nang', ['da-nang'], 'Please find our plan attached.', [
    { filename: 'plan signed.pdf', content: Buffer.from('%PDF-1.7 …') },
  ]);
  expect(letter).toMatchObject({ verdict: 'answer', parts: [{ unread: true, confirmed: false }] });
  expect(answers['da-nang']?.remarks).toEqual([
    '“plan signed.pdf” is kept with your letter; no answers were read from it.',
  ]);
});

test('one letter answers for several cities by a Word form with a table for each', async () => {
  const { letter, answers } = await judge('nr-kh', ['phnom-penh', 'siem-reap'], 'Please see the form.', [
    { filename: 'joint.docx', content: await fixture('two-cities.docx') },
  ]);
  expect(letter.parts.map(({ confirmed }) => confirmed)).toEqual([true, true]);
  expect(answers['phnom-penh']?.fields['vision']).toBe('A clean city\nthat people cross on foot.');
  expect(answers['siem-reap']?.fields).toMatchObject({
    vision: 'Temples in a green city',
    'project.1.title': 'Heritage paths',
  });
  expect(letter.reason).not.toContain('heading');
});

test.each(['two-cities.odt', 'two-cities.xlsx'])('… by %s', async (name) => {
  const { answers } = await judge('nr-kh', ['phnom-penh', 'siem-reap'], 'Please see the form.', [
    { filename: name, content: await fixture(name) },
  ]);
  expect(answers['phnom-penh']?.fields).toMatchObject({
    'plan-period': '2018-2025',
    'project.1.title': 'Bus lanes',
  });
  expect(answers['siem-reap']?.fields).toMatchObject({
    vision: 'Temples in a green city',
    'project.1.title': 'Heritage paths',
  });
});

test('… by a spreadsheet with a column for the city, beside headings in the text', async () => {
  const list = workbook([
    ['City', 'Title', 'Source of funding'],
    ['Siem Reap', 'Paths', 'Loan'],
    ['Phnom Penh', 'Buses', 'City'],
    ['Atlantis', 'Bridge', 'Sea'],
  ]);
  const { letter, answers } = await judge(
    'nr-kh',
    ['phnom-penh', 'siem-reap'],
    'City: Phnom Penh\nVision: Clean',
    [{ filename: 'list.xlsx', content: list }],
  );
  expect(answers['phnom-penh']?.fields).toEqual({
    vision: 'Clean',
    'project.1.title': 'Buses',
    'project.1.funding': 'City',
  });
  expect(answers['siem-reap']?.fields).toEqual({ 'project.1.title': 'Paths', 'project.1.funding': 'Loan' });
  expect(letter.reason).toContain('“list.xlsx” names “Atlantis”, which is no city of the member concerned.');
});

test('… by a document for each city that says in its name which', async () => {
  const form = (vision: string): Uint8Array => word(table(pair('Vision', vision)));
  const { letter, answers } = await judge('nr-kh', ['phnom-penh', 'siem-reap'], 'Attached.', [
    { filename: 'Action plan - Phnom Penh.docx', content: form('Clean') },
    { filename: 'Action plan - Siem Reap.docx', content: form('Green') },
    { filename: 'other.docx', content: form('Lost') },
  ]);
  expect(answers['phnom-penh']?.fields).toEqual({ vision: 'Clean' });
  expect(answers['siem-reap']?.fields).toEqual({ vision: 'Green' });
  expect(letter.reason).toContain('“other.docx” does not say which city it is about.');
});

test('a form of a city that was not asked about is not taken for the one that was', async () => {
  const other = word(table(row(cell('City'), cell('Hanoi')), pair('Vision', 'Old')));
  const { letter } = await judge('csco-da-nang', ['da-nang'], 'Attached.', [
    { filename: 'f.docx', content: other },
  ]);
  expect(letter.parts.map(({ request, confirmed }) => [request, confirmed])).toEqual([
    ['ascn/cycle/2018/action-plan/hanoi', false],
  ]);
});

test('a form that names the city of a pair is the answer about that pair', async () => {
  const form = word(table(row(cell('City'), cell('Da Nang')), pair('Vision', 'New')));
  const { letter } = await judge('csco-da-nang', ['da-nang-world-bank'], 'Attached.', [
    { filename: 'Consent - Da Nang.docx', content: form },
  ]);
  expect(letter.parts.map(({ request, confirmed }) => [request, confirmed])).toEqual([
    ['ascn/cycle/2018/action-plan/da-nang-world-bank', true],
  ]);
});
